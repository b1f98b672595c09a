"""One entry, one line: exact, always the same bytes, and nothing else is accepted."""

import json
import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journals import every_kind, every_verdict
from tests.pictures import NOW_S, hostile, random_picture
from zaslin.domain.event import Decided, Entry, Lost, Opened, Planned, Reported
from zaslin.domain.space import Position
from zaslin.wire.journal_line import KINDS, decode, encode, kind_of
from zaslin.wire.rejected import Rejected

ENTRIES = every_kind()


def test_the_sample_holds_every_kind_of_event() -> None:
    """Or what follows would prove little."""
    assert {kind_of(entry.event) for entry in ENTRIES} == set(KINDS)
    assert len(KINDS) == 19


@pytest.mark.parametrize(
    "entry", ENTRIES, ids=lambda entry: f"{entry.number}-{kind_of(entry.event)}"
)
def test_an_entry_comes_back_as_it_was(entry: Entry) -> None:
    """To the last bit, on one line that ends."""
    assert_comes_back(entry)


def test_every_verdict_comes_back_as_it_was() -> None:
    """Two signatures, an amended shot, fire held, a reason."""
    for entry in every_verdict():
        assert_comes_back(entry)


def assert_comes_back(entry: Entry) -> None:
    """Written, read, and written again."""
    line = encode(entry)

    assert line.endswith(b"}\n")
    assert line.count(b"\n") == 1
    assert decode(line, "j", 2) == entry
    assert encode(decode(line, "j", 2)) == line


@given(seed=st.integers(0, 10_000))
def test_any_picture_comes_back_as_it_was(seed: int) -> None:
    """With pins, shown shots, sectors, zones, forecasts."""
    picture = random_picture(seed, forecast=2, pins=2, shown=2)
    entry = Entry(number=0, at_s=picture.now_s, event=Opened(picture=picture))

    assert decode(encode(entry), "j", 2) == entry


@given(
    value=st.floats(-1e6, 1e6),
    at_s=st.floats(allow_nan=False, allow_infinity=False),
)
def test_every_bit_of_a_number_is_kept(value: float, at_s: float) -> None:
    """Neither rounded nor turned into another frame."""
    track = replace(hostile("T"), position=Position(value, -value))
    entry = Entry(number=3, at_s=at_s, event=Reported(tracks=(track,)))

    back = decode(encode(entry), "j", 2)

    assert isinstance(back.event, Reported)
    assert back.event.tracks[0].position.east_m.hex() == value.hex()
    assert back.at_s.hex() == at_s.hex()


def test_equal_entries_are_written_alike() -> None:
    """A whole number where a fraction is meant, numpy's too, any order of keys."""
    one = replace(hostile("T", p_decoy=0.5), position=Position(1.0, 2.0, 3.0))
    classes = dict(reversed(list(one.class_probabilities.items())))
    other = replace(
        one,
        position=Position(1, np.float64(2.0), 3),
        class_probabilities=classes,
    )

    def line(track: Any) -> bytes:
        return encode(Entry(number=1, at_s=NOW_S, event=Reported(tracks=(track,))))

    assert one == other
    assert line(one) == line(other)


def test_sets_are_written_in_one_order_by_every_process() -> None:
    """Their own order changes with the seed of Python's hashes."""
    script = (
        "import sys; from tests.journals import crowded;"
        "from zaslin.wire.journal_line import encode;"
        "from zaslin.domain.event import Entry, Opened;"
        "entry = Entry(number=0, at_s=0.0, event=Opened(picture=crowded()));"
        "sys.stdout.buffer.write(encode(entry))"
    )
    written = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(written) == 1


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_could_not_be_read_again_is_not_written(value: float) -> None:
    """JSON has no word for it, and a journal with a hole is none."""
    plan = Planned(revision=1, method="m", value=value, bound=0.0, digest="d", shown=())

    with pytest.raises(ValueError, match="entry 7 cannot be written: Expected `float`"):
        encode(Entry(number=7, at_s=NOW_S, event=plan))


