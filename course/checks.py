"""Visible checks: they compare what you wrote with what was expected, at once.

>>> from course.checks import expect
>>> expect("twice(3)", 6.0, 6)
✓ twice(3) = 6

A check that fails raises `CheckFailed`. In a notebook it shows what was expected, what came,
and a folded hint, without the usual traceback.
"""

import contextlib
import dis
import html
import linecache
import re
import sys
import textwrap
import traceback
import warnings

import numpy as np
import torch

from course.well_known import advice

WIDTH = 80  # characters in a line of a message
LABEL = re.compile(r"\s*(\d+\s+)?[a-z]+:\s+")  # "  expected: ", before what stands there


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
        return wrapped(f"✗ {self.message}").splitlines()


def wrapped(text):
    """`text` in lines that a notebook shows whole: it would break longer ones within a word.

    >>> print(wrapped("✗ Not right yet.\\n  got:      " + "A line of many words. " * 5))
    ✗ Not right yet.
      got:      A line of many words. A line of many words. A line of many words. A
                line of many words. A line of many words.
    """
    return "\n".join(map(_wrapped_line, text.splitlines()))


def _wrapped_line(line):
    label = LABEL.match(line)
    below = " " * (label.end() if label else 2)
    return textwrap.fill(line, WIDTH, subsequent_indent=below, break_long_words=False)


def expect(what, got, expected, hint="", *, rtol=1e-4, atol=1e-6, shape=None, usual=()):
    """Say that `got` equals `expected`, or raise `CheckFailed` with both.

    Numbers may come as int, float, tensor, array or nested lists; they are compared flattened,
    unless `shape` says which shape is required. `rtol` is relative to `expected`, `atol` absolute.
    `usual` are pairs (wrong numbers, hint): what a usual mistake gives, and the hint for that mistake.

    >>> try:
    ...     expect("area(3, 4)", 14, 12, "Multiply.", usual=[(14, "This is the way around.")])
    ... except CheckFailed as failed:
    ...     print(failed.hint)
    This is the way around.
    """
    require(what, got, expected, hint, rtol=rtol, atol=atol, shape=shape, usual=usual)
    shaped = f", shape {tuple(shape)}" if shape else ""
    print(wrapped(f"✓ {what} = {show(expected, 4)}{shaped}"))


def require(what, got, expected, hint="", *, rtol=1e-4, atol=1e-6, shape=None, usual=()):
    """The same as `expect`, but silent when all is well."""
    wanted, came = numbers(expected), numbers(got)
    known = (told for wrong, told in usual if _near(came, numbers(wrong), 1e-3, atol))
    hint = next(known, hint)
    if came is None:
        fail(what, show(expected), show(got), hint)
    if shape is not None and _shape(got) != tuple(shape):
        fail(what, f"shape {tuple(shape)}", f"shape {_shape(got)}", hint)
    if came.size != wanted.size:
        fail(what, show(expected), f"{came.size} number(s): {show(got)}", hint)
    if not _near(came, wanted, rtol, atol):
        fail(what, show(expected), show(got), hint)


def _near(came, wanted, rtol, atol):
    """Whether all numbers are as wanted, within the tolerances.

    Written so that a NaN, which compares as false with everything, can never pass. Nor can anything be
    near infinity, of which any part is infinite too.
    """
    if came is None or came.size != wanted.size:
        return False
    with np.errstate(all="ignore"):
        near = np.isfinite(wanted) & (np.abs(came - wanted) <= atol + rtol * np.abs(wanted))
    return bool(np.all(near))


def below(what, got, limit, hint=""):
    """Say what `got` is when it is a number below `limit`, or raise `CheckFailed`; a NaN is not below."""
    came = numbers(got)
    if came is None or came.size != 1 or not came[0] < limit:
        fail(what, f"below {limit:g}", show(got), hint)
    print(wrapped(f"✓ {what} = {show(got)}, below {limit:g}"))


