"""Hostile forms of a notebook's cells: their settings, their order, their number and their kinds."""

import copy
import json
from pathlib import Path

from hostile_form import ZERO, Notebook, cell, form, tests
from small_course import ANSWERS, FULL, NONE

PICKED = NONE | {"pick-check": FULL["pick-check"]}  # the rest is what follow-through may give

# Settings of cells


@form(ZERO, NONE)
def cant_skip_the_tests(nb: Notebook, folder: Path) -> Notebook:
    for c in tests(nb):
        c["metadata"]["tags"] = ["skip-execution", "raises-exception", "remove-cell"]
    return nb


@form(ZERO, NONE)
def cant_set_the_points(nb: Notebook, folder: Path) -> Notebook:
    for c in tests(nb):
        c["metadata"]["nbgrader"]["points"] = 0 if c["id"] == "pick-check" else 1000
    return nb


@form(ANSWERS, FULL)
def cant_set_the_points_of_right_answers(nb: Notebook, folder: Path) -> Notebook:
    for c in tests(nb):
        c["metadata"]["nbgrader"]["points"] = 1e308
    return nb


@form(ZERO, NONE)
def cant_make_tests_into_answers(nb: Notebook, folder: Path) -> Notebook:
    for c in tests(nb):
        c["metadata"]["nbgrader"] |= {"solution": True, "locked": False}
        c["source"] = "pass"
    return nb


@form(ZERO, NONE)
def cant_switch_the_flags_off(nb: Notebook, folder: Path) -> Notebook:
    for c in nb["cells"]:
        c["metadata"]["nbgrader"] = {"grade": False, "solution": False, "locked": False, "grade_id": c["id"]}
    return nb


@form(ZERO, NONE)
def cant_change_the_schema_version(nb: Notebook, folder: Path) -> Notebook:
    for c, version in zip(tests(nb), (99, 0, "3"), strict=True):
        c["metadata"]["nbgrader"]["schema_version"] = version
    return nb


@form(ZERO, NONE)
def cant_rename_the_tests(nb: Notebook, folder: Path) -> Notebook:
    for number, c in enumerate(tests(nb)):
        c["metadata"]["nbgrader"]["grade_id"] = f"other-{number}"
        c["source"] = "pass"
    return nb


@form(ZERO, NONE)
def cant_swap_the_names_of_tests(nb: Notebook, folder: Path) -> Notebook:
    easy = copy.deepcopy(cell(nb, "pick-check"))
    for c in tests(nb):
        c["metadata"]["nbgrader"]["grade_id"] = easy["metadata"]["nbgrader"]["grade_id"]
    return nb


@form(ZERO, NONE)
def cant_forge_checksums(nb: Notebook, folder: Path) -> Notebook:
    for c in nb["cells"]:
        if "nbgrader" in c["metadata"]:
            c["metadata"]["nbgrader"]["checksum"] = "0" * 32
            c["metadata"]["nbgrader"]["unknown"] = ["x"]
    return nb


@form(ZERO, NONE)
def cant_claim_to_be_graded(nb: Notebook, folder: Path) -> Notebook:
    nb["metadata"]["grading"] = {"status": "graded", "notes": []}
    for c in tests(nb):
        c["metadata"]["nbgrader"]["score"] = 4
        c["outputs"] = []
        c["execution_count"] = 1
    return nb


@form(ZERO, NONE)
def cant_have_an_empty_name(nb: Notebook, folder: Path) -> Notebook:
    names: list[object] = ["", None, 3, [], {}, "a" * 10_000, "\ud800", "../../x"]
    for c, name in zip(nb["cells"], names, strict=False):
        c["metadata"]["nbgrader"] = {"grade_id": name, "grade": True, "points": 3, "solution": False}
    return nb


# Cells


@form(ZERO, NONE)
def cant_delete_the_tests(nb: Notebook, folder: Path) -> Notebook:
    nb["cells"] = [c for c in nb["cells"] if c["id"] not in FULL]
    return nb


@form(ANSWERS, FULL)
def cant_lose_points_for_a_copied_test(nb: Notebook, folder: Path) -> Notebook:
    for c in tests(nb):
        nb["cells"].append(copy.deepcopy(c))
        nb["cells"].insert(0, dict(copy.deepcopy(c), id=c["id"] + "-copy"))
    return nb


