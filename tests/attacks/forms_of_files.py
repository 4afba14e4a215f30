"""Hostile forms of a notebook as a whole, and of the folder that is handed in."""

import json
import os
import socket
import stat
from pathlib import Path

import nbformat
from hostile_form import ZERO, Notebook, cell, form
from small_course import ANSWERS, FULL, NAME, NONE

# The notebook


@form(ZERO, NONE)
def cant_choose_another_kernel(nb: Notebook, folder: Path) -> Notebook:
    nb["metadata"]["kernelspec"] = {"name": "bash", "display_name": "Bash", "language": "bash"}
    nb["metadata"]["language_info"] = {"name": "bash", "pygments_lexer": "<script>alert('GOT34')</script>"}
    return nb


@form(ANSWERS, FULL)
def cant_lose_points_for_format_3(nb: Notebook, folder: Path) -> bytes:
    return nbformat.writes(nbformat.convert(nbformat.from_dict(nb), 3), version=3).encode()


@form(ANSWERS, None)
def cant_crash_the_run_with_a_format_to_come(nb: Notebook, folder: Path) -> Notebook:
    return nb | {"nbformat": 99, "nbformat_minor": -1}


@form(ANSWERS, None)
def cant_crash_the_run_with_something_else(nb: Notebook, folder: Path) -> bytes:
    return b"%PDF-1.7 this is not a notebook"


@form(ANSWERS, None)
def cant_crash_the_run_with_bytes_that_are_no_text(nb: Notebook, folder: Path) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100


@form(ANSWERS, None)
def cant_crash_the_run_with_deep_nesting(nb: Notebook, folder: Path) -> bytes:
    return b'{"a":' * 200_000 + b"1" + b"}" * 200_000


@form(ANSWERS, None)
def cant_crash_the_run_with_an_endless_number(nb: Notebook, folder: Path) -> bytes:
    return b'{"nbformat": 4' + b"4" * 1_000_000 + b"}"


@form(ANSWERS, FULL)
def cant_crash_the_run_with_keys_that_come_twice(nb: Notebook, folder: Path) -> bytes:
    return b'{"cells": 1, "nbformat": 9, "metadata": {}, ' + json.dumps(nb).encode()[1:]


@form(ANSWERS, None)
def cant_fill_the_memory_with_200_megabytes(nb: Notebook, folder: Path) -> None:
    with (folder / f"{NAME}.ipynb").open("wb") as file:
        file.write(json.dumps(nb).encode()[:-1])
        file.truncate(200_000_000)


@form(ANSWERS, None)
def cant_fill_the_memory_with_brackets(nb: Notebook, folder: Path) -> bytes:
    return b"[" + b"[]," * 6_000_000 + b"[]]"


@form(ANSWERS, None)
def cant_hold_up_the_run_with_100_000_cells(nb: Notebook, folder: Path) -> Notebook:
    nb["cells"] += [{"cell_type": "code", "source": "", "metadata": {}}] * 100_000
    return nb


# The folder


@form(ANSWERS, None)
def cant_submit_a_link_to_the_source(nb: Notebook, folder: Path) -> None:
    (folder / f"{NAME}.ipynb").symlink_to(folder.parent.parent.parent / "source" / NAME / f"{NAME}.ipynb")


@form(ANSWERS, None)
def cant_submit_a_link_to_another_submission(nb: Notebook, folder: Path) -> None:
    folder.rmdir()
    folder.symlink_to(folder.parent.parent / "a-honest" / NAME)


@form(ANSWERS, None)
def cant_hold_up_the_run_with_a_link_to_a_device(nb: Notebook, folder: Path) -> None:
    (folder / f"{NAME}.ipynb").symlink_to("/dev/zero")


@form(ANSWERS, None)
def cant_hold_up_the_run_with_a_pipe(nb: Notebook, folder: Path) -> None:
    os.mkfifo(folder / f"{NAME}.ipynb")


