"""The report of one night."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal

from zaslin.adapters.page.account import GONE, Account, account_of, is_kill
from zaslin.adapters.page.bound import best_bound, bound_section
from zaslin.adapters.page.chart import chart
from zaslin.adapters.page.course import course
from zaslin.adapters.page.decisions import decision_section
from zaslin.adapters.page.frame import Section, Tile, badge, page
from zaslin.adapters.page.leaks import leak_section
from zaslin.adapters.page.rounds import rounds_section, spent
from zaslin.adapters.page.timeline import timeline
from zaslin.adapters.page.words import NONE, Words, clock, day
from zaslin.domain.engagement import Outcome
from zaslin.ops.advice import Advice
from zaslin.ops.story import NightStory
from zaslin.wire.form.truth import Truth


def night_page(
    story: NightStory,
    truth: Truth | None,
    about: Mapping[str, str],
    words: Words,
    *,
    advice: Advice | None = None,
) -> bytes:
    """The whole page; equal nights give equal bytes.

    Parameters
    ----------
    story
        The journal, told.
    truth
        What a simulated night really was; None: only what the desk knew.
    about
        The journal's header.
    words
        The language.
    advice
        What the plans said, if they were made again; else as it is with the truth.
    """
    account = account_of(story, truth, about, advice)
    badges = [badge(words.say("badge.notional"))]
    known = badge(words.say("badge.truth"), "truth")
    badges.append(known if truth else badge(words.say("badge.desk")))
    tiles = _tiles_of_truth(account, truth, words) if truth else _tiles(account, words)
    return page(
        words,
        words.say("title.night"),
        badges,
        _about(account, words),
        tiles,
        _sections(account, words),
    )


def _sections(account: Account, words: Words) -> list[Section]:
    leak_title = "leak.title" if account.truth else "leak.title.desk"
    parts = [
        ("map", "map.title", chart(account, words)),
        ("leaks", leak_title, leak_section(account, words)),
        ("timeline", "time.title", timeline(account, words)),
        ("raid", "course.title", course(account, words)),
        ("rounds", "rounds.title", rounds_section(account, words)),
        ("bound", "bound.title", bound_section(account, words)),
        ("decisions", "dec.title", decision_section(account, words)),
    ]
    long = ("leaks", "timeline", "decisions")
    return [
        Section(
            anchor, words.say(f"nav.{anchor}"), words.say(title), body, anchor in long
        )
        for anchor, title, body in parts
    ]


def _about(account: Account, words: Words) -> str:
    story = account.story
    span = (
        f"{day(story.from_s)} {clock(story.from_s)[:5]}–{clock(story.until_s)[:5]} UTC"
    )
    told = [span]
    told += [
        f"{words.say(f'about.{key}')} {account.about[key]}"
        for key in ("scenario", "policy", "seed")
        if key in account.about
    ]
    return " · ".join(told)


def _tiles_of_truth(account: Account, truth: Truth, words: Words) -> Iterator[Tile]:
    counts = Counter((thing.ending, thing.is_decoy) for thing in truth.objects)

    def note(key: str, *endings: Literal["down", "through", "airborne"]) -> str:
        return words.say(
            key,
            real=words.whole(sum(counts[ending, False] for ending in endings)),
            decoys=words.whole(sum(counts[ending, True] for ending in endings)),
            airborne=words.whole(counts["airborne", False] + counts["airborne", True]),
        )

    result = truth.result
    came = note("head.came.note", "down", "through", "airborne")
    yield Tile(words.say("head.came"), words.whole(result.objects), came)
    stopped = note("head.stopped.note", "down")
    yield Tile(words.say("head.stopped"), words.whole(result.downed), stopped, "down")
    leaked = note("head.leaked.note", "through")
    yield Tile(words.say("head.leaked"), words.whole(result.through), leaked, "leak")
    share = (
        result.leaked_meur / result.undefended_meur if result.undefended_meur else 0.0
    )
    damage = words.say(
        "head.damage.note",
        share=words.share(share),
        undefended=words.money(result.undefended_meur),
        debris=words.money(result.debris_meur),
    )
    yield Tile(
        words.say("head.damage"), words.rough(result.leaked_meur), damage, "leak"
    )
    yield _rounds_tile(account, words)
    best = best_bound(truth.bounds)
    yield Tile(
        words.say("head.bound"),
        NONE if best is None else f"≥ {words.rough(best)}",
        words.say("head.bound.unknown" if best is None else "head.bound.note"),
    )


def _tiles(account: Account, words: Words) -> Iterator[Tile]:
    tracks = account.story.tracks.values()
    hostile = sum(track.is_hostile for track in tracks)
    told = words.say(
        "head.tracks.note",
        hostile=words.whole(hostile),
        other=words.whole(len(tracks) - hostile),
    )
    yield Tile(words.say("head.tracks"), words.whole(len(tracks)), told)
    outcomes = Counter(each.outcome for each in account.launched)
    killed = sum(track.killed_s is not None for track in tracks)
    told = words.say(
        "head.killed.note",
        killed=words.whole(outcomes[Outcome.KILLED]),
        missed=words.whole(outcomes[Outcome.MISSED]),
        unknown=words.whole(outcomes[Outcome.UNKNOWN]),
    )
    yield Tile(words.say("head.killed"), words.whole(killed), told, "down")
    gone = sum(ending == GONE for ending in account.endings.values())
    yield Tile(
        words.say("head.gone"), words.whole(gone), words.say("head.gone.note"), "leak"
    )
    yield _rounds_tile(account, words)


def _rounds_tile(account: Account, words: Words) -> Tile:
    rounds, meur = spent(account)
    launched = account.launched
    told = words.say(
        "head.rounds.note",
        money=words.money(meur),
        fired=words.whole(len(launched)),
        killed=words.whole(sum(map(is_kill, launched))),
    )
    return Tile(words.say("head.rounds"), words.whole(rounds), told)
