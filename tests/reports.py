"""A small night to report: flown once, told, and with its truth."""

import io
from dataclasses import replace
from functools import cache

from zaslin.adapters.journal import file as journal_file
from zaslin.adapters.page.account import Account, account_of
from zaslin.adapters.page.night import night_page
from zaslin.adapters.page.words import Words
from zaslin.bootstrap.replay import about_run
from zaslin.bootstrap.simulation import load_setting
from zaslin.bootstrap.study import fly_setting
from zaslin.bootstrap.truth import truth_of
from zaslin.domain.event import Entry, Opened, Reported
from zaslin.domain.ids import AssetId, TrackId
from zaslin.ops.after_action import tell
from zaslin.ops.story import NightStory
from zaslin.sim.run import Run
from zaslin.wire.form.truth import Truth

POLICY = "greedy_soonest"
ABOUT = about_run(load_setting("tiny"), POLICY, 1)


@cache
def flown() -> Run:
    """Twelve objects, a quarter of an hour."""
    return fly_setting(load_setting("tiny"), POLICY, 1, bound=True)


@cache
def journal_bytes() -> bytes:
    """Its journal, as a file holds it."""
    file = io.BytesIO()
    journal_file.write(flown().journal.entries(), file, ABOUT)
    return file.getvalue()


@cache
def story() -> NightStory:
    """What its desk knew."""
    return tell(flown().journal.entries())


@cache
def truth() -> Truth:
    """What it really was."""
    return truth_of(flown(), "0" * 64)


@cache
def account() -> Account:
    """Both together."""
    return account_of(story(), truth(), ABOUT)


def page(language: str = "en", *, known: bool = True) -> str:
    """The page of the night, with the truth or without."""
    made = night_page(story(), truth() if known else None, ABOUT, Words(language))
    return made.decode()


def renamed(entries: tuple[Entry, ...], track: TrackId, name: str) -> tuple[Entry, ...]:
    """The reports of a journal with another name for a track, and for an asset."""
    kept = []
    for entry in entries:
        event = entry.event
        if isinstance(event, Opened):
            first, *others = event.picture.assets
            first = replace(first, id=AssetId(name), name=name)
            picture = replace(event.picture, assets=(first, *others))
            kept.append(replace(entry, event=Opened(picture=picture)))
        elif isinstance(event, Reported):
            tracks = tuple(
                replace(each, id=TrackId(name)) if each.id == track else each
                for each in event.tracks
            )
            kept.append(replace(entry, event=Reported(tracks=tracks)))
    return tuple(replace(entry, number=number) for number, entry in enumerate(kept))
