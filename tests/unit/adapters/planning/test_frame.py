"""Messages come out as they went in, however they are cut, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaslin.adapters.planning.frame import (
    LONGEST,
    Frame,
    FrameError,
    FrameReader,
    Kind,
    framed,
)

frames = st.builds(
    Frame, st.sampled_from(Kind), st.integers(0, 2**64 - 1), st.binary(max_size=200)
)


@given(sent=st.lists(frames, max_size=5), cuts=st.lists(st.integers(1, 60)))
def test_messages_survive_any_cutting(sent: list[Frame], cuts: list[int]) -> None:
    """A stream has no pieces: wherever it is cut, the same messages come out."""
    stream = b"".join(framed(each.kind, each.question, each.body) for each in sent)
    reader, found = FrameReader(), []
    for size in [*cuts, len(stream)]:
        found += reader.feed(stream[:size])
        stream = stream[size:]
    found += reader.feed(stream)
    assert found == sent
    assert not reader.is_within


@given(data=st.binary(min_size=1, max_size=300))
def test_garbage_is_no_message(data: bytes) -> None:
    """Whatever comes: messages, part of one, or the one error."""
    reader = FrameReader()
    try:
        found = reader.feed(data)
    except FrameError:
        return
    assert found or reader.is_within


def test_the_first_wrong_byte_is_enough() -> None:
    """Nobody waits for the rest of what cannot become a message."""
    with pytest.raises(FrameError, match="accepted: b'zpw1'"):
        FrameReader().feed(b"zp?")


def test_a_kind_that_is_none_is_refused() -> None:
    """A number that names no kind of message."""
    spoilt = bytearray(framed(Kind.PLAN, 1, b"x"))
    spoilt[4] = 99
    with pytest.raises(FrameError, match="kind 99; accepted: 1 to 7"):
        FrameReader().feed(bytes(spoilt))


def test_a_length_that_is_too_long_is_refused_before_its_body() -> None:
    """Four gigabytes are announced; nobody sets room aside for them."""
    header = framed(Kind.PLAN, 1)[:13] + b"\xff" * 4
    with pytest.raises(FrameError, match=f"accepted: up to {LONGEST}"):
        FrameReader().feed(header)


def test_a_message_that_is_too_long_is_not_made() -> None:
    """What the other side would refuse is not sent."""
    with pytest.raises(FrameError, match="accepted: up to"):
        framed(Kind.PLAN, 1, bytes(LONGEST + 1))


def test_a_part_of_a_message_is_held() -> None:
    """A worker that dies in the midst of a message leaves no message."""
    reader = FrameReader()
    assert reader.feed(framed(Kind.PLAN, 7, b"abc")[:-1]) == []
    assert reader.is_within
    assert reader.feed(b"c") == [Frame(Kind.PLAN, 7, b"abc")]
