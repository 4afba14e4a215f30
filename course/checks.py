"""Visible checks: they compare what you wrote with what was expected, at once.

>>> from course.checks import expect
>>> expect("twice(3)", 6.0, 6)
✓ twice(3) = 6

A check that fails raises `CheckFailed`. In a notebook it shows what was expected, what came,
and a folded hint, without the usual traceback.
"""

import contextlib
import html
import traceback
from pathlib import Path

import numpy as np
import torch


class CheckFailed(AssertionError):
    """An answer that is not right yet: what was asked, what was expected, what came, and a hint."""

    def __init__(self, message, hint=""):
        super().__init__(f"{message}\n  hint:     {hint}" if hint else message)
        self.message, self.hint, self._hint_shown = message, hint, False

    def _render_traceback_(self):
        """The lines that IPython shows in place of a traceback; it may ask for them twice."""
        if self.hint and not self._hint_shown:
            self._hint_shown = True
            from IPython.display import HTML, display

            display(HTML(f"<details><summary>Hint</summary>{html.escape(self.hint)}</details>"))
        return [f"✗ {self.message}"]


def expect(what, got, expected, hint="", *, rtol=1e-4, atol=1e-6, shape=None):
    """Say that `got` equals `expected`, or raise `CheckFailed` with both.

    Numbers may come as int, float, tensor, array or nested lists; they are compared flattened,
    unless `shape` says which shape is required. `rtol` is relative to `expected`, `atol` absolute.
    """
    require(what, got, expected, hint, rtol=rtol, atol=atol, shape=shape)
    shaped = f", shape {tuple(shape)}" if shape else ""
    print(f"✓ {what} = {show(expected)}{shaped}")


def require(what, got, expected, hint="", *, rtol=1e-4, atol=1e-6, shape=None):
    """The same as `expect`, but silent when all is well."""
    wanted, came = numbers(expected), numbers(got)
    if came is None:
        fail(what, show(expected), show(got), hint)
    if shape is not None and _shape(got) != tuple(shape):
        fail(what, f"shape {tuple(shape)}", f"shape {_shape(got)}", hint)
    if came.size != wanted.size:
        fail(what, f"{show(expected)}: {wanted.size} number(s)", f"{came.size} number(s)", hint)
    # Written so that a NaN, which compares as false with everything, can never pass. Nor can anything be
    # near infinity, of which any part is infinite too.
    with np.errstate(all="ignore"):
        near = np.isfinite(wanted) & (np.abs(came - wanted) <= atol + rtol * np.abs(wanted))
    if not np.all(near):
        fail(what, show(expected), show(got), hint)


def below(what, got, limit, hint=""):
    """Say what `got` is when it is a number below `limit`, or raise `CheckFailed`; a NaN is not below."""
    came = numbers(got)
    if came is None or came.size != 1 or not came[0] < limit:
        fail(what, f"below {limit:g}", show(got), hint)
    print(f"✓ {what} = {show(got)}, below {limit:g}")


def that(condition, message, hint=""):
    """Raise `CheckFailed` with `message` unless `condition` is exactly True."""
    if condition is not True:
        raise CheckFailed(message, hint)


def results(what, got, count, hint=""):
    """The results of a function that returns `count` of them, or raise `CheckFailed` with what came."""
    if got is None or isinstance(got, torch.Tensor) or not hasattr(type(got), "__iter__"):
        came = "one tensor" if isinstance(got, torch.Tensor) else show(got)
        fail(what, f"{count} results", came, hint)
    found = list(got)
    if len(found) != count:
        fail(what, f"{count} results", f"{len(found)} result(s)", hint)
    return found


