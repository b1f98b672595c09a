"""Texts of the page: complete in both languages, and numbers as they are read there."""

import re
import string
from enum import StrEnum
from pathlib import Path

import pytest

from zaslin.adapters.page import texts
from zaslin.adapters.page.texts import TEXTS
from zaslin.adapters.page.words import LANGUAGES, Words, clock, day
from zaslin.domain.defence import EffectorKind
from zaslin.domain.engagement import Outcome
from zaslin.domain.reason import ReasonCode
from zaslin.domain.track import StandardIdentity, ThreatClass

PACKAGE = Path(texts.__file__).parent
CYRILLIC = re.compile("[\N{CYRILLIC CAPITAL LETTER A}-\N{CYRILLIC SMALL LETTER YA}]")

_NAMED: tuple[tuple[str, type[StrEnum]], ...] = (
    ("class", ThreatClass),
    ("kind", EffectorKind),
    ("identity", StandardIdentity),
    ("outcome", Outcome),
    ("reason", ReasonCode),
)


def fields(text: str) -> set[str | None]:
    """Names of the places that values are put into."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_every_text_is_there_in_both_languages_with_the_same_values(key: str) -> None:
    """A value that one language leaves out would be lost to its readers."""
    ukrainian, english = TEXTS[key]

    assert ukrainian.strip()
    assert english.strip()
    assert fields(ukrainian) == fields(english)
    assert not CYRILLIC.search(english)


@pytest.mark.parametrize(("group", "kinds"), _NAMED)
def test_everything_in_the_domain_has_a_name(group: str, kinds: type[StrEnum]) -> None:
    """A new reason without a name would show as its code."""
    for kind in kinds:
        assert f"{group}.{kind.value}" in TEXTS


def test_every_text_that_the_page_asks_for_is_in_the_table() -> None:
    """As far as the key stands in the source in one piece."""
    sources = [*PACKAGE.glob("*.py"), *PACKAGE.parents[1].glob("bench/campaign/p*.py")]
    asked = {
        key
        for path in sources
        for key in re.findall(r'(?:say|Cause)\(\s*"([^"]+)"', path.read_text("utf-8"))
    }

    assert len(asked) > 60
    assert asked <= TEXTS.keys()


def test_a_language_that_there_is_not_is_refused() -> None:
    """With those that there are."""
    with pytest.raises(ValueError, match="'de'; accepted: uk, en"):
        Words("de")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["1,234.5", "−0.25", "0", "12%"]),
        ("uk", ["1 234,5", "−0,25", "0", "12 %"]),
    ],
)
def test_numbers_are_written_as_their_readers_write_them(
    language: str, expected: list[str]
) -> None:
    """Decimal comma and spaces in Ukrainian; nothing is ever minus zero."""
    words = Words(language)
    made = [words.number(1234.5, 1), words.number(-0.25, 2), words.number(-0.2, 0)]

    assert [*made, words.share(0.12)] == [
        each.replace(" ", "\N{NO-BREAK SPACE}") for each in expected
    ]


def test_a_share_is_never_rounded_to_a_certainty() -> None:
    """Nor to an impossibility."""
    words = Words(LANGUAGES[1])

    shares = [words.share(part) for part in (0.0, 0.001, 0.999, 1.0)]

    assert shares == ["0%", "<1%", ">99%", "100%"]


def test_a_name_that_the_table_lacks_is_told_as_it_is() -> None:
    """Types of interceptors may be anybody's own."""
    assert Words("uk").name("type", "my_own_type") == "my own type"


def test_times_are_utc_and_none_is_impossible() -> None:
    """A desk may count its seconds from anywhere."""
    assert (day(1_757_196_000.0), clock(1_757_196_000.0)) == ("2025-09-06", "22:00:00")
    assert day(1e30) == "1970-01-01"
