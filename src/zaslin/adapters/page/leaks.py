"""What got through, and why: by reason, and each of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zaslin.adapters.page.account import GONE, LEAKED, Account, ending_of
from zaslin.adapters.page.cause import cause_of, details_of
from zaslin.adapters.page.frame import note
from zaslin.adapters.page.html import Child, Html, joined, table, tag
from zaslin.adapters.page.words import Words, clock

_MOST_ROWS = 16
_LONGEST_BAR = 160.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """Something that was not stopped, as far as it is known."""

    tracks: Sequence[str]
    key: str
    what: str
    asset: str
    damage_meur: float | None
    at_s: float
    why: str
    detail: str


def leaks_of(account: Account, words: Words) -> list[Leak]:
    """Those that did most damage first."""
    found = _of_truth(account, words) if account.truth else _of_desk(account, words)
    return sorted(found, key=lambda leak: (-(leak.damage_meur or 0.0), leak.at_s))


def leak_section(account: Account, words: Words) -> Html:
    """A summary by reason, then one line for each."""
    leaks = leaks_of(account, words)
    suffix = "" if account.truth else ".desk"
    if not leaks:
        return note(words.say(f"leak.none{suffix}"))
    decoys = account.truth.result.decoys_leaked if account.truth else 0
    shown, rest = leaks[:_MOST_ROWS], leaks[_MOST_ROWS:]
    made = [
        note(words.say(f"leak.note{suffix}", decoys=words.whole(decoys))),
        tag("h3", words.say("leak.by_reason")),
        _by_reason(leaks, words, known=account.truth is not None),
        tag("h3", words.say("leak.each")),
        _each(account, shown, words),
    ]
    if rest:
        summary = tag("summary", words.say("leak.rest", count=words.whole(len(rest))))
        made.append(tag("details", summary, _each(account, rest, words)))
    return joined(made)


def _of_truth(account: Account, words: Words) -> Iterator[Leak]:
    names = {str(asset.id): asset.name for asset in account.story.opened.assets}
    for row, thing in enumerate(account.truth.objects if account.truth else ()):
        if ending_of(thing) != LEAKED:
            continue
        asset = words.say("leak.no_asset")
        if thing.asset is not None:
            asset = names.get(thing.asset) or thing.asset
        yield Leak(
            tracks=thing.tracks,
            key=f"o{row}",
            what=words.name("class", thing.threat_class),
            asset=asset,
            damage_meur=thing.damage_meur,
            at_s=thing.ended_s,
            why=cause_of(account, thing.tracks).told(words),
            detail=details_of(account, thing.tracks, words),
        )


def _of_desk(account: Account, words: Words) -> Iterator[Leak]:
    for name, track in account.tracks.items():
        if account.endings[name] == GONE:
            yield Leak(
                tracks=(name,),
                key=account.keys[name],
                what=words.name("class", track.likely_class),
                asset="",
                damage_meur=None,
                at_s=track.last.measured_at_s,
                why=cause_of(account, (name,)).told(words),
                detail=details_of(account, (name,), words),
            )


def _by_reason(leaks: Sequence[Leak], words: Words, *, known: bool) -> Html:
    by_reason: defaultdict[str, list[Leak]] = defaultdict(list)
    for leak in leaks:
        by_reason[leak.why].append(leak)
    sums = {
        why: sum(each.damage_meur or 0.0 for each in of)
        for why, of in by_reason.items()
    }
    total = sum(sums.values()) or 1.0
    count = len(leaks)
    order = sorted(by_reason, key=lambda why: (-sums[why], -len(by_reason[why]), why))
    head = [words.say("leak.col.reason"), words.say("leak.col.count")]
    rows: list[list[Child]] = []
    for why in order:
        share = sums[why] / total if known else len(by_reason[why]) / count
        row: list[Child] = [why, words.whole(len(by_reason[why]))]
        if known:
            row.append(words.rough(sums[why]))
        bar = tag("span", class_="bar", style=f"width:{_LONGEST_BAR * share:.0f}px")
        rows.append([*row, joined([bar, f" {words.share(share)}"])])
    if known:
        head += [words.say("leak.col.damage"), words.say("leak.col.share")]
    else:
        head.append("")
    return table(head, rows, kinds="-nn-" if known else "-n-")


def _each(account: Account, leaks: Sequence[Leak], words: Words) -> Html:
    known = account.truth is not None
    head = ["track", "class", *(["asset", "damage"] if known else [])]
    head += ["at" if known else "last", "reason", "detail"]
    cells = [words.say(f"leak.col.{each}") for each in head]
    places = {name: index for index, name in enumerate(account.tracks)}
    rows = []
    for leak in leaks:
        row: list[Child] = [_tracks(leak, places, words), leak.what]
        if leak.damage_meur is not None:
            row += [leak.asset, words.rough(leak.damage_meur)]
        rows.append([*row, clock(leak.at_s), leak.why, leak.detail])
    return table(cells, rows, kinds="---nn--" if known else "--n--")


def _tracks(leak: Leak, places: dict[str, int], words: Words) -> Html:
    """Links to the paths on the map."""
    links = [
        tag("a", name, href=f"#k{places[name]}", data_t=leak.key)
        for name in leak.tracks
        if name in places
    ]
    if not links:
        return tag("span", words.say("leak.no_track"), class_="soft", data_t=leak.key)
    return joined(links, ", ")
