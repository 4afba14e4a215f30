"""The test files that take longest, in the order in which they begin, so that all cores end alike."""

from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
LONGEST = [  # paths below tests/; `test_file_order.py` holds them against the files
    "demo/test_demo.py",
    "idioms/test_like_stock.py",
    "day/test_day.py",
    "term/test_term.py",
    "lessons/test_styles.py",
    "lessons/test_left_open.py",
    "lessons/test_draws.py",
    "idioms/test_outside.py",
    "browser/test_binder.py",
    "attacks/test_attacks.py",
    "authoring/test_published_lessons.py",
    "attacks/test_attacks_inside.py",
    "lessons/test_lesson_06.py",
    "lessons/test_lesson_05.py",
    "browser/test_accessibility.py",
    "lessons/test_lesson_03.py",
    "browser/test_every_lesson.py",
    "nbgrading/test_several_notebooks.py",
    "nbgrading/test_stale_tests.py",
    "lessons/test_mutants.py",
    "lessons/test_patched_libraries.py",
    "lessons/test_lesson_04.py",
    "lessons/test_lesson_02.py",
    "term/test_large_report.py",
    "tools/test_machines.py",
    "sandbox/test_endurance.py",
    "browser/test_instructor.py",
    "browser/test_learner.py",
    "browser/test_keyboard.py",
    "browser/test_in_turn.py",
    "authoring/test_release.py",
    "sandbox/test_doctor.py",
    "sandbox/test_ordinary_user.py",
]


def place(path: Path) -> int:
    """Where a file stands in the order; all that are not named come last."""
    return next((number for number, name in enumerate(LONGEST) if TESTS / name == path), len(LONGEST))
