"""What learners type without points: answers to the questions that open a lesson, and predictions."""

import torch

from course.checks import numbers, show, wrapped


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
    """Print a prediction beside what came; both are numbers, texts, or several of them.

    >>> predicted("the loss at W = 2", 5, 4.6667)
    the loss at W = 2
      predicted: 5
      came:      4.6667
    """
    told = "nothing yet" if _is_empty(typed) else _text(typed)
    print(wrapped(f"{what}\n  predicted: {told}\n  came:      {_text(outcome)}"))
    if _is_empty(typed):
        print("  Type a prediction first next time.")
    elif _has_comma(typed, outcome):
        print("  A comma makes two numbers of one: write 30000, or 0.5.")


def _is_empty(typed):
    return typed is ... or (type(typed) is str and not typed.strip())


def _has_comma(typed, outcome):
    """Whether several whole numbers stand where one number came: 30,000 is (30, 0) in Python."""
    came = numbers(outcome)
    alone = came is not None and came.size == 1 and type(outcome) not in (list, tuple)
    return alone and type(typed) is tuple and all(type(part) is int for part in typed)


def _text(value):
    """A value as a learner would write it: a shape in round brackets, texts with commas between them.

    >>> _text((2, 3)), _text(["rest", "away"]), _text(None), _text(torch.Size([4]))
    ('(2, 3)', 'rest, away', 'None', '(4,)')
    """
    if value is None:
        return "None"
    if type(value) is str:
        return value.strip()
    if type(value) in (list, tuple) and value and all(type(part) is str for part in value):
        return ", ".join(part.strip() for part in value)
    if type(value) in (tuple, torch.Size) and numbers(value) is not None:
        inside = ", ".join(map(show, value))
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    return show(value)
