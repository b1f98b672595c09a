"""Long texts of numbers: cut into pieces, and no fault loses its line by it."""

import pytest

from zaslin.adapters.wta import number_text as module
from zaslin.adapters.wta.number_text import NumberText
from zaslin.wire.rejected import Rejected

PIECES = pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 1000])


@PIECES
def test_pieces_end_between_words(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However short they are."""
    monkeypatch.setattr(module, "_PIECE_BYTES", size)
    text = NumberText(b" 1 22\n333\t4.5e1 \n\n-6", "x")

    assert text.numbers(100).tolist() == [1.0, 22.0, 333.0, 45.0, -6.0]
    assert [text.line(index) for index in range(6)] == [
        *("line 1", "line 1", "line 2", "line 2", "line 4"),
        "line 4",
    ]


@PIECES
def test_a_line_of_another_length_is_found(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the pieces are cut; blank lines do not count."""
    monkeypatch.setattr(module, "_PIECE_BYTES", size)
    good = b"9 9\n9\n0 0 0.125\n\n  0 1 0.25 \n"

    NumberText(good, "x").accept_lines(3, 3, "three")
    for end, line, value in [
        (b"1 2\n1 1 1", 6, 2),
        (b"1 1 1\n1 2 3 4\n", 7, 4),
        (b"1 1 1\n1", 7, 1),
        (b"1 1 1 1 1 1", 6, 6),
    ]:
        with pytest.raises(Rejected) as caught:
            NumberText(good + end, "x").accept_lines(3, 3, "three")
        assert str(caught.value) == (
            f"zaslin: x: line {line}: {value} numbers; accepted: three"
        )


@PIECES
def test_reading_stops_behind_the_most_there_can_be(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So a short header before a giant text costs nothing."""
    monkeypatch.setattr(module, "_PIECE_BYTES", size)

    numbers = NumberText(b"1 " * 5_000, "x").numbers(3)

    assert 4 <= len(numbers) <= 4 + size
