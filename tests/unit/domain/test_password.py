"""What may be a password, and what everybody tries first."""

import pytest

from zaslin.domain.password import LONGEST, SHORTEST, accept_password, normalised


@pytest.mark.parametrize(
    "password",
    [
        "seven grey herons",
        "correct horse battery",
        "ʻōlelo no ke kai",
        "сім сірих чапель",
        "🦩🦩🦆🦢🦉🦅🦜🐧🐦🕊🐔🦚",
        "aaaaaaaaaaab",
        "x7#Qp" * 3,
        " " * 5 + "words and blanks",
        "q" * 6 + "w" * 250,
    ],
)
def test_any_long_password_is_taken(password: str) -> None:
    """Whatever letters it has, blanks and other alphabets too."""
    accept_password("olena", password)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "x" * (SHORTEST - 1),
        "seven herons" * 40,
        "x" * (LONGEST + 1),
    ],
)
def test_length_is_what_counts(password: str) -> None:
    """Twelve characters at least, and no more than a hash should chew on."""
    with pytest.raises(ValueError, match=f"accepted: {SHORTEST} to {LONGEST}"):
        accept_password("olena", password)


@pytest.mark.parametrize(
    "password", ["olena-olena-olena", "I am OLENA here", "xxOlEnAxxxxx"]
)
def test_the_name_is_not_in_it(password: str) -> None:
    """In any letters."""
    with pytest.raises(ValueError, match="name"):
        accept_password("olena", password)


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "PASSWORD123456",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "abcdabcdabcda",
        "012345678901",
        "210987654321",
        "abcdefghijkl",
        "zyxwvutsrqponm",
        "qwertyuiopasdf",
        "Slavaukraini",
        "геройгерой12",
    ],
)
def test_what_is_tried_first_is_not_taken(password: str) -> None:
    """Lists, runs, and one piece over and over again."""
    with pytest.raises(ValueError, match="tried first"):
        accept_password("olena", password)


def test_no_message_repeats_the_password() -> None:
    """It would stand in a log."""
    for password in ("short-secret", "olena-secret", "secretsecret"):
        with pytest.raises(ValueError, match="accepted") as refused:
            accept_password("olena", password[:11] if "short" in password else password)
        assert "secret" not in str(refused.value)


def test_a_password_is_the_same_from_any_keyboard() -> None:
    """Composed or not, wide or not."""
    assert normalised("й") == normalised("й")
    assert normalised("ｗｏｒｄ") == normalised("word")
