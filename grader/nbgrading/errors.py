"""What ends the grading of one submission."""


class NotGraded(Exception):
    """This submission has no grade; the text says why and what to do next."""
