"""Submissions whose form is the attack: each function makes one, named by its claim.

A function gets the notebook (a dict) that is handed in, whose cells it may change, and the submitted folder.
What it returns is written as the notebook: a dict, bytes, or None when it has written what it wanted.
The decorator says which answers the notebook holds and the points that they deserve (None: no grade).
"""

import copy
import json
import os
import socket
import stat
from pathlib import Path

import nbformat
from small_course import ANSWERS, FULL, NAME, NONE

FORMS = {}
ZERO = {name: "0.0" for name in ANSWERS}  # runs, and every answer is wrong


def form(answers, points):
    """Enter a function into FORMS, by its name."""

    def enter(function):
        FORMS[function.__name__] = function, answers, points
        return function

    return enter


def cell(nb, id):
    return next(c for c in nb["cells"] if c["id"] == id)


def tests(nb):
    return [c for c in nb["cells"] if c["id"] in FULL]


# Settings of cells


@form(ZERO, NONE)
def cant_skip_the_tests(nb, folder):
    for c in tests(nb):
        c["metadata"]["tags"] = ["skip-execution", "raises-exception", "remove-cell"]
    return nb


@form(ZERO, NONE)
def cant_set_the_points(nb, folder):
    for c in tests(nb):
        c["metadata"]["nbgrader"]["points"] = 0 if c["id"] == "pick-check" else 1000
    return nb


@form(ANSWERS, FULL)
def cant_set_the_points_of_right_answers(nb, folder):
    for c in tests(nb):
        c["metadata"]["nbgrader"]["points"] = 1e308
    return nb


@form(ZERO, NONE)
def cant_make_tests_into_answers(nb, folder):
    for c in tests(nb):
        c["metadata"]["nbgrader"] |= {"solution": True, "locked": False}
        c["source"] = "pass"
    return nb


@form(ZERO, NONE)
def cant_switch_the_flags_off(nb, folder):
    for c in nb["cells"]:
        c["metadata"]["nbgrader"] = {"grade": False, "solution": False, "locked": False, "grade_id": c["id"]}
    return nb


@form(ZERO, NONE)
def cant_change_the_schema_version(nb, folder):
    for c, version in zip(tests(nb), (99, 0, "3"), strict=True):
        c["metadata"]["nbgrader"]["schema_version"] = version
    return nb


@form(ZERO, NONE)
def cant_rename_the_tests(nb, folder):
    for number, c in enumerate(tests(nb)):
        c["metadata"]["nbgrader"]["grade_id"] = f"other-{number}"
        c["source"] = "pass"
    return nb


@form(ZERO, NONE)
def cant_swap_the_names_of_tests(nb, folder):
    easy = copy.deepcopy(cell(nb, "pick-check"))
    for c in tests(nb):
        c["metadata"]["nbgrader"]["grade_id"] = easy["metadata"]["nbgrader"]["grade_id"]
    return nb


@form(ZERO, NONE)
def cant_forge_checksums(nb, folder):
    for c in nb["cells"]:
        if "nbgrader" in c["metadata"]:
            c["metadata"]["nbgrader"]["checksum"] = "0" * 32
            c["metadata"]["nbgrader"]["unknown"] = ["x"]
    return nb


@form(ZERO, NONE)
def cant_claim_to_be_graded(nb, folder):
    nb["metadata"]["grading"] = {"status": "graded", "notes": []}
    for c in tests(nb):
        c["metadata"]["nbgrader"]["score"] = 4
        c["outputs"] = []
        c["execution_count"] = 1
    return nb


@form(ZERO, NONE)
def cant_have_an_empty_name(nb, folder):
    for c, name in zip(nb["cells"], ("", None, 3, [], {}, "a" * 10_000, "\ud800", "../../x"), strict=False):
        c["metadata"]["nbgrader"] = {"grade_id": name, "grade": True, "points": 3, "solution": False}
    return nb


# Cells


@form(ZERO, NONE)
def cant_delete_the_tests(nb, folder):
    nb["cells"] = [c for c in nb["cells"] if c["id"] not in FULL]
    return nb


@form(ANSWERS, FULL)
def cant_lose_points_for_a_copied_test(nb, folder):
    for c in tests(nb):
        nb["cells"].append(copy.deepcopy(c))
        nb["cells"].insert(0, dict(copy.deepcopy(c), id=c["id"] + "-copy"))
    return nb


