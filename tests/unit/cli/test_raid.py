"""``zaslin raid``: recorded nights as pictures."""

import json

import jsonschema
import pytest

from tests.unit.cli.running import Run, assert_refused
from zaslin.wire import picture_json

NIGHT = ("raid", "--night", "2025-09-07", "--at", "03:00")


def test_a_night_becomes_a_picture_that_fits_its_schema(run: Run) -> None:
    """One document; the same seed gives the same bytes, another seed does not."""
    outcome = run(*NIGHT, "--laydown", "notional_city")

    assert (outcome.code, outcome.err) == (0, "")
    jsonschema.validate(json.loads(outcome.out), picture_json.picture_schema())
    assert run(*NIGHT, "--laydown", "notional_city", "--seed", 1) == outcome
    assert run(*NIGHT, "--laydown", "notional_city", "--seed", 2) != outcome


def test_a_forecast_adds_what_is_still_to_come(run: Run) -> None:
    """None without being asked for."""
    plain = json.loads(run(*NIGHT).out)
    forecast = json.loads(run(*NIGHT, "--forecast", "1").out)

    assert not plain.get("forecast")
    assert forecast["forecast"]


def test_recorded_nights_are_listed(run: Run) -> None:
    """For people and for programs."""
    table = run("raid", "--list")
    document = json.loads(run("raid", "--list", "--json").out)

    assert table.code == 0
    for night in ("2022-10-17", "2024-11-26", "2025-09-07", "2026-05-13"):
        assert night in table.out
        assert night in {each["night"] for each in document}


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        ([], ["--night is missing", "YYYY-MM-DD"]),
        (["--night", "yesterday"], ["'yesterday'", "YYYY-MM-DD"]),
        (["--night", "1999-01-01"], ["1999-01-01", "2022-09-28 to"]),
        (["--night", "2025-09-07", "--at", "25:00"], ["'25:00'", "HH:MM"]),
        (
            ["--night", "2025-09-07", "--at", "2025-09-09T03:00"],
            ["'2025-09-09T03:00'", "2025-09-06T17:00 to 2025-09-07T09:30"],
        ),
        (
            ["--night", "2025-09-07", "--at", "12:00"],
            ["'12:00'", "2025-09-06T17:00 to 2025-09-07T09:30"],
        ),
        (
            ["--night", "2024-11-26", "--at", "18:00"],
            ["'18:00'", "2024-11-25T19:30 to 2024-11-26T09:00"],
        ),
        (["--night", "2025-09-07", "--laydown", "x"], ["'x'", "notional_city"]),
        (["--night", "2025-09-07", "--forecast", "nan"], ["'nan'", "0 to 10"]),
        (["--night", "2025-09-07", "--forecast", "x"], ["'x'", "0 to 10"]),
    ],
    ids=str,
)
def test_what_cannot_be_used_is_refused_in_one_line(
    arguments: list[str], parts: list[str], run: Run
) -> None:
    """Exit 2 and nothing on standard output."""
    assert_refused(run("raid", *arguments), *parts)
