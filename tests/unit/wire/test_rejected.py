"""The one line for standard error."""

import pickle

import pytest

from zaslin.wire.rejected import Rejected, member, one_of, shown


def test_the_line_names_file_place_value_and_what_is_accepted() -> None:
    """In this order, behind the name of the program."""
    error = Rejected("picture.json", "$.tracks[3].p_decoy", "1.7", "0 to 1")

    assert str(error) == (
        "zaslin: picture.json: $.tracks[3].p_decoy: 1.7; accepted: 0 to 1"
    )


def test_a_file_as_a_whole_has_no_place() -> None:
    """No empty part between two colons."""
    error = Rejected("picture.json", "", "empty", "a picture")

    assert str(error) == "zaslin: picture.json: empty; accepted: a picture"


def test_what_was_read_cannot_garble_a_terminal() -> None:
    """Control and direction characters come out escaped; Ukrainian letters do not."""
    error = Rejected("a\n.json", "$\x1b[31m", "Київ\u202e\x00\udc80", "x")

    line = str(error)

    assert line.isprintable()
    assert r"a\n.json: $\x1b[31m: Київ\u202e\x00\udc80; accepted: x" in line


def test_a_long_value_is_cut() -> None:
    """The line stays a line."""
    assert "x" * 59 + "…; accepted" in str(Rejected("f", "$", "x" * 1_000, "y"))
    assert (
        len(str(Rejected("f" * 1_000, "p" * 1_000, "x" * 1_000, "y" * 1_000))) < 1_050
    )


def test_it_survives_a_process_boundary() -> None:
    """A worker may raise it."""
    error = pickle.loads(pickle.dumps(Rejected("f", "$.a", "1", "2")))  # noqa: S301

    assert str(error) == "zaslin: f: $.a: 1; accepted: 2"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.7, "1.7"),
        (True, "true"),
        (None, "null"),
        ("Київ", '"Київ"'),
        ("x" * 99, '"' + "x" * 57 + '…"'),
        ([1, 2], "an array of 2"),
        ({"a": 1}, "an object of 1 fields"),
    ],
    ids=str,
)
def test_values_are_shown_as_they_stand_in_the_file(value: object, text: str) -> None:
    """JSON notation, cut between the quotation marks; what is large only by size."""
    assert shown(value) == text


def test_members_have_a_path() -> None:
    """A plain key behind a dot, any other in brackets."""
    assert member("$.a", "b_1") == "$.a.b_1"
    assert member("$", 'two "words"') == '$["two \\"words\\""]'


def test_choices_are_listed_up_to_a_dozen() -> None:
    """A long list would bury the message."""
    assert one_of(["a", "b"]) == "one of a, b"
    assert one_of([str(each) for each in range(20)]).endswith("10, 11, …")
    assert one_of([]) == "none, as the picture holds none"
