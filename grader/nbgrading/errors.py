"""What ends the grading of one submission, and the sentence for a gradebook that cannot be used."""

from sqlalchemy.exc import DBAPIError

from grader.nbgrading.options import shown
from grader.nbgrading.quiet_log import sentence


class NotGraded(Exception):
    """This submission has no grade; the text says why and what to do next."""


def gradebook_unusable(db_url: str, error: DBAPIError) -> str:
    """One sentence in place of a traceback of the database's library."""
    return (
        f"The gradebook {shown(db_url)} cannot be used ({sentence(error)}): see that its database runs and"
        " that you may write to it, then run the same command again."
    )
