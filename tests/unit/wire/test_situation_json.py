"""A situation comes back to the last bit, for a program with the same types."""

import pytest

from tests.journals import every_kind
from zaslin.ops.state import fold
from zaslin.wire import situation_json


def test_every_part_comes_back() -> None:
    """After every entry of a journal with an event of every kind."""
    entries = every_kind()
    for count in range(1, len(entries) + 1):
        situation = fold(entries[:count])
        assert situation is not None
        again = situation_json.decode(situation_json.encode(situation))
        assert again == situation
        # Their order may decide a tie.
        assert list(again.tracks) == list(situation.tracks)
        assert list(again.fire_units) == list(situation.fire_units)


def test_the_next_entry_fits_it() -> None:
    """A desk goes on from it as if it had never stopped."""
    from zaslin.ops.state import apply

    entries = every_kind()
    before = fold(entries[:-1])
    assert before is not None
    again = situation_json.decode(situation_json.encode(before))
    assert apply(again, entries[-1]) == apply(before, entries[-1])


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"opened": 1}'])
def test_what_is_none_is_none(data: bytes) -> None:
    """The journal is folded instead; nothing is raised."""
    assert situation_json.decode(data) is None


def test_the_form_is_one_of_this_program() -> None:
    """Sixty-four letters, always the same."""
    assert len(situation_json.form()) == 64
    assert situation_json.form() == situation_json.form()
