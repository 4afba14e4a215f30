"""nbgrader's classes that cannot be configured, replaced by ours: `install`, called by nbgrader_config.py.

Where that file cannot be read, nbgrader_config.json calls it, so that all commands say so and stop.
"""

import logging
import traceback
from importlib import import_module
from typing import Any

import nbgrader
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import NbGraderException
from sqlalchemy.exc import DBAPIError

from grader.nbgrading import averages, private, utc
from grader.nbgrading.autograde import SafeAutograde
from grader.nbgrading.errors import gradebook_unusable
from grader.nbgrading.feedback import SafeGenerateFeedback
from grader.nbgrading.formgrader_pages import install_pages
from grader.nbgrading.generate import SafeGenerateAssignment
from grader.nbgrading.no_judge import refuse_unread_file
from grader.nbgrading.options import refuse_wrong_options
from grader.nbgrading.pages.page import FormgraderPage

REPLACED = {  # the modules whose attribute of this name nbgrader starts
    "Autograde": (SafeAutograde, ("nbgrader.apps.api", "nbgrader.apps.autogradeapp")),
    "GenerateAssignment": (
        SafeGenerateAssignment,
        ("nbgrader.apps.api", "nbgrader.apps.generateassignmentapp"),
    ),
    "GenerateFeedback": (SafeGenerateFeedback, ("nbgrader.apps.api", "nbgrader.apps.generatefeedbackapp")),
    "HTMLExporter": (FormgraderPage, ("nbgrader.server_extensions.formgrader.formgrader",)),
}


NBGRADERS_START = NbGrader.start  # of every command


def start(command: Any) -> None:
    """Run a command of nbgrader's, unless an option would be taken for nothing, or the course's own file."""
    try:
        refuse_unread_file(command)
        refuse_wrong_options(command.config)
    except NbGraderException as reason:
        command.fail("%s", reason)
    private.make_private_for(command)
    try:
        NBGRADERS_START(command)
    except utc.NoTime as reason:  # of a subcommand, which runs inside of this, as for --duedate
        command.fail("This is no time: %s", reason)
    except DBAPIError as error:
        command.log.debug("%s", traceback.format_exc())
        command.fail("%s", gradebook_unusable(command.coursedir.db_url, error))


def install() -> None:
    """Let nbgrader's commands and formgrader's buttons use our classes."""
    for name, (ours, modules) in REPLACED.items():
        for module in map(import_module, modules):
            if not hasattr(module, name):
                raise RuntimeError(
                    f"nbgrader {nbgrader.__version__} has no {module.__name__}.{name}, which the judge takes"
                    " the place of: install the version that requirements.txt names."
                )
            setattr(module, name, ours)
    install_pages()
    private.install()
    utc.install()
    averages.install()
    NbGrader.start = start


def handler() -> logging.Handler:
    """What nbgrader_config.json asks for: a handler of the log that logs nothing.

    Of what a JSON file can say, only the log's handlers are made for every command, whatever it does.
    """
    install()
    return logging.NullHandler()
