"""What learners type without points: answers to the questions that open a lesson, and predictions."""

from course.checks import show, wrapped


def compare(*answers):
    """Print each typed answer beside the lesson's, which is not shown before something was typed.

    `answers`: pairs (what was typed, what the lesson answers), in the order of the questions.

    >>> compare(("the mean", "The mean of the squared errors."), ("", "A slope."))
    1  yours: the mean
       ours:  The mean of the squared errors.
    2  Type your answer first, in the cell above; then run both cells.
    """
    for number, (typed, ours) in enumerate(answers, 1):
        if _is_empty(typed):
            told = [f"{number}  Type your answer first, in the cell above; then run both cells."]
        else:
            told = [f"{number}  yours: {_text(typed)}", f"   ours:  {ours}"]
        print(wrapped("\n".join(told)))


def predicted(what, typed, outcome):
    """Print a prediction beside what came; both are numbers or texts.

    >>> predicted("the loss at W = 2", 5, 4.6667)
    the loss at W = 2
      predicted: 5
      came:      4.6667
    """
    told = "nothing yet" if _is_empty(typed) else _text(typed)
    print(wrapped(f"{what}\n  predicted: {told}\n  came:      {_text(outcome)}"))


def _is_empty(typed):
    return typed is None or typed is ... or (type(typed) is str and not typed.strip())


def _text(value):
    return value.strip() if type(value) is str else show(value)
