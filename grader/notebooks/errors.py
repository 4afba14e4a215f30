"""The one error that the commands show as a sentence, without a traceback."""


class AuthorError(Exception):
    """What somebody wrote or asked for cannot be used; the message says where it is and what to do."""