@form(ANSWERS, None)
def cant_hold_up_the_run_with_a_device(nb: Notebook, folder: Path) -> None:
    try:
        os.mknod(folder / f"{NAME}.ipynb", stat.S_IFCHR | 0o666, os.makedev(1, 5))  # /dev/zero
    except PermissionError:  # only root can make one: for others a link to it is as near as it gets
        (folder / f"{NAME}.ipynb").symlink_to("/dev/zero")


@form(ANSWERS, None)
def cant_hold_up_the_run_with_a_socket(nb: Notebook, folder: Path) -> None:
    here = os.getcwd()
    os.chdir(folder)  # a socket's path must be short
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(f"{NAME}.ipynb")
    finally:
        os.chdir(here)


@form(ANSWERS, None)
def cant_submit_a_folder_as_a_notebook(nb: Notebook, folder: Path) -> None:
    (folder / f"{NAME}.ipynb").mkdir()
    (folder / f"{NAME}.ipynb" / f"{NAME}.ipynb").write_text(json.dumps(nb))


@form(ANSWERS, None)
def cant_be_graded_without_a_notebook(nb: Notebook, folder: Path) -> None:
    (folder / "notes.txt").write_text("my dog ate it")


@form(ANSWERS, FULL)
def cant_lose_points_for_the_name_of_the_file(nb: Notebook, folder: Path) -> None:
    (folder / f"{NAME} (1).ipynb").write_text(json.dumps(nb))


@form(ZERO, NONE)
def cant_plant_modules_beside_the_notebook(nb: Notebook, folder: Path) -> Notebook:
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
def cant_have_links_beside_the_notebook_copied(nb: Notebook, folder: Path) -> Notebook:
    (folder / "secret.db").symlink_to(folder.parent.parent.parent / "gradebook.db")
    (folder / "secret").symlink_to("/etc")
    (folder / "endless").symlink_to("/dev/zero")
    os.mkfifo(folder / "timestamp.txt")
    os.mkfifo(folder / "pipe")
    (folder / "loop").symlink_to(folder)
    return nb


@form(ZERO, NONE)
def cant_replace_the_files_of_the_lesson(nb: Notebook, folder: Path) -> Notebook:
    (folder / "numbers.csv").write_text("replaced")
    cell(nb, "gradient-solution")["source"] = (
        'assert open("numbers.csv").read() == "hours,score\\n1,2\\n"\nprint("the lesson\'s own")'
    )
    return nb


@form(ZERO, NONE)
def cant_backdate_with_a_broken_timestamp(nb: Notebook, folder: Path) -> Notebook:
    Path(folder / "timestamp.txt").write_text("-9999-99-99 \x00 nonsense" * 1000)
    return nb


@form(ANSWERS, FULL)
def cant_lose_the_grade_for_files_that_do_not_fit(nb: Notebook, folder: Path) -> Notebook:
    for number in range(3):
        (folder / f"large-{number}.bin").write_bytes(bytes(4_000_000))  # LIMITS: 8 MB for all
    return nb


@form(ANSWERS, FULL)
def cant_hold_up_the_run_with_3_000_files(nb: Notebook, folder: Path) -> Notebook:
    for number in range(3_000):
        (folder / f"{number}.txt").touch()
    return nb


@form(ANSWERS, FULL)
def cant_crash_the_run_with_odd_names_of_files(nb: Notebook, folder: Path) -> Notebook:
    odd = [
        b"\xff\xfe.txt",
        b"a\nb",
        "\u202efdp.exe".encode(),
        b"-rf",
        b"~",
        b"$(id)",
        b"n" * 255,
        b"a\\b",
        b"=1+1",
    ]
    for name in odd:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text("x")
    (folder / "secret.txt").write_text("x")
    (folder / "secret.txt").chmod(0)
    (folder / "closed").mkdir(mode=0)
    deep = folder.joinpath(*["d" * 200] * 8)
    deep.mkdir(parents=True)
    (deep / "x").touch()
    return nb
