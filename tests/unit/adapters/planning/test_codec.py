"""Pictures and plans cross to the worker and back to the last bit, and nothing else."""

import pickle
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zaslin
from tests import pictures
from tests.faulted_planning import small_picture
from zaslin.adapters.planning.codec import (
    CodecError,
    Question,
    Setup,
    decode_plan,
    decode_question,
    decode_setup,
    encode,
    one_line,
    plan_of,
    warmth_of,
)
from zaslin.domain.ids import TrackId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.ops.digest import plan_digest

EVERY_PICTURE = {
    "one track": pictures.one_track_one_unit(),
    "nothing": pictures.empty_sky(),
    "two units": pictures.two_units_one_round(),
    "saturated": pictures.saturated(),
    "friendly": pictures.all_friendly(),
    "hold": pictures.hold(),
    "mixed": pictures.mixed_types(),
    "pins": pictures.with_pins_and_shown(),
    "forecast": pictures.with_forecast(),
    "random": pictures.random_picture(5, tracks=30, units=8, assets=4, pins=2, shown=3),
}


def asked(picture: Picture, previous: Plan | None = None) -> Question:
    """A question as it arrives."""
    question = Question(read_s=0.5, picture=picture, warmth=warmth_of(previous))
    return decode_question(encode(question))


@pytest.mark.parametrize("name", EVERY_PICTURE)
def test_a_picture_arrives_as_it_was_sent(name: str) -> None:
    """Every field, to the last bit, and in the same order."""
    picture = EVERY_PICTURE[name]
    arrived = asked(picture).picture
    assert arrived == picture
    assert repr(arrived) == repr(picture)


@pytest.mark.parametrize("name", EVERY_PICTURE)
def test_a_plan_arrives_as_it_was_made(name: str) -> None:
    """Every field of every kind of plan; a plan for the arrived picture is the same."""
    picture = EVERY_PICTURE[name]
    found: list[Plan] = []
    zaslin.plan(picture, stop=zaslin.MaxIterations(200), on_plan=found.append)
    there: list[Plan] = []
    zaslin.plan(
        asked(picture).picture, stop=zaslin.MaxIterations(200), on_plan=there.append
    )
    for here, over_there in zip(found, there, strict=True):
        arrived = decode_plan(encode(over_there))
        assert arrived == here
        assert plan_digest(arrived) == plan_digest(here)


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000))
def test_random_pictures_and_plans_arrive(seed: int) -> None:
    """Of pictures with a bit of everything."""
    picture = pictures.random_picture(seed, tracks=8, units=3, assets=2, pins=1)
    made = zaslin.plan(picture, stop=zaslin.MaxIterations(20))
    assert asked(picture).picture == picture
    assert decode_plan(encode(made)) == made


def holds_only_plain_values(value: object) -> bool:
    """Whether no numpy scalar hides anywhere in a document."""
    if isinstance(value, np.generic):
        return False
    if is_dataclass(value):
        return all(
            holds_only_plain_values(getattr(value, each.name)) for each in fields(value)
        )
    if isinstance(value, tuple):
        return all(map(holds_only_plain_values, value))
    return True


def test_numpy_scalars_arrive_as_plain_numbers() -> None:
    """They are the same numbers, and whoever writes them on knows nothing of numpy."""
    made = zaslin.plan(small_picture(0), stop=zaslin.MaxIterations(0))
    scalars: dict[str, Any] = {
        "launch_s": np.float64(made.shots[0].launch_s),
        "salvo_size": np.int64(made.shots[0].salvo_size),
        "pk_low": np.float32(0.5),
    }
    shot = replace(made.shots[0], **scalars)
    arrived = decode_plan(encode(replace(made, shots=(shot, *made.shots[1:]))))
    assert holds_only_plain_values(arrived)
    assert arrived.shots[0] == replace(shot, pk_low=0.5)


def test_parameters_arrive() -> None:
    """A worker plans by the same parameters."""
    params = PlanParams(slot_s=7.5, price_steps=3)
    assert decode_setup(encode(Setup(params=params))).params == params


def test_prices_warm_a_worker_up_as_the_plan_itself_would() -> None:
    """Nothing else of a previous plan is used, so nothing else is sent."""
    picture = pictures.random_picture(3, tracks=25, units=6, assets=3)
    first = zaslin.plan(picture, stop=zaslin.MaxIterations(100))
    later = replace(picture, revision=picture.revision + 1, now_s=picture.now_s + 15.0)
    steps = zaslin.MaxIterations(100)
    warm = plan_of(asked(later, first).warmth)
    assert zaslin.plan(later, stop=steps, previous=warm) == zaslin.plan(
        later, stop=steps, previous=first
    )
    assert zaslin.plan(later, stop=steps) != zaslin.plan(
        later, stop=steps, previous=first
    )


def test_a_floor_warms_nobody_up() -> None:
    """It has no prices; neither has no plan."""
    floor = zaslin.plan(small_picture(0), stop=zaslin.MaxIterations(0))
    assert warmth_of(floor) is None
    assert warmth_of(None) is None
    assert plan_of(None) is None


def test_a_name_that_cannot_be_written_is_refused() -> None:
    """Half of a surrogate pair is no text."""
    picture = small_picture(0)
    track = replace(picture.tracks[0], id=TrackId("\ud800"))
    spoilt = replace(picture, tracks=(track, *picture.tracks[1:]))
    with pytest.raises(CodecError, match="cannot be written down"):
        encode(Question(read_s=1.0, picture=spoilt, warmth=None))


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"null",
        b"{}",
        b"\xff\xfe",
        b'{"revision": 1.5}',
        b'{"revision":' + b"[" * 200_000,
        pickle.dumps({"revision": 1}),
    ],
    ids=["nothing", "null", "empty", "bytes", "float", "nested", "pickle"],
)
def test_what_is_no_plan_is_refused(document: bytes) -> None:
    """One error for all of it."""
    with pytest.raises(CodecError, match="cannot be read"):
        decode_plan(document)


def test_a_number_that_is_none_is_refused() -> None:
    """Written as null, and null is no number."""
    made = zaslin.plan(small_picture(0), stop=zaslin.MaxIterations(0))
    for value in (float("nan"), float("inf")):
        with pytest.raises(CodecError, match="value"):
            decode_plan(encode(replace(made, value=value)))


@settings(max_examples=200)
@given(data=st.data())
def test_a_spoilt_plan_is_a_plan_or_refused(data: st.DataObject) -> None:
    """Bytes are changed anywhere: nothing but the one error comes of it."""
    document = bytearray(PLAN_BYTES)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(document) - 1))
        document[at] = data.draw(st.integers(0, 255))
    try:
        made = decode_plan(bytes(document))
    except CodecError:
        return
    assert isinstance(made, Plan)


PLAN_BYTES = encode(zaslin.plan(small_picture(0), stop=zaslin.MaxIterations(5)))


def test_text_of_a_stranger_becomes_one_printable_line() -> None:
    """No colours, no new lines, no end."""
    assert one_line("a\x1b[31m\nb\u2028c") == "a?[31m b c"
    assert len(one_line("x" * 10_000)) == 300
