"""Tickets: what nbgrader gets to see of submitted folders.

Stock nbgrader globs, copies and opens the submitted folder before anything can check it: a link in it is
followed (to the gradebook, say), a pipe blocks the run, a planted file lands beside the graded notebook, an
unknown format ends the loop. A ticket is a folder of ours in its place, with an empty notebook of each name
that the lesson has. `sanitize.Sanitize` fetches the learner's notebook when the submission's turn has come,
so that one that is broken fails alone.

Two more files go through nbgrader's steps, because its later ones rely on them: the timestamp, and the secret
of the exchange. (The judge gives the learner's code its own files, `notebooks.learner_files`; files of the
lesson come from `source/`.)
"""

from collections.abc import Iterable
from logging import Logger
from pathlib import Path

import nbformat
from nbformat.v4 import new_notebook

from grader.nbgrading import exchange_secret, timestamps

CARRIED = {timestamps.NAME: timestamps.timestamp_in, exchange_secret.NAME: exchange_secret.secret_in}


def write_ticket(ticket: Path, notebooks: Iterable[str], submitted: Path, log: Logger) -> None:
    """A folder that stands for a submission, with an empty notebook for each one of the lesson."""
    ticket.mkdir(parents=True)
    for notebook in notebooks:
        nbformat.write(new_notebook(), ticket / f"{notebook}.ipynb")
    for name, text_in in CARRIED.items():
        if text := text_in(submitted, log):
            (ticket / name).write_text(text)
