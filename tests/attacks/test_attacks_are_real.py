"""The attacks that say what they gain do gain it where a learner's code and the tests share one process."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from attack_class import ATTACKS, CODES, EARLIER, SECRET, gaining, in_order, read
from small_course import ANSWERS, FULL, Course
from traces import listening

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="They attack Linux."),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),  # nbgrader's, harmless
]


@pytest.fixture(scope="module")
def unprotected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What becomes of them: {name: the tests that passed, and what was printed}."""
    root = tmp_path_factory.mktemp("unprotected")
    course, secret = Course(root / "course"), root / "home" / "private" / "secret.txt"
    secret.parent.mkdir(parents=True)
    secret.write_text("secret")
    course.submit(EARLIER, course.released(ANSWERS))
    with listening() as (port, abstract, _):
        places: dict[str, object] = {"course": course.root, "home": root / "home", "secret": secret}
        places |= {"tmp": root, "port": port, "abstract": abstract}
        jobs = [[EARLIER, in_order(ANSWERS)]]
        for name in [*gaining("points"), *gaining("success")]:
            jobs.append([name, in_order(read(CODES[name], **places)[1])])
        done = subprocess.run(
            [sys.executable, str(ATTACKS / "in_one_process.py")],
            input=json.dumps(jobs),
            capture_output=True,
            text=True,
            cwd=course.root,
            env=os.environ | {SECRET: "1", "OMP_NUM_THREADS": "1"},
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_an_honest_learner_passes_in_one_process_too(unprotected: dict[str, Any]) -> None:
    assert len(unprotected[EARLIER]["passed"]) == len(FULL)


@pytest.mark.parametrize("name", gaining("points"))
def test_in_one_process_with_the_tests_the_attack_gains_points(
    unprotected: dict[str, Any], name: str
) -> None:
    assert unprotected[name]["passed"] != []


@pytest.mark.parametrize("name", gaining("success"))
def test_in_one_process_with_the_tests_the_attack_succeeds(unprotected: dict[str, Any], name: str) -> None:
    assert "GOT IT" in unprotected[name]["printed"]
