"""A checkpoint is a note that others can hold, read and check."""

import base64
import contextlib
import random

import pytest

from zaslin.wire.checkpoint import (
    Checkpoint,
    Signature,
    note_of,
    read_notes,
    text_of,
)
from zaslin.wire.rejected import Rejected

ROOT = bytes(range(32))
MADE = Checkpoint(
    origin="zaslin/journal/ab12", size=1234, root=ROOT, at_s=1_757_214_010.125
)
SIGNED = Signature(name="zaslin", key_id=b"\x01\x02\x03\x04", signature=b"s" * 64)


def test_the_text_is_as_published() -> None:
    """Origin, size, root in base64, and when: each on its line."""
    root = base64.b64encode(ROOT).decode()
    expected = f"zaslin/journal/ab12\n1234\n{root}\nat 2025-09-07T03:00:10.125Z\n"
    assert text_of(MADE).decode() == expected
    coded = base64.b64encode(b"\x01\x02\x03\x04" + b"s" * 64).decode()
    assert note_of(MADE, SIGNED) == f"{expected}\n— zaslin {coded}\n"


def test_notes_come_back_as_they_were() -> None:
    """Signed or not, alone or several in one file."""
    for notes in ([note_of(MADE)], [note_of(MADE, SIGNED, SIGNED), note_of(MADE)]):
        read = read_notes("\n".join(notes), "test")
        assert [each.checkpoint for each in read] == [MADE] * len(notes)
        assert [each.text for each in read] == [text_of(MADE)] * len(notes)
    assert read_notes(note_of(MADE, SIGNED), "test")[0].signatures == (SIGNED,)


def test_lines_that_others_add_are_signed_too() -> None:
    """They are a part of the text, and nothing is made of them."""
    text = text_of(MADE).decode() + "something more\n"
    (note,) = read_notes(f"{text}\n", "test")
    assert note.text == text.encode()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("zaslin/journal/ab12", "two words", "line 1: 'two words'|line 1.*two words"),
        ("1234", "-1", "line 2"),
        ("1234", "01234", "line 2"),
        ("1234", "1" * 30, "line 2"),
        ("AAECAw", "AAEC!w", "line 3"),
        ("AAECAw", "", "line 3"),
        ("at 2025", "on 2025", "line 4"),
        ("03:00:10", "03:99:10", "line 4"),
        ("10.125Z", "10.125", "line 4"),
        ("— zaslin ", "— zaslin", "line 6"),
        ("— zaslin AQID", "— zaslin !", "line 6"),
    ],
)
def test_what_is_no_note_is_rejected(old: str, new: str, message: str) -> None:
    """With the line that is not right."""
    note = note_of(MADE, SIGNED)
    assert old in note
    with pytest.raises(Rejected, match=message):
        read_notes(note.replace(old, new, 1), "held.txt")


@pytest.mark.parametrize("text", ["", "\n\n", "zaslin/journal/1", "a\n1", "a\n1\n\n"])
def test_half_a_note_is_rejected(text: str) -> None:
    """Whichever part of it is missing."""
    with pytest.raises(Rejected):
        read_notes(text, "held.txt")


def test_garbage_is_only_ever_rejected() -> None:
    """Nothing else comes out of a stranger's file."""
    rng = random.Random(3)  # noqa: S311
    note = note_of(MADE, SIGNED)
    for _ in range(2_000):
        letters = list(note)
        for _ in range(rng.randrange(1, 4)):
            at = rng.randrange(len(letters))
            letters[at] = chr(rng.choice([10, 32, 45, 48, 61, 8212, 0x1F600]))
        with contextlib.suppress(Rejected):
            read_notes("".join(letters), "test")


@pytest.mark.parametrize(
    "fault",
    [
        {"origin": ""},
        {"origin": "two words"},
        {"size": -1},
        {"root": b"short"},
    ],
)
def test_a_checkpoint_that_could_not_be_read_is_not_made(
    fault: dict[str, object],
) -> None:
    """The same limits as for reading."""
    given = {"origin": "o", "size": 1, "root": ROOT, "at_s": 0.0} | fault
    with pytest.raises(ValueError, match="accepted: "):
        Checkpoint(**given)  # type: ignore[arg-type]