@form(ZERO, NONE)
def cant_put_an_easier_copy_first(nb, folder):
    for c in tests(nb):
        nb["cells"].insert(0, dict(copy.deepcopy(c), source="pass", id="easier-" + c["id"]))
    return nb


@form(ZERO, NONE)
def cant_move_the_tests_before_the_answers(nb, folder):
    nb["cells"].sort(key=lambda c: c["id"] not in FULL)
    return nb


@form(ZERO, NONE)
def cant_split_a_test(nb, folder):
    position = nb["cells"].index(cell(nb, "gradient-check"))
    half = copy.deepcopy(nb["cells"][position])
    nb["cells"][position]["source"] = "pass"
    nb["cells"].insert(position + 1, dict(half, id="half"))
    return nb


@form(ZERO, NONE)
def cant_turn_tests_into_text(nb, folder):
    for c, kind in zip(tests(nb), ("markdown", "raw", "heading"), strict=True):
        c["cell_type"] = kind
    return nb


@form(ANSWERS, FULL)
def cant_lose_points_for_a_retyped_answer(nb, folder):
    for c in nb["cells"]:
        if c["id"].endswith("-solution"):
            c["cell_type"] = "markdown"
            del c["outputs"], c["execution_count"]
    return nb


@form(ANSWERS, NONE)
def cant_get_the_solution_back_by_deleting_the_answer(nb, folder):
    nb["cells"] = [c for c in nb["cells"] if not c["id"].endswith("-solution")]
    return nb


@form(ZERO, NONE)
def cant_hide_code_in_an_attachment_or_output(nb, folder):
    for c in nb["cells"]:
        c["attachments"] = {"x.png": {"text/html": "<script>alert('GOT30')</script>"}}
        c["outputs"] = [
            {
                "output_type": "display_data",
                "metadata": {},
                "data": {"text/html": "<script>alert('GOT31')</script>"},
            }
        ]
    nb["metadata"]["widgets"] = {
        "application/vnd.jupyter.widget-state+json": {"x": "</script><script>alert('GOT32')</script>"}
    }
    nb["metadata"]["title"] = "<script>alert('GOT33')</script>"
    return nb


@form(ZERO, NONE)
def cant_pass_with_cells_of_odd_types(nb, folder):
    nb["cells"] += [None, 7, [], "x", {"cell_type": {}}, {"source": 3, "metadata": []}, {"cell_type": "code"}]
    return nb


# The notebook


@form(ZERO, NONE)
def cant_choose_another_kernel(nb, folder):
    nb["metadata"]["kernelspec"] = {"name": "bash", "display_name": "Bash", "language": "bash"}
    nb["metadata"]["language_info"] = {"name": "bash", "pygments_lexer": "<script>alert('GOT34')</script>"}
    return nb


@form(ANSWERS, FULL)
def cant_lose_points_for_format_3(nb, folder):
    return nbformat.writes(nbformat.convert(nbformat.from_dict(nb), 3), version=3).encode()


@form(ANSWERS, None)
def cant_crash_the_run_with_a_format_to_come(nb, folder):
    return nb | {"nbformat": 99, "nbformat_minor": -1}


@form(ANSWERS, None)
def cant_crash_the_run_with_something_else(nb, folder):
    return b"%PDF-1.7 this is not a notebook"


@form(ANSWERS, None)
def cant_crash_the_run_with_bytes_that_are_no_text(nb, folder):
    return b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100


@form(ANSWERS, None)
def cant_crash_the_run_with_deep_nesting(nb, folder):
    return b'{"a":' * 200_000 + b"1" + b"}" * 200_000


@form(ANSWERS, None)
def cant_crash_the_run_with_an_endless_number(nb, folder):
    return b'{"nbformat": 4' + b"4" * 1_000_000 + b"}"


@form(ANSWERS, FULL)
def cant_crash_the_run_with_keys_that_come_twice(nb, folder):
    return b'{"cells": 1, "nbformat": 9, "metadata": {}, ' + json.dumps(nb).encode()[1:]


@form(ANSWERS, None)
def cant_fill_the_memory_with_200_megabytes(nb, folder):
    with (folder / f"{NAME}.ipynb").open("wb") as file:
        file.write(json.dumps(nb).encode()[:-1])
        file.truncate(200_000_000)