@pytest.mark.parametrize(
    ("value", "written"), [(np.int64(3), b'"value":3.0,'), (np.bool_(True), None)]
)
def test_only_numbers_of_numpy_are_numbers(value: Any, written: bytes | None) -> None:
    """Each becomes what it stands for; the rest is no number."""
    plan = Planned(revision=1, method="m", value=value, bound=0.0, digest="d", shown=())
    entry = Entry(number=7, at_s=NOW_S, event=plan)

    if written is not None:
        assert written in encode(entry)
        return
    with pytest.raises(ValueError, match="Expected `float`, got `bool`"):
        encode(entry)


def test_what_has_no_place_in_json_is_not_written() -> None:
    """An object that slipped into a field."""
    thing: Any = object()
    plan = Planned(revision=1, method="m", value=thing, bound=0.0, digest="d", shown=())

    with pytest.raises(ValueError, match="object has no place in a journal"):
        encode(Entry(number=7, at_s=NOW_S, event=plan))


# ------------------------------------------------------------- journals of before

OLD_DECISION = (
    b'{"by":"Duty officer 1 (simulated)","verdict":"authorise","revision":5,'
    b'"track":"T0001","fire_unit":"poltava-long-01","interceptor_type":'
    b'"long_range_missile","launch_s":1757196070.0,"decided_at_s":1757196047.303}'
)
OLD_LINE = (
    b'{"number":8,"at_s":1757196050.0,"kind":"decided","event":{"decision":'
    + OLD_DECISION
    + b',"engagement":{"id":"E1","decision":'
    + OLD_DECISION
    + b',"pin":{"track":"T0001","fire_unit":"poltava-long-01","interceptor_type":'
    b'"long_range_missile","salvo_size":1,"launch_s":1757196070.0,"intercept_s":'
    b'1757196101.6464088,"assessed_s":1757196111.6464088,"pk":0.799965,'
    b'"authorised_by":"Duty officer 1 (simulated)","launched":false,"position":'
    b'"current","intercept_at":{"east_m":22398.43809829585,"north_m":'
    b'19109.872314210585,"altitude_m":1214.0}},"state":"authorised","outcome":null},'
    b'"forbidden":null}}\n'
)
"""As it was written before decisions said why, and entries who brought them."""


def test_a_line_of_before_keeps_its_bytes() -> None:
    """Read and written again; a chain of hashes over it still holds."""
    entry = decode(OLD_LINE, "j", 10)

    assert encode(entry) == OLD_LINE
    assert entry.by == ""
    assert isinstance(entry.event, Decided)
    assert entry.event.decision.amended is None


def test_what_is_new_is_written_where_it_says_something() -> None:
    """And only there."""
    old = decode(OLD_LINE, "j", 10)
    assert isinstance(old.event, Decided)
    decision = replace(old.event.decision, why="as seen", seen_revision=4)
    assert old.event.engagement is not None
    engagement = replace(old.event.engagement, decision=decision)
    event = replace(old.event, decision=decision, engagement=engagement)

    line = encode(replace(old, event=event, by="Maj Bondar"))

    assert line.count(b'"why":"as seen","seen_revision":4}') == 2
    assert b'"kind":"decided","by":"Maj Bondar","event"' in line
    assert b"confirmed_by" not in line
    assert decode(line, "j", 10) == replace(old, event=event, by="Maj Bondar")


@pytest.mark.parametrize(
    ("more", "place"),
    [
        (b'"why":""', r"\$.event.decision.why"),
        (b'"amended":null', r"\$.event.decision.amended"),
    ],
)
def test_silence_is_written_in_one_way(more: bytes, place: str) -> None:
    """Or equal entries would not be equal bytes."""
    line = OLD_LINE.replace(b"1757196047.303}", b"1757196047.303," + more + b"}", 1)

    with pytest.raises(Rejected, match=place):
        decode(line, "j", 10)


# ----------------------------------------------------------------------- garbage

LOST = Entry(number=1, at_s=5.0, event=Lost(tracks=()))
REPORTED = Entry(number=1, at_s=5.0, event=Reported(tracks=(hostile("T"),)))


def changed(entry: Entry, *keys: Any, to: Any) -> bytes:
    """The line of an entry with another value at one place."""
    document = json.loads(encode(entry))
    inner = document
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = to
    return json.dumps(document).encode() + b"\n"


TRACK = ("event", "tracks", 0)


