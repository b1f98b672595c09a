"""The page of a night: whole, harmless, the same each time, and true to its facts."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from msgspec import structs

from tests.journals import every_kind
from tests.reports import ABOUT, flown, page, renamed, story, truth
from zaslin.adapters.page.night import night_page
from zaslin.adapters.page.words import LANGUAGES, Words
from zaslin.domain.event import Opened
from zaslin.ops.after_action import tell
from zaslin.sim.fate import Ending

EVIL = "<script>alert(1)</script>'\"&\x00"
_VOID = {"meta", "input", "br"}


class Reader(HTMLParser):
    """Reads a page as a browser would: elements, ids, links, scripts."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.counts: dict[str, int] = {}
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.counts[tag] = self.counts.get(tag, 0) + 1
        self.attributes += [(tag, key, value or "") for key, value in attrs]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without content."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and it is the last one that began."""
        if tag not in _VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text."""
        self.texts.append(data)

    def of(self, key: str) -> list[str]:
        """All values of an attribute."""
        return [value for _, name, value in self.attributes if name == key]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("known", [True, False])
def test_the_page_is_well_formed_and_takes_nothing_from_elsewhere(
    language: str, known: bool
) -> None:
    """Every element ends, every link has its place, no address is outside."""
    made = page(language, known=known)
    read = Reader(made)

    assert read.open == []
    ids = read.of("id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in read.of("href")} <= set(ids)
    assert all(link.startswith("#") for link in read.of("href"))
    assert read.of("src") == []
    assert "url(" not in made
    assert "@import" not in made
    assert "http://" not in made
    assert "https://" not in made
    assert read.counts["script"] == 1
    assert f'<html lang="{language}">' in made


def test_the_same_night_gives_the_same_bytes() -> None:
    """Of a journal read twice."""
    again = tell(flown().journal.entries())

    assert night_page(again, truth(), ABOUT, Words("en")).decode() == page()


def test_no_place_is_no_number() -> None:
    """A path with a NaN in it would be left out by a browser, silently."""
    made = page()

    assert not re.search(r'="[^"]*\b(nan|inf)\b', made)


def test_the_headline_is_what_the_run_came_to() -> None:
    """Objects, damage, bound and rounds, as the result has them."""
    result, words = flown().result, Words("en")
    made = page()
    bound = result.bounds.best_meur
    assert bound is not None
    fired = sum(account.fired for account in result.rounds.values())

    for figure in (
        words.whole(result.objects),
        words.whole(result.downed),
        words.whole(result.through),
        words.rough(result.leaked_meur),
        words.whole(fired),
        f"≥ {words.rough(bound)}",
    ):
        assert f"<b>{figure}</b>" in made


def test_every_armed_leaker_has_its_line_and_its_cross() -> None:
    """And decoys have neither."""
    armed = [
        fate
        for fate in flown().fates
        if fate.ending is Ending.THROUGH and not fate.is_decoy
    ]
    read = Reader(page())

    # One more is the sign in the legend.
    assert read.of("class").count("x") == len(armed) + 1 > 2
    assert 'id="leaks"' in page()


def test_the_truth_is_marked_as_such_and_absent_where_it_is_not_known() -> None:
    """A desk never knew it, so nobody may take it for what a desk knew."""
    assert "SIMULATION: TRUTH" in page()
    bare = page(known=False)
    assert "SIMULATION: TRUTH" not in bare
    assert "ONLY WHAT THE DESK KNEW" in bare
    assert "the desk cannot know" in bare


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_that_is_a_script_is_harmless(language: str) -> None:
    """Tracks, assets and headers come from outside, and are text whatever they say."""
    first = next(iter(story().tracks))
    entries = renamed(tuple(flown().journal.entries()), first, EVIL)
    evil = tell(entries)
    known = structs.replace(
        truth(),
        objects=tuple(
            structs.replace(
                thing,
                tracks=tuple(EVIL if each == first else each for each in thing.tracks),
            )
            for thing in truth().objects
        ),
    )
    about = {**ABOUT, "scenario": EVIL}

    read = Reader(night_page(evil, known, about, Words(language)).decode())

    assert read.counts["script"] == 1
    assert any("<script>alert(1)</script>" in text for text in read.texts)
    assert not any("\x00" in text for text in read.texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_journal_with_every_kind_of_event_makes_a_page(language: str) -> None:
    """Refusals, aborted and expired shots, a withdrawn plan, resupply."""
    made = night_page(tell(every_kind()), None, {}, Words(language)).decode()

    assert Reader(made).open == []
    assert "mist — туман" in made


def test_a_desk_where_nothing_happened_makes_a_page() -> None:
    """Only Opened: no track, no shot, no decision."""
    entries = tuple(flown().journal.entries())[:1]

    made = night_page(tell(entries), None, {}, Words("en")).decode()

    assert "No shot was authorised." in made
    assert "Nobody decided anything." in made


def test_a_sky_with_nothing_in_it_makes_a_page() -> None:
    """No unit, no asset either."""
    first = next(iter(flown().journal.entries()))
    assert isinstance(first.event, Opened)
    picture = replace(
        first.event.picture,
        fire_units=(),
        assets=(),
        interceptor_types=(),
        forecast=(),
    )
    entry = replace(first, event=Opened(picture=picture))

    assert b"<svg" in night_page(tell([entry]), None, {}, Words("uk"))
