"""The command line: `python -m grader build`, `text`, `publish`, `demo`, `lab`, `formgrader`, `doctor`, ...

`make` has a short name for each of these but `doctor`. Others are an instructor's, in the folder of a course:
`settings`, `collect`, `report` and `export`.
"""

import argparse
import os
import signal
import sys
from pathlib import Path

from grader.notebooks.errors import AuthorError


def main(argv: list[str] | None = None) -> int:
    """Run one command, as in `main(["build", "--check"])`; returns its exit code."""
    words = sys.argv[1:] if argv is None else argv
    cut = words.index("--") if "--" in words else len(words)
    options = parser().parse_args(words[:cut])
    options.jupyterlab = words[cut + 1 :]
    try:
        status = int(options.run(options))
        sys.stdout.flush()
        return status
    except AuthorError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever read has seen enough, as in `grader settings | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what Python writes at its end
        return 128 + signal.SIGPIPE
    except KeyboardInterrupt:
        goes_on = " What was finished is kept; the same command goes on from there." * (words[:1] == ["demo"])
        print("Stopped." + goes_on, file=sys.stderr)
        return 130


def parser() -> argparse.ArgumentParser:
    """All commands, each with the function that runs it."""
    top = argparse.ArgumentParser(prog="grader", description="Builds the lessons and grades them.")
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="make source/ and release/ from the lessons' texts")
    build.add_argument("--check", action="store_true", help="change nothing; fail when out of date")
    build.add_argument("--force", action="store_true", help="drop edits of source/ not in the text")
    build.set_defaults(run=run_build)

    text = commands.add_parser("text", help="carry edits of source/ back into the lessons' texts")
    text.set_defaults(run=run_text)

    publish = commands.add_parser("publish", help="write the learners' repository into a folder")
    publish.add_argument("folder", metavar="FOLDER", help="new, empty, or published before; its .git stays")
    publish.add_argument(
        "--repository", metavar="OWNER/REPO", default="OWNER/REPO", help="its address on GitHub"
    )
    publish.add_argument("--branch", default="main", help="the branch that learners get; default: main")
    publish.set_defaults(run=run_publish)

    settings = commands.add_parser(
        "settings", help="show what is in force, where it comes from, what is wrong"
    )
    settings.set_defaults(run=run_settings)

    doctor = commands.add_parser("doctor", help="try out whether this machine can confine learners' code")
    doctor.set_defaults(run=run_doctor)

    report = commands.add_parser("report", help="write a page and a table on the class of the course here")
    report.add_argument("lessons", nargs="*", metavar="LESSON", help="default: all that have submissions")
    report.add_argument("--anonymous", action="store_true", help="without any name or id of a learner")
    report.set_defaults(run=run_report)

    demo = commands.add_parser("demo", help="grade the demo class in the folder demo/")
    demo.add_argument("lessons", nargs="*", metavar="LESSON", help="01-manual-gradients, say; default: all")
    demo.add_argument("--stock", action="store_true", help="grade with nbgrader as it comes, for comparison")
    demo.set_defaults(run=run_demo)

    lab = commands.add_parser(
        "lab", help="open your copy of a lesson in JupyterLab; after -- come its options"
    )
    lab.add_argument("lesson", nargs="?", default="1", metavar="LESSON", help="name or number; default: 1")
    lab.add_argument("--folder", default="work", help="where your copies lie; default: work")
    lab.set_defaults(run=run_lab)

    formgrader = commands.add_parser(
        "formgrader", help="open the demo class in JupyterLab; after -- come its options"
    )
    formgrader.set_defaults(run=run_formgrader)

    collect = commands.add_parser("collect", help="take submissions from what an LMS has you download")
    collect.add_argument("lesson", metavar="LESSON", help="01-manual-gradients, say")
    collect.add_argument("archives", nargs="+", type=Path, metavar="ARCHIVE", help="a zip, or a folder")
    collect.add_argument("--submitted", metavar="TIME", help='when all was handed in: "2031-02-03 18:00 UTC"')
    collect.add_argument(
        "--who", action="append", default=[], metavar="NAME=ID", help="who is meant by a name in an archive"
    )
    collect.add_argument("--dry-run", action="store_true", help="write nothing; say what would be done")
    collect.set_defaults(run=run_collect)

    export = commands.add_parser("export", help="write all points for a spreadsheet, Canvas or Moodle")
    export.add_argument("--to", required=True, choices=("plain", "canvas", "moodle"), help="for which system")
    export.add_argument("lessons", nargs="*", metavar="LESSON", help="default: all of the gradebook")
    export.add_argument("--output", type=Path, metavar="FILE", help="default: grades-canvas.csv and so on")
    export.add_argument("--like", type=Path, metavar="FILE", help="what Canvas exported, to be filled in")
    export.add_argument(
        "--column", action="append", default=[], metavar="LESSON=TITLE", help="what a lesson is called there"
    )
    export.set_defaults(run=run_export)
    return top


# Each command imports what it needs by itself: `grader --help` answers at once.


def run_build(options: argparse.Namespace) -> int:
    from grader.authoring.build import build, stale

    if not options.check:
        changed = build(force=options.force)
        print("\n".join(f"built {name}" for name in changed) or "source/ and release/ are up to date.")
        return 0
    old = stale()
    if old:
        print("Out of date (run `make build` and commit the result):", *old, sep="\n  ", file=sys.stderr)
    return 1 if old else 0


def run_text(options: argparse.Namespace) -> int:
    from grader.authoring.notebook_to_text import carry_edits

    changed = carry_edits()
    print("\n".join(f"wrote {name}" for name in changed) or "No source notebook was edited since its build.")
    return 0


def run_publish(options: argparse.Namespace) -> int:
    from grader.authoring.publishing.links import UNSET
    from grader.authoring.publishing.publish import publish

    changed = publish(Path(options.folder), options.repository, options.branch)
    print("\n".join(f"published {name}" for name in changed) or f"{options.folder} is up to date.")
    if options.repository == UNSET:
        print(
            "The links hold OWNER/REPO: once the address on GitHub is known, give it to make as"
            " REPOSITORY=OWNER/REPO (to `python -m grader publish` as --repository OWNER/REPO)."
        )
    return 0


def run_settings(options: argparse.Namespace) -> int:
    from grader.term.settings.command import report

    return report(Path())


def run_doctor(options: argparse.Namespace) -> int:
    from grader.sandbox.doctor import report

    return report()


def run_report(options: argparse.Namespace) -> int:
    from grader.term.report.command import report

    return report(options.lessons, Path.cwd(), anonymous=options.anonymous)


def run_collect(options: argparse.Namespace) -> int:
    from grader.term.collecting.command import collect

    return collect(options)


def run_export(options: argparse.Namespace) -> int:
    from grader.term.exporting.command import export

    return export(options)


def run_demo(options: argparse.Namespace) -> int:
    from grader.demo.demo_class import demo

    return demo(options.lessons, stock=options.stock)


def run_lab(options: argparse.Namespace) -> int:
    from grader.demo.lab import lab

    return lab(options.lesson, Path(options.folder), options.jupyterlab)


def run_formgrader(options: argparse.Namespace) -> int:
    from grader.demo.lab import formgrader

    return formgrader(Path("demo"), options.jupyterlab)


if __name__ == "__main__":
    sys.exit(main())
