"""Errors whose message is for people: it says what was wrong, where, and what to do next."""


class AuthorError(Exception):
    """What somebody wrote or asked for cannot be used; commands show it as one sentence, no traceback."""


class Unreadable(Exception):
    """A submission that cannot be graded; its text says why and what to ask the learner for."""