@form(ZERO, NONE)
def cant_put_an_easier_copy_first(nb: Notebook, folder: Path) -> Notebook:
    for c in tests(nb):
        nb["cells"].insert(0, dict(copy.deepcopy(c), source="pass", id="easier-" + c["id"]))
    return nb


@form(ZERO, NONE)
def cant_move_the_tests_before_the_answers(nb: Notebook, folder: Path) -> Notebook:
    nb["cells"].sort(key=lambda c: c["id"] not in FULL)
    return nb


@form(ZERO, NONE)
def cant_split_a_test(nb: Notebook, folder: Path) -> Notebook:
    position = nb["cells"].index(cell(nb, "gradient-check"))
    half = copy.deepcopy(nb["cells"][position])
    nb["cells"][position]["source"] = "pass"
    nb["cells"].insert(position + 1, dict(half, id="half"))
    return nb


@form(ZERO, NONE)
def cant_turn_tests_into_text(nb: Notebook, folder: Path) -> Notebook:
    for c, kind in zip(tests(nb), ("markdown", "raw", "heading"), strict=True):
        c["cell_type"] = kind
    return nb


@form(ANSWERS, FULL)
def cant_lose_points_for_a_retyped_answer(nb: Notebook, folder: Path) -> Notebook:
    for c in nb["cells"]:
        if c["id"].endswith("-solution"):
            c["cell_type"] = "markdown"
            del c["outputs"], c["execution_count"]
    return nb


@form(ANSWERS, NONE)
def cant_get_the_solution_back_by_deleting_the_answer(nb: Notebook, folder: Path) -> Notebook:
    nb["cells"] = [c for c in nb["cells"] if not c["id"].endswith("-solution")]
    return nb


@form(ZERO, NONE)
def cant_hide_code_in_an_attachment_or_output(nb: Notebook, folder: Path) -> Notebook:
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
def cant_pass_with_cells_of_odd_types(nb: Notebook, folder: Path) -> Notebook:
    nb["cells"] += [None, 7, [], "x", {"cell_type": {}}, {"source": 3, "metadata": []}, {"cell_type": "code"}]
    return nb


# Code that the judge has to send, or to read


@form(ANSWERS, PICKED)
def cant_stop_the_judge_with_a_million_commas(nb: Notebook, folder: Path) -> Notebook:
    cell(nb, "gradient-solution")["source"] = "," * 990_000
    return nb


@form(ANSWERS, PICKED)
def cant_stop_the_judge_with_deep_code(nb: Notebook, folder: Path) -> Notebook:
    cell(nb, "gradient-solution")["source"] = "gradient = " + "-" * 9_000 + "1"
    cell(nb, "descend-solution")["source"] = "W = f" + "()" * 4_000
    return nb


@form(ANSWERS, PICKED)
def cant_hold_up_the_judge_with_magics(nb: Notebook, folder: Path) -> Notebook:
    cell(nb, "gradient-solution")["source"] = "%time 1\n" * 600
    return nb


@form(ANSWERS, FULL)
def cant_stop_the_judge_with_half_letters(nb: Notebook, folder: Path) -> Notebook:
    nb["cells"].append({"cell_type": "code", "source": "x = '\ud800'", "metadata": {"\udfff": "\ud800"}})
    nb["cells"].append({"cell_type": "markdown", "source": ["\ud800 ![a](attachment:\udfff)"]})
    nb["cells"][-1]["attachments"] = {"\udfff": {"image/\ud800": "\ud800"}}
    nb["metadata"] |= {"\ud800": "\udfff", "title": "\ud800"}
    return nb


@form(ANSWERS, FULL)
def cant_stop_the_judge_with_numbers_that_are_none(nb: Notebook, folder: Path) -> bytes:
    nb |= {"nbformat_minor": 5e307, "metadata": {"x": float("nan"), "y": 10**4_000, "z": float("-inf")}}
    for number, c in enumerate(nb["cells"]):
        c |= {"execution_count": [float("nan"), -(10**400), "1", {}][number % 4], "outputs": float("inf")}
    return json.dumps(nb).replace("5e+307", "1e999").encode()