@pytest.mark.parametrize(
    ("line", "place", "value", "accepted"),
    [
        (b"\n", "", "empty", "an entry of a journal"),
        (b"\xff\n", "", "0xff", "UTF-8"),
        (b"gibberish\n", "line 9, column 1", "gibberish", "valid JSON"),
        (b"[]\n", "line 9, $", "an array of 0", "an object"),
        (encode(LOST)[:-3], "line 9", "end of text", "the rest"),
        (changed(LOST, "number", to=-1), "line 9, $.number", "-1", "a whole number"),
        (changed(LOST, "at_s", to="now"), "line 9, $.at_s", '"now"', "a number"),
        (changed(LOST, "at_s", to=1e400), "line 9", "Infinity", "a finite number"),
        (changed(LOST, "kind", to="fire"), "line 9, $.kind", '"fire"', "one of opened"),
        (
            changed(LOST, "more", to=1),
            "line 9, $.more",
            "unknown field",
            "one of number",
        ),
        (
            changed(LOST, "event", "more", to=1),
            "line 9, $.event.more",
            "unknown field",
            "what zaslin writes",
        ),
        (
            changed(LOST, "event", "tracks", to=["T", 3]),
            "line 9, $.event.tracks[1]",
            "Expected `str`, got `int`",
            "what a lost event holds",
        ),
        (
            changed(REPORTED, *TRACK, "p_decoy", to=7),
            "line 9, $.event.tracks[0]",
            "p_decoy is 7.0",
            "a finite number, 0 to 1",
        ),
        (
            changed(REPORTED, *TRACK, "class_probabilities", to={"bird": 1.0}),
            "line 9, $.event.tracks[0].class_probabilities",
            "Invalid enum value 'bird'",
            "what a reported event holds",
        ),
        (
            changed(REPORTED, *TRACK, "position", "east", to=1.0),
            "line 9, $.event.tracks[0].position.east",
            "unknown field",
            "what zaslin writes",
        ),
        (
            encode(LOST).replace(b'"at_s"', b'"number":1,"at_s"'),
            "line 9, $.number",
            "stated twice",
            "each field once",
        ),
    ],
)
def test_garbage_is_rejected_with_its_line(
    line: bytes, place: str, value: str, accepted: str
) -> None:
    """File, line, place, what stands there, what may."""
    with pytest.raises(Rejected) as rejected:
        decode(line, "night.ndjson", 9)

    assert rejected.value.source.startswith("night.ndjson")
    assert "line 9" in f"{rejected.value.source} {rejected.value.place}"
    assert rejected.value.place.startswith(place)
    assert rejected.value.value.startswith(value)
    assert rejected.value.accepted.startswith(accepted)
    assert "\n" not in str(rejected.value)


def test_spelling_does_not_matter() -> None:
    """Blanks, the order of fields, 5 for 5.0: the same is said."""
    document = json.loads(encode(REPORTED))
    document["at_s"] = 5
    turned = dict(reversed(document.items()))

    assert decode(json.dumps(turned, indent=1).replace("\n", " ").encode(), "j", 2) == (
        REPORTED
    )


def test_a_field_that_has_a_default_may_be_left_out() -> None:
    """A journal of before the field was there can still be read."""
    document = json.loads(encode(REPORTED))
    del document["event"]["tracks"][0]["p_decoy"]

    assert decode(json.dumps(document).encode(), "j", 2) == REPORTED


@given(data=st.binary(max_size=60))
def test_bytes_are_an_entry_or_rejected(data: bytes) -> None:
    """Nothing else ever comes of them."""
    try:
        decode(data, "j", 2)
    except Rejected:
        return
    raise AssertionError("a few bytes of chance were an entry")


@given(
    entry=st.sampled_from(ENTRIES),
    at=st.floats(0.0, 1.0),
    byte=st.integers(0, 255),
)
def test_a_damaged_line_is_another_entry_or_rejected(
    entry: Entry, at: float, byte: int
) -> None:
    """One byte turned: what is read is what stands there, or nothing."""
    line = bytearray(encode(entry))
    line[int(at * (len(line) - 1))] = byte
    try:
        read = decode(bytes(line), "j", 2)
    except Rejected:
        return
    assert json.loads(encode(read)) == json.loads(bytes(line))
