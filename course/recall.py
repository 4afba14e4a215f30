"""Questions from earlier lessons, which open a lesson: typed from memory, then compared. None is graded."""

from course.checks import wrapped


def compare(*answers):
    """Print each typed answer beside the lesson's; the lesson's is not shown before something was typed.

    `answers`: pairs (what was typed, what the lesson answers), in the order of the questions.

    >>> compare(("the mean", "The mean of the squared errors."), ("", "A slope."))
    1  yours: the mean
       ours:  The mean of the squared errors.
    2  Type your answer first, in the cell above; then run both cells.
    """
    for number, (typed, ours) in enumerate(answers, 1):
        if type(typed) is str and typed.strip():
            told = [f"{number}  yours: {typed.strip()}", f"   ours:  {ours}"]
        else:
            told = [f"{number}  Type your answer first, in the cell above; then run both cells."]
        print(wrapped("\n".join(told)))
