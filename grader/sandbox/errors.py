"""The two ways in which our own side fails; neither costs a learner a point."""


class SandboxError(Exception):
    """A worker or its template could not be had or ended: this submission has no grade."""


class SandboxUnavailable(Exception):
    """This machine cannot confine a learner's code; the message is one sentence for the instructor."""
