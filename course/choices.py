"""Choices, orderings, named lines and counted numbers, which answer at once: right, or not yet and why."""

import re

from course.checks import CheckFailed, fail, show, wrapped
from course.sealed import said_to


def choice(name, got, letters, lesson):
    """Say that the letter `got` is right, or raise `CheckFailed` with the reason why it is not.

    `letters` are those to choose from; `lesson` is the lesson's number.
    """
    read = _spelt(got, letters)
    if not (type(read) is str and len(read) == 1 and read in letters):
        known = ", ".join(f'"{letter}"' for letter in letters)
        fail(name, f"one of {known}", show(got), "Write one small letter in quotes.")
    _say(name, read, lesson)


def order(name, got, letters, lesson):
    """Say that the order `got` of all `letters` is right, or raise `CheckFailed` with a reason why not."""
    read = _spelt(got, letters)
    if not (type(read) is str and sorted(read) == sorted(letters)):
        hint = 'Write the capital letters in one string, without spaces, like "ABC".'
        fail(name, f'each letter of "{letters}" once', show(got), hint)
    _say(name, read, lesson)


def lines(name, got, letters, lesson):
    """Say that the letters in `got`, in any order, name all lines that are meant and no other, or why not."""
    read = _spelt(got, letters)
    if not (type(read) is str and read and set(read) <= set(letters) and len(set(read)) == len(read)):
        hint = f'Write only the numbers, with nothing between them, like "{letters[0]}{letters[-1]}".'
        fail(name, f'one or more of "{letters}", each once', show(got), hint)
    _say(name, read, lesson)


def number(name, got, lesson):
    """Say that the whole number `got` is right, or raise `CheckFailed` with a reason why it is not."""
    if type(got) is not int:
        fail(name, "a whole number", show(got), "Write digits only, without quotes, like 1500.")
    _say(name, got, lesson)


def _spelt(got, letters):
    """An answer as the letters are written: without spaces, commas and brackets, large or small as they are.

    >>> _spelt("b, A", "ABC"), _spelt("C)", "abc"), _spelt([3, 4], "12345"), _spelt(34, "12345")
    ('BA', 'c', '34', '34')
    """
    if type(got) is list or type(got) is tuple:
        got = "".join(map(str, got))
    if type(got) is int:
        got = str(got)
    if type(got) is not str:
        return got
    plain = re.sub(r"\band\b|[\s,;.()]", "", got)
    return plain.upper() if letters.isupper() else plain.lower()


def _say(name, got, lesson):
    right, wrong = said_to(name, lesson)
    answer(name, got, right=right, wrong=wrong)
    print(wrapped(f"✓ {name} = {show(got)}. {right}"))


def answer(name, got, *, right, wrong):
    """Raise `CheckFailed` with the reason where an answer is wrong.

    `right` is what the right answer is told. `wrong` is {pattern: reason}: the first regular expression that
    is found in `got` gives the reason.

    >>> try:
    ...     answer("lines", "BA", right="First A.", wrong={"B.*A": "B needs what A makes."})
    ... except CheckFailed as failed:
    ...     print(failed.message)
    Not right yet: lines = "BA".
      B needs what A makes.
    """
    for pattern, reason in wrong.items():
        if re.search(pattern, str(got)):
            raise CheckFailed(f"Not right yet: {name} = {show(got)}.\n  {reason}")