@contextlib.contextmanager
def explained(what, hint):
    """An error that frequent mistakes lead to becomes, inside, a `CheckFailed` with its line and a hint."""
    try:
        yield
    except NotImplementedError:  # an exercise that is still open says so itself
        raise
    except (AttributeError, IndexError, RuntimeError, TypeError, ValueError) as error:
        text = str(getattr(error, "text", error)).split(". ")[0]  # later sentences of PyTorch lead away
        kind = getattr(error, "kind", type(error).__name__)
        lines = [f"Not right yet: {what} raised an error.", f"  {kind}: {text}", *_where(error)]
        raise CheckFailed("\n".join(lines), hint) from None


def _where(error):
    """The line of a notebook that raised an error, in a list that is empty when it is not known."""
    if hasattr(error, "where"):  # an error of a learner's code under the grader
        return [f"  {line}" for line in error.where[-1:]]
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame for frame in frames if frame.line and not Path(frame.filename).exists()]
    return [f"  line {frame.lineno} in {frame.name}: {frame.line}" for frame in lines[-1:]]


def choice(name, got, letters):
    """Check that one of `letters` was chosen; whether it is the right one is graded later."""
    if not (type(got) is str and len(got) == 1 and got in letters):
        fail(
            name,
            "one of " + ", ".join(f'"{letter}"' for letter in letters),
            show(got),
            "Write one letter in quotes.",
        )
    print(f'✓ {name} = "{got}" is recorded. You may change it at any time.')


def order(name, got, letters):
    """Check that `got` holds each of `letters` once; whether the order is right is graded later."""
    if not (type(got) is str and sorted(got) == sorted(letters)):
        fail(
            name,
            f'each letter of "{letters}" once',
            show(got),
            'Write the letters in one string, like "ABC".',
        )
    print(f'✓ {name} = "{got}" is recorded. You may change it at any time.')


def fail(what, expected, got, hint=""):
    """Raise `CheckFailed` with what was expected beside what came."""
    raise CheckFailed(f"Not right yet: {what}.\n  expected: {expected}\n  got:      {got}", hint)


def numbers(value):
    """The numbers in `value` as a flat float64 array, or None when it holds anything else."""
    try:
        array = np.asarray(_plain(value))
    except TypeError:
        return None
    except ValueError:  # not one table, but perhaps a list of tensors of different shapes
        parts = [numbers(item) for item in value] if type(value) in (list, tuple) else [None]
        known = [part for part in parts if part is not None]
        return np.concatenate(known) if len(known) == len(parts) else None
    return array.astype(np.float64).ravel() if array.dtype.kind in "biuf" else None


def _shape(value):
    """The shape of `value`, or a text when it has none."""
    try:
        return np.shape(_plain(value))
    except ValueError:
        return "none: the parts have different shapes"


def _plain(value):
    """`value` with each tensor in it as an array, so that NumPy can read it."""
    if isinstance(value, torch.Tensor):
        return value.detach().cpu().numpy()
    if type(value) in (list, tuple):
        return [_plain(item) for item in value]
    return value


def show(value):
    """A short text for a value: numbers with six digits, other values named by their kind."""
    found = numbers(value)
    if type(value) is str:
        return f'"{value}"' if len(value) <= 40 else f'"{value[:40]}…"'
    if found is None:
        return kind(value)
    text = ", ".join(f"{number:.6g}" for number in found[:8]) + (", …" if found.size > 8 else "")
    return text if found.size == 1 else f"[{text}]"


def kind(value):
    """What sort of thing `value` is, in words: 'a function (did you forget to call it?)'."""
    if value is None:
        return "None (is a `return` missing?)"
    if value is ...:
        return "... (nothing written yet)"
    names = type_names(value)
    if type(value) in (list, tuple) and any(item is None for item in value):
        return f"a {names[0]} that holds None (was something not computed, or not returned?)"
    if "function" in names:
        return "a function (did you forget to call it?)"
    return f"an object of type {names[0]}"


def type_names(value):
    """The names of the class of `value` and of all its bases, nearest first."""
    remote = getattr(type(value), "remote_type_names", None)  # how the grader shows a learner's object
    return value.remote_type_names if remote is not None else [base.__name__ for base in type(value).__mro__]
