"""Where a document does not fit its type."""

from typing import Annotated, Any

import msgspec
import pytest
from msgspec import Meta

from zaslin.wire.build import refusal_of
from zaslin.wire.fault import Fault, Unreadable, accepted, fault_of, find_fault
from zaslin.wire.form.defence import Magazine, PkRange
from zaslin.wire.form.scalar import Id, Probability, Time

FITTING = {"interceptor_type": "missile", "rounds_ready": 4}


def test_what_fits_has_no_fault() -> None:
    """Nothing to report."""
    assert find_fault(FITTING, Magazine) is None


@pytest.mark.parametrize(
    ("raw", "kind", "fault"),
    [
        (7, Magazine, Fault("$", "7", "an object")),
        ({"low": 0.1}, PkRange, Fault("$.high", "missing", "a number, 0 to 1")),
        (
            FITTING | {"rounds": 4},
            Magazine,
            Fault("$.rounds", "unknown field", "rounds_ready"),
        ),
        (
            Unreadable("1e999"),
            Probability,
            Fault("$", "1e999", "0 to 1"),
        ),
        ([0.5, "x"], tuple[Probability, ...], Fault("$[1]", '"x"', "a number, 0 to 1")),
        (
            [0.5, 2],
            tuple[Probability, Probability],
            Fault("$[1]", "2", "0 to 1"),
        ),
        (
            [0.5],
            tuple[Probability, Probability],
            Fault("$", "an array of 1", "an array"),
        ),
        (
            {"a": 0.5, "b": 2},
            dict[Id, Probability],
            Fault("$.b", "2", "0 to 1"),
        ),
    ],
    ids=str,
)
def test_the_fault_is_found_where_it_is(raw: object, kind: Any, fault: Fault) -> None:
    """The innermost place, what stands there and what may."""
    assert find_fault(raw, kind) == fault


@pytest.mark.parametrize(
    ("kind", "raw", "words"),
    [
        (Annotated[float, Meta(ge=0, le=1_000_000)], 7, "0 to 1000000"),
        (Annotated[float, Meta(ge=0.5)], "x", "a number, 0.5 to inf"),
        (Annotated[int, Meta(le=2**53)], 7, "a whole number, -inf to 9007199254740992"),
        (bool, 7, "true or false"),
        (Time | None, 7, "a time with its zone, such as 2025-09-07T03:00:00Z"),
        (dict[Id, Probability], 7, "an object"),
    ],
)
def test_what_is_accepted_is_said_in_words(kind: Any, raw: object, words: str) -> None:
    """Whole numbers in full, bounds as a person writes them."""
    assert accepted(kind, raw) == words


def test_a_fault_no_one_can_place_keeps_the_words_it_came_with() -> None:
    """Better the library's message than none."""
    error = msgspec.ValidationError("odd")

    assert fault_of(FITTING, Magazine, "$", error).value == "odd"
    assert fault_of(7, Magazine, "$", error).value == "7"


def test_a_refusal_in_other_words_is_passed_on() -> None:
    """The domain may say something in its own way."""
    wire = Magazine(interceptor_type="missile", rounds_ready=1)

    assert refusal_of(ValueError("no"), wire) == ("", "no", "see zaslin schema picture")
    assert refusal_of(ValueError("moon is 3; accepted: 1"), wire) == ("", "3", "1")
