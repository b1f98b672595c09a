"""Tables that a spreadsheet shows and never carries out."""

import csv
import io

import pytest

from zaslin.wire.export.safe_csv import table

FORMULAS = [
    "=1+1",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1+1",
]


def cells(text: bytes) -> list[str]:
    """Every cell but those of the header."""
    rows = list(csv.reader(io.StringIO(text.decode(), newline="")))[1:]
    return [cell for row in rows for cell in row]


def is_inert(cell: str) -> bool:
    """Whether a spreadsheet takes a cell for text."""
    return not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_looks_like_a_formula_is_text(formula: str) -> None:
    """And says all that it said."""
    (cell,) = cells(table(["name"], [[formula]]))

    assert is_inert(cell)
    assert formula.replace("\r", " ") in cell


def test_numbers_stay_numbers() -> None:
    """Also those below zero, and what is not there is empty."""
    assert cells(table(["a", "b", "c"], [[-1.5, None, 7]])) == ["-1.5", "", "7"]


def test_a_plain_table_would_be_noticed() -> None:
    """The planted fault: the tests above can fail."""
    text = io.StringIO()
    csv.writer(text).writerows([["name"], *([each] for each in FORMULAS)])

    assert not any(is_inert(cell) for cell in cells(text.getvalue().encode()))