@form(ANSWERS, None)
def cant_fill_the_memory_with_brackets(nb, folder):
    return b"[" + b"[]," * 6_000_000 + b"[]]"


@form(ANSWERS, None)
def cant_hold_up_the_run_with_100_000_cells(nb, folder):
    nb["cells"] += [{"cell_type": "code", "source": "", "metadata": {}}] * 100_000
    return nb


# The folder


@form(ANSWERS, None)
def cant_submit_a_link_to_the_source(nb, folder):
    (folder / f"{NAME}.ipynb").symlink_to(folder.parent.parent.parent / "source" / NAME / f"{NAME}.ipynb")


@form(ANSWERS, None)
def cant_submit_a_link_to_another_submission(nb, folder):
    folder.rmdir()
    folder.symlink_to(folder.parent.parent / "a-honest" / NAME)


@form(ANSWERS, None)
def cant_hold_up_the_run_with_a_link_to_a_device(nb, folder):
    (folder / f"{NAME}.ipynb").symlink_to("/dev/zero")


@form(ANSWERS, None)
def cant_hold_up_the_run_with_a_pipe(nb, folder):
    os.mkfifo(folder / f"{NAME}.ipynb")


@form(ANSWERS, None)
def cant_hold_up_the_run_with_a_device(nb, folder):
    try:
        os.mknod(folder / f"{NAME}.ipynb", stat.S_IFCHR | 0o666, os.makedev(1, 5))  # /dev/zero
    except PermissionError:  # only root can make one: for others a link to it is as near as it gets
        (folder / f"{NAME}.ipynb").symlink_to("/dev/zero")


@form(ANSWERS, None)
def cant_hold_up_the_run_with_a_socket(nb, folder):
    here = os.getcwd()
    os.chdir(folder)  # a socket's path must be short
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(f"{NAME}.ipynb")
    finally:
        os.chdir(here)


@form(ANSWERS, None)
def cant_submit_a_folder_as_a_notebook(nb, folder):
    (folder / f"{NAME}.ipynb").mkdir()
    (folder / f"{NAME}.ipynb" / f"{NAME}.ipynb").write_text(json.dumps(nb))


@form(ANSWERS, None)
def cant_be_graded_without_a_notebook(nb, folder):
    (folder / "notes.txt").write_text("my dog ate it")


@form(ANSWERS, FULL)
def cant_lose_points_for_the_name_of_the_file(nb, folder):
    (folder / f"{NAME} (1).ipynb").write_text(json.dumps(nb))


@form(ZERO, NONE)
def cant_plant_modules_beside_the_notebook(nb, folder):
    evil = f'open({str(folder.parent.parent.parent / "pwned")!r}, "w").close()\n'
    evil += "expect = that = choice = study_hours = lambda *args, **options: (None, None)\n"
    for name in (
        "conftest",
        "sitecustomize",
        "usercustomize",
        "torch",
        "numpy",
        "reference",
        "nbgrader_config",
    ):
        (folder / f"{name}.py").write_text(evil)
    (folder / "planted.pth").write_text(f"import os; {evil.splitlines()[0]}")
    for package in ("course", "grader"):
        (folder / package).mkdir()
        for name in ("__init__", "checks", "data", "reference", "judge"):
            (folder / package / f"{name}.py").write_text(evil)
    (folder / "gradebook.db").write_text("")
    (folder / ".ipython").mkdir()
    return nb


@form(ZERO, NONE)
def cant_have_links_beside_the_notebook_copied(nb, folder):
    (folder / "secret.db").symlink_to(folder.parent.parent.parent / "gradebook.db")
    (folder / "secret").symlink_to("/etc")
    (folder / "endless").symlink_to("/dev/zero")
    os.mkfifo(folder / "timestamp.txt")
    os.mkfifo(folder / "pipe")
    (folder / "loop").symlink_to(folder)
    return nb


@form(ZERO, NONE)
def cant_replace_the_files_of_the_lesson(nb, folder):
    (folder / "numbers.csv").write_text("replaced")
    cell(nb, "gradient-solution")["source"] = (
        'assert open("numbers.csv").read() == "hours,score\\n1,2\\n"\nprint("the lesson\'s own")'
    )
    return nb


@form(ZERO, NONE)
def cant_backdate_with_a_broken_timestamp(nb, folder):
    Path(folder / "timestamp.txt").write_text("-9999-99-99 \x00 nonsense" * 1000)
    return nb
