"""Tables that a spreadsheet shows and never carries out."""

import csv
import io
from collections.abc import Iterable, Sequence

# What makes a spreadsheet take a cell for a formula.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    r"""A header and rows, UTF-8; what is None is empty.

    Text that a spreadsheet could take for a formula is quoted by an apostrophe, as
    spreadsheets do themselves; numbers stay numbers.

    >>> table(["track"], [["=1+1"], [-2]]).decode()
    "track\n'=1+1\n-2\n"
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([_cell(each) for each in columns])
    for row in rows:
        writer.writerow([_cell(each) for each in row])
    return text.getvalue().encode()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    # A bare carriage return ends a row for some readers.
    risky = value.lstrip(" ").startswith(_RISKY)
    return f"{chr(39) if risky else ''}{value}".replace("\r", " ")