def one_number(name, value):
    """The number that stands in a name, as float; a failed check for a text, a tuple, a row of one.

    >>> one_number("lr", 0.5)
    0.5
    """
    came = numbers(value)
    if came is None or _shape(value) != ():
        hint = "Write a number without quotes, brackets or a comma, like 0.01."
        held = f" It is a {type_names(value)[0]} of shape {_shape(value)}." if came is not None else ""
        raise CheckFailed(f"Not right yet: {name} is not a number.{held}", hint)
    return float(came[0])


def that(condition, message, hint=""):
    """Raise `CheckFailed` with `message` unless `condition` is exactly True."""
    if condition is not True:
        raise CheckFailed(message, hint)


def parts(what, got, *names, hint=""):
    """The parts of a result, one for each of `names`; a failed check where there are fewer or more.

    >>> weight, loss = parts("fit(x, y)", (2.0, 0.5), "the weight", "the loss")
    """
    # The rows of a table are no parts: somebody returned x alone.
    table = isinstance(got, torch.Tensor) and got.ndim > 1 and got.numel() > len(got)
    try:
        found = None if table else list(got)
    except TypeError:  # None, a number, a function
        found = None
    if found is None or len(found) != len(names):
        came = f"one tensor of shape {tuple(got.shape)}" if table else show(got)
        if found is not None:
            each = ", ".join(map(show, found[:4])) + (", …" if len(found) > 4 else "")
            came = f"{_counted(found)}: {came if len(found) == 1 else each}"
        fail(what, f"{_counted(names)}: {', '.join(names)}", came, hint)
    return found


def _counted(found):
    return f"{len(found)} part{'' if len(found) == 1 else 's'}"


def plain(what, *results):
    """Raise `CheckFailed` where one of the results is a list, or an array that is more than a plain number.

    Tensors may have any shape: later cells make a number of them. `float(array)` raises an error.

    >>> plain("mse", torch.ones(1), np.float64(1), 1.0)
    """
    for result in results:
        if not isinstance(result, torch.Tensor) and (shape := _shape(result)) != ():
            hint = (
                "Return the number itself. Add .item(): it gives the number of an array that holds just one."
            )
            fail(what, "a plain number, or a tensor", f"shape {shape}, a list or an array", hint)


def unchanged(name, function, *arguments, frozen=False):
    """Raise `CheckFailed` where `function` changes one of the tensors that it gets.

    `frozen`: they refuse to be changed, which shows it also where a function gets copies only.

    >>> unchanged("double", lambda x: 2 * x, torch.ones(2))
    """
    given = [_copy(each, frozen) for each in arguments]
    refused = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            function(*given)
    except RuntimeError as error:
        if not frozen:
            raise
        refused = "in-place" in str(error)  # other errors of such tensors mean nothing here
    pairs = zip(arguments, given, strict=True)
    kept = all(np.array_equal(_plain(before), _plain(after)) for before, after in pairs)
    if refused or not kept:
        hint = (
            "Signs like -= and *= change the tensor itself: write x = 2 * x in place of x *= 2. "
            "So do methods whose name ends in an underscore."
        )
        raise CheckFailed(f"Not right yet: {name} changes a tensor that it gets.", hint)


def all_in_graph(call, model, x, hint=""):
    """Raise `CheckFailed` where a parameter of `model` has no part in the graph of its prediction for `x`.

    `call` is `torch.func.functional_call`, of the process that holds the model.

    >>> all_in_graph(torch.func.functional_call, torch.nn.Linear(2, 1), torch.ones(3, 2))
    """
    held = dict(model.named_parameters())
    for name in held:
        alone = {each: tensor.detach().clone().requires_grad_(each == name) for each, tensor in held.items()}
        if call(model, alone, (x,)).requires_grad is not True:
            raise CheckFailed(
                f"Not right yet: {name} has no part in the graph, so it is never trained.", hint
            )


def _copy(value, frozen):
    return value.clone().requires_grad_(frozen) if isinstance(value, torch.Tensor) else value


def calls_none(name, function, *others):
    """Raise `CheckFailed` where `function` uses or is one of `others`, in place of doing the work itself.

    >>> calls_none("area", lambda side: side**2, "square")
    """
    plain = getattr(function, "__wrapped__", function)  # what stands below @torch.no_grad()
    code = getattr(plain, "__code__", None)
    if used := sorted({getattr(code, "co_name", ""), *_global_names(code)} & set(others)):
        hint = "Mend the lines of the given function: what it does itself, it goes on doing itself."
        told = f"Not right yet: {name} calls {' and '.join(used)}: it must do the work itself."
        raise CheckFailed(told, hint)


def _global_names(code):
    """The global names that a function's code looks up, inner functions included: torch.zeros is not zeros.

    By the bytes of the code, two for each instruction: `dis` wants a code object, and the grader has only one
    that answers questions.
    """
    inner = [each for each in getattr(code, "co_consts", ()) if hasattr(each, "co_names")]
    found = {name for each in inner for name in _global_names(each)}
    names, steps, argument = getattr(code, "co_names", ()), getattr(code, "co_code", b""), 0
    for operation, low in zip(steps[::2], steps[1::2], strict=True):
        argument = argument << 8 | low
        if operation == dis.opmap["LOAD_GLOBAL"]:
            found.update(names[argument >> 1 :][:1])  # the lowest bit says whether it is called
        if operation != dis.EXTENDED_ARG:
            argument = 0
    return found


@contextlib.contextmanager
def explained(more="", *about):
    """A well-known error of the code inside becomes a failed check with a hint; any other stays as it is.

    `more` is added to the hint; where `about` is given, only for an error whose text holds one of its parts.

    >>> try:
    ...     with explained():
    ...         torch.zeros(1, requires_grad=True).add_(1)
    ... except CheckFailed as failed:
    ...     print(failed.hint)
    Change a leaf in place only inside torch.no_grad().
    """
    try:
        yield
    except Exception as error:
        hint = advice(error)
        if not hint or _is_open(error) or isinstance(error, CheckFailed):
            raise
        added = more if not about or any(part in str(error) for part in about) else ""
        raise CheckFailed(_raised(error), f"{hint} {added}".strip()) from error


USUAL = AttributeError, IndexError, RuntimeError, TypeError, ValueError  # what frequent mistakes lead to


@contextlib.contextmanager
def hinted(hint, *kinds):
    """An error of the code inside, of these kinds or of the usual ones, becomes a failed check with a hint.

    What is generally known of the error follows the hint; of a name that is unknown it comes first, because
    there it is the nearer one. Autograd that the code has switched off for good fails too; it is on again for
    the next try.

    >>> try:
    ...     with hinted("A table has rows and columns.", IndexError):
    ...         torch.zeros(3).shape[1]
    ... except CheckFailed as failed:
    ...     print(failed.hint)
    A table has rows and columns.
    """
    torch.set_grad_enabled(True)
    try:
        yield
    except NameError as error:
        raise CheckFailed(_raised(error), f"{advice(error)} {hint}".strip()) from error
    except Exception as error:  # an exercise that is still open says so itself
        if not isinstance(error, kinds or USUAL) or _is_open(error):
            raise
        raise CheckFailed(_raised(error), f"{hint} {advice(error)}".strip()) from error
    finally:
        recorded = torch.is_grad_enabled()
        torch.set_grad_enabled(True)
    if not recorded:
        told = (
            "torch.set_grad_enabled(False) holds for all that follows. torch.no_grad() ends with its block."
        )
        raise CheckFailed("After your code, autograd no longer records anything.", told)


def _is_open(error):
    """Whether an error says that an exercise is still open: PyTorch has some of the same kind."""
    return isinstance(error, NotImplementedError) and "not implemented for" not in str(error)


