r"""A CSV file of which single cells can be changed, while all else stays as it is to the byte.

>>> sheet = Sheet('a;"b ""c"" d"\r\n1;\r\n')
>>> sheet.put(1, 1, "2")
>>> sheet.row(0), sheet.text()
(['a', 'b "c" d'], 'a;"b ""c"" d"\r\n1;2\r\n')
"""

import re

from grader.notebooks.errors import AuthorError


class Sheet:
    """The rows of a CSV text, each a list of cells as they are written."""

    def __init__(self, text: str) -> None:
        first = text.splitlines()[0] if text.strip() else ""
        self.separator = max(",;", key=first.count)  # Canvas writes either, by the user's settings
        self.rows: list[list[str]] = [[]]
        self.ends: list[str] = []
        cell = re.compile(
            rf'(?P<cell>\ufeff?"(?:[^"]|"")*"|[^{self.separator}"\r\n]*)'
            rf"(?P<end>{self.separator}|\r\n|\n|\r|\Z)"
        )
        place = 0
        while place < len(text):
            if not (match := cell.match(text, place)):
                line = text.count("\n", 0, place) + 1
                raise AuthorError(f"Line {line} of the file is no CSV: {text[place : place + 40]!r}.")
            self.rows[-1].append(match["cell"])
            place = match.end()
            if match["end"] != self.separator:
                self.ends.append(match["end"])
                self.rows.append([])
            elif place == len(text):
                self.rows[-1].append("")
        if not self.rows[-1]:
            self.rows.pop()
        if not self.rows:
            raise AuthorError("The CSV file is empty.")

    @property
    def height(self) -> int:
        return len(self.rows)

    def row(self, number: int) -> list[str]:
        """The contents of a row's cells."""
        return [unquoted(cell) for cell in self.rows[number]]

    def cell(self, row: int, column: int) -> str:
        """The content of a cell; empty where the row is too short."""
        return unquoted(self.rows[row][column]) if column < len(self.rows[row]) else ""

    def put(self, row: int, column: int, text: str) -> None:
        """Change a cell to a text that needs no quotes, as a number is."""
        self.rows[row] += [""] * (column + 1 - len(self.rows[row]))
        self.rows[row][column] = text

    def text(self) -> str:
        """The file's text."""
        ends = [*self.ends, ""]
        return "".join(self.separator.join(row) + end for row, end in zip(self.rows, ends, strict=False))


def unquoted(cell: str) -> str:
    """What a cell holds, without the mark that a file may begin with."""
    cell = cell.removeprefix("\ufeff")
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell
