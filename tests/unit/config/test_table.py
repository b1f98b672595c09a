"""TOML becomes dataclasses, or one line that says what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import NewType

import pytest

from zaslin.config.folder import ConfigError
from zaslin.config.table import build, read_into
from zaslin.domain.accept import accept_range

ColourId = NewType("ColourId", str)


class Colour(StrEnum):
    """Two are enough."""

    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Inner:
    """Something with a range."""

    size_m: float

    def __post_init__(self) -> None:
        accept_range("size_m", self.size_m, 0.0, 10.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    """One field of each kind that configurations have."""

    name: ColourId
    count: int = 0
    ratio: float = 0.5
    on: bool = True
    colour: Colour = Colour.RED
    note: str | None = None
    inner: Inner | None = None
    many: tuple[Inner, ...] = ()
    at: datetime | None = None
    by_colour: Mapping[Colour, float] | None = None


def test_every_kind_of_field_is_read() -> None:
    """Tables nest, whole numbers serve as numbers, keys become enum members."""
    built = build(
        Outer,
        {
            "name": "x",
            "count": 3,
            "ratio": 2,
            "on": False,
            "colour": "blue",
            "note": "n",
            "inner": {"size_m": 1},
            "many": [{"size_m": 2.0}, {"size_m": 3.0}],
            "at": datetime(2025, 9, 7, 2, tzinfo=UTC),
            "by_colour": {"red": 1.5},
        },
    )

    assert built == Outer(
        name=ColourId("x"),
        count=3,
        ratio=2.0,
        on=False,
        colour=Colour.BLUE,
        note="n",
        inner=Inner(1.0),
        many=(Inner(2.0), Inner(3.0)),
        at=datetime(2025, 9, 7, 2, tzinfo=UTC),
        by_colour={Colour.RED: 1.5},
    )
    assert isinstance(built.ratio, float)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "name is missing"),
        ("name = 5", "name is 5; accepted: text"),
        (
            "name = 'x'\nnam = 1",
            "nam is 1, but no such key exists; accepted: name, cou",
        ),
        ("name = 'x'\ncount = 1.5", "count is 1.5; accepted: a whole number"),
        ("name = 'x'\ncount = true", "count is True; accepted: a whole number"),
        ("name = 'x'\ncount = 99999999999999999999", "accepted: a whole number"),
        ("name = 'x'\nratio = 'ten'", "ratio is 'ten'; accepted: a finite number"),
        ("name = 'x'\nratio = nan", "ratio is nan; accepted: a finite number"),
        ("name = 'x'\nratio = inf", "ratio is inf; accepted: a finite number"),
        ("name = 'x'\nratio = true", "ratio is True; accepted: a finite number"),
        ("name = 'x'\nat = 5", "at is 5; accepted: a date and time without quotes"),
        ("name = 'x'\nat = 12:30:00", "at is 12:30:00; accepted: a date and time"),
        ("name = 2025-09-07", "name is 2025-09-07; accepted: text in quotes"),
        ("name = 'x'\non = 1", "on is 1; accepted: true or false"),
        ("name = 'x'\ncolour = 'green'", "colour is 'green'; accepted: red, blue"),
        ("name = 'x'\ninner = 1", "inner is 1; accepted: a table"),
        (
            "name = 'x'\ninner = { size_m = 11 }",
            r"inner\.size_m is 11\.0; accepted: a fin",
        ),
        ("name = 'x'\ninner = { size = 1 }", r"inner\.size is 1, but no such key"),
        ("name = 'x'\nmany = 1", "many is 1; accepted: a list"),
        (
            "name = 'x'\nmany = [{ size_m = -1 }]",
            r"many\[0\]\.size_m is -1\.0; accepted",
        ),
        (
            "name = 'x'\nby_colour = { green = 1 }",
            "key 'green' of by_colour is 'green'",
        ),
        ("name = 'x'\nby_colour = { red = 'a' }", r"by_colour\.red is 'a'; accepted"),
        (f"name = 'x'\nratio = '{'a' * 99}'", r"ratio is 'a{56}\.\.\.; accepted"),
        ("name = ", "accepted: valid TOML"),
        (f"name = {'[' * 20_000}", "nested too deeply"),
    ],
)
def test_a_wrong_entry_is_one_line(tmp_path: Path, line: str, message: str) -> None:
    """File, key, value and what is accepted."""
    path = tmp_path / "file.toml"
    path.write_text(line, encoding="utf-8")

    with pytest.raises(ConfigError, match=message) as caught:
        read_into(Outer, path)

    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