def _raised(error, kind=""):
    """What an error of the learner's code says, and where it arose."""
    text = kind + str(error).split(". ")[0]  # PyTorch's later sentences lead away
    said = [*(line.strip() for line in text.splitlines()), *_places(error)]
    return "\n  ".join(["Your code raised an error.", *said])


def _places(error):
    """Where in the learner's code an error arose: its line, as far as the notebook knows it."""
    if hasattr(error, "where"):  # the grader's own account of an error in the learner's process
        return error.where
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "site-packages" not in frame.filename]
    return [f"at: {own[-1].line}"] if own and own[-1].line else []


def unexplained(error, check):
    """The failed check that an unexplained error is shown as; an open exercise says so itself.

    `check` is the file name of the check's cell: a name that is unknown there is an answer that is missing.
    """
    if _is_open(error):
        return error
    places = traceback.extract_tb(error.__traceback__)
    if isinstance(error, NameError) and places and places[-1].filename == check:
        hint = "Write it in the cell above, under exactly this name, and run that cell."
        return CheckFailed(f"Not right yet: {error}.", hint)
    usual = "Look at the line after `at:`. Does it use what the function gets, and nothing else?"
    return CheckFailed(_raised(error, f"{type(error).__name__}: "), advice(error) or usual)


def _shown(shell, kind, error, trace, tb_offset=None):
    """Show an error that ends a cell in IPython; one that ends a check without a long traceback."""
    files = [frame.filename for frame in traceback.extract_tb(trace)]
    checks = [file for file in files if linecache.getline(file, 1).startswith("# Check: ")]
    if checks and not isinstance(error, CheckFailed):
        error = unexplained(error, checks[0])
    shell.showtraceback((type(error), error, trace), running_compiled_code=True)


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


def show(value, digits=6):
    """A short text for a value: numbers with six digits, other values named by their kind.

    Several numbers may have fewer `digits`, though never fewer than stand before the point.

    >>> show(-0.0), show(8.586667, 4), show([8.586667, 12345.0], 4)
    ('0', '8.58667', '[8.587, 12345]')
    """
    found = numbers(value)
    if type(value) is str:
        return f'"{value}"' if len(value) <= 40 else f'"{value[:40]}…"'
    if found is None:
        return kind(value)
    if found.size == 1:
        return _digits(found[0], 6)
    text = ", ".join(_digits(number, digits) for number in found[:8])
    return f"[{text}, …]" if found.size > 8 else f"[{text}]"


def _digits(number, digits):
    if 10**digits <= abs(number) < 10**6:
        return f"{number:.0f}"  # .4g would write 1.234e+04
    return f"{number + 0.0:.{digits}g}"  # -0.0 + 0.0 is 0.0


def kind(value):
    """What sort of thing `value` is, in words: 'a function (did you forget to call it?)'."""
    if value is None:
        return "None (is a `return` missing?)"
    if value is ...:
        return "... (nothing written yet)"
    names = type_names(value)
    if type(value) in (list, tuple) and any(item is None for item in value):
        return f"a {names[0]} that holds None (was something not computed, or not returned?)"
    if type(value) in (list, tuple) and (odd := [item for item in value if numbers(item) is None]):
        return f"a {names[0]} that holds {kind(odd[0])}"
    if {"function", "method", "builtin_function_or_method"} & set(names):
        return "a function (did you forget to call it?)"
    return f"an object of type {names[0]}"


def type_names(value):
    """The names of the class of `value` and of all its bases, nearest first."""
    remote = getattr(type(value), "remote_type_names", None)  # how the grader shows a learner's object
    return value.remote_type_names if remote is not None else [base.__name__ for base in type(value).__mro__]


if (_ipython := sys.modules.get("IPython")) and (_shell := _ipython.get_ipython()):  # in a learner's kernel
    _shell.set_custom_exc((Exception,), _shown)
