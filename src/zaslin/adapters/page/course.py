"""The course of a night: how many came, were stopped and got through by when."""

from collections.abc import Iterable, Sequence

from zaslin.adapters.page.account import Account
from zaslin.adapters.page.frame import note
from zaslin.adapters.page.html import Html, joined, tag
from zaslin.adapters.page.svg import (
    WIDTH,
    Axis,
    Point,
    count_axis,
    drawing,
    label,
    steps,
    time_axis,
)
from zaslin.adapters.page.words import Words

_HEIGHT = 240.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 190.0, 10.0, 22.0
_APART = 15.0


def course(account: Account, words: Words) -> Html:
    """Running totals as step lines with their names at the end."""
    lines = _of_truth(account) if account.truth else _of_desk(account)
    story = account.story
    most = max((len(times) for _, _, times in lines), default=0) or 1
    across = Axis(
        story.from_s, max(story.until_s, story.from_s + 60.0), _LEFT, WIDTH - _RIGHT
    )
    up = Axis(0.0, float(most), _HEIGHT - _BOTTOM, _TOP)
    parts: list[Html] = [
        *time_axis(across, _TOP, _HEIGHT - _BOTTOM, most=10),
        *count_axis(up, _LEFT, WIDTH - _RIGHT, words),
    ]
    ends = []
    for name, class_, times in lines:
        parts.append(tag("path", d=_steps(times, across, up), class_=f"l {class_}"))
        ends.append(
            (up(float(len(times))), f"{words.say(name)} {words.whole(len(times))}")
        )
    for y, text in _apart(ends):
        parts.append(label(WIDTH - _RIGHT + 8.0, y + 4.0, text, "bold"))
    drawn = drawing(WIDTH, _HEIGHT, words.say("course.alt"), *parts)
    return joined([note(words.say("course.note")), drawn])


_Line = tuple[str, str, list[float]]


def _of_truth(account: Account) -> list[_Line]:
    things = account.truth.objects if account.truth else ()
    tracks = account.tracks
    seen = [
        min(tracks[name].first_s for name in thing.tracks if name in tracks)
        for thing in things
        if any(name in tracks for name in thing.tracks)
    ]
    return [
        ("course.seen", "seen", sorted(seen)),
        ("course.down", "down", _ended(account, "down")),
        ("course.through", "leaked", _ended(account, "through")),
    ]


def _ended(account: Account, how: str) -> list[float]:
    things = account.truth.objects if account.truth else ()
    return sorted(thing.ended_s for thing in things if thing.ending == how)


def _of_desk(account: Account) -> list[_Line]:
    tracks = list(account.tracks.values())
    hostile = [track.hostile_s for track in tracks if track.hostile_s is not None]
    killed = [track.killed_s for track in tracks if track.killed_s is not None]
    return [
        ("course.hostile", "seen", sorted(hostile)),
        ("course.killed", "down", sorted(killed)),
    ]


def _steps(times: Sequence[float], across: Axis, up: Axis) -> str:
    points: list[Point] = [(across(across.low), up(0.0))]
    for count, at_s in enumerate(times, start=1):
        x = across(min(max(at_s, across.low), across.high))
        points.append((x, up(float(count))))
    return steps(points, across(across.high))


def _apart(ends: Iterable[tuple[float, str]]) -> list[tuple[float, str]]:
    """The same labels, none over another; from the lowest place upwards."""
    placed: list[tuple[float, str]] = []
    for y, text in sorted(ends, reverse=True):
        lowest = placed[-1][0] - _APART if placed else y
        placed.append((min(y, lowest), text))
    return placed
