"""Windows and shots over time, one row for each fire unit."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from zaslin.adapters.page.account import Account, is_kill, outcome_of, was_launched
from zaslin.adapters.page.frame import keys, note
from zaslin.adapters.page.html import Html, joined, tag
from zaslin.adapters.page.svg import WIDTH, Axis, drawing, label, line, time_axis, tip
from zaslin.adapters.page.words import Words, clock
from zaslin.domain.engagement import Engagement
from zaslin.ops.story import ShotStory

_MOST_ROWS = 40
_LABELS = 210.0
_LANE = 11.0
_GAP = 8.0
_TOP = 6.0
_LONGEST_NAME = 30
_NEAR_S = 60.0

_Lanes = list[tuple[int, ShotStory]]


def timeline(account: Account, words: Words) -> Html:
    """Bars from launch to assessment, by what came of them."""
    rows = _rows(account)
    if not rows:
        return note(words.say("time.none"))
    shown, rest = rows[:_MOST_ROWS], rows[_MOST_ROWS:]
    axis = Axis(*_span(account), _LABELS, WIDTH - 10.0)
    laid = [(unit, _lanes(account, shots)) for unit, shots in shown]
    heights = [(1 + max(lane for lane, _ in lanes)) * _LANE + _GAP for _, lanes in laid]
    bottom = _TOP + sum(heights)
    parts: list[Html] = list(time_axis(axis, _TOP, bottom))
    top = _TOP
    for (unit, lanes), height in zip(laid, heights, strict=True):
        parts.extend(_row(account, words, axis, unit, lanes, top, height))
        top += height
    text = "time.note" if account.said.windows else "time.note.bare"
    made = [
        note(words.say(text)),
        _legend(account, words),
        drawing(WIDTH, bottom + 20.0, words.say("time.alt"), *parts),
    ]
    if rest:
        shots_left = sum(len(shots) for _, shots in rest)
        more = words.say("time.more", count=len(rest), shots=shots_left)
        made.append(note(more))
    idle = len(account.story.opened.fire_units) - len(rows)
    if idle > 0:
        made.append(note(words.say("time.idle", count=idle)))
    return joined(made)


def _rows(account: Account) -> list[tuple[str, list[ShotStory]]]:
    """Units with their shots, the busiest first."""
    by_unit: defaultdict[str, list[ShotStory]] = defaultdict(list)
    for shot in account.story.shots.values():
        by_unit[shot.engagement.pin.fire_unit].append(shot)
    for shots in by_unit.values():
        shots.sort(key=lambda shot: (shot.engagement.pin.launch_s, shot.engagement.id))
    return sorted(by_unit.items(), key=lambda row: (-len(row[1]), row[0]))


def _span(account: Account) -> tuple[float, float]:
    pins = [shot.engagement.pin for shot in account.story.shots.values()]
    low = min(shot.decided_s for shot in account.story.shots.values())
    high = max(*(pin.assessed_s for pin in pins), low + 60.0)
    edge = 0.02 * (high - low)
    return low - edge, high + edge


def _starts_s(account: Account, shot: ShotStory) -> float:
    window = _window(account, shot.engagement)
    return min(shot.decided_s, window[0]) if window else shot.decided_s


def _lanes(account: Account, shots: Sequence[ShotStory]) -> _Lanes:
    """Shots of one unit side by side where they overlap in time."""
    ends: list[float] = []
    laid = []
    for shot in shots:
        pin = shot.engagement.pin
        start = _starts_s(account, shot)
        lane = next((i for i, end in enumerate(ends) if end <= start), len(ends))
        if lane == len(ends):
            ends.append(start)
        window = _window(account, shot.engagement)
        ends[lane] = max(pin.assessed_s, window[1] if window else pin.assessed_s)
        laid.append((lane, shot))
    return laid


def _window(account: Account, engagement: Engagement) -> tuple[float, float] | None:
    pin = engagement.pin
    pairing = (pin.track, pin.fire_unit, pin.interceptor_type)
    found = account.said.windows.get(pairing)
    # A later plan may have had the same pairing again, at another time.
    if found is None or not found[0] - _NEAR_S <= pin.launch_s <= found[1] + _NEAR_S:
        return None
    return found


def _row(
    account: Account,
    words: Words,
    axis: Axis,
    unit: str,
    lanes: _Lanes,
    top: float,
    height: float,
) -> Iterator[Html]:
    engagements = [shot.engagement for _, shot in lanes]
    told = words.say(
        "time.row.tip",
        shots=len(engagements),
        fired=sum(map(was_launched, engagements)),
        killed=sum(map(is_kill, engagements)),
    )
    name = unit if len(unit) <= _LONGEST_NAME else unit[: _LONGEST_NAME - 1] + "…"
    text = label(_LABELS - 10.0, top + height / 2.0 + 4.0, name, "end small")
    yield tag("g", tip(f"{unit}: {told}"), text)
    yield line(0.0, top + height, WIDTH - 10.0, top + height, "grid")
    for lane, shot in lanes:
        yield _bar(account, words, axis, shot, top + _GAP / 2.0 + lane * _LANE)


def _bar(
    account: Account, words: Words, axis: Axis, shot: ShotStory, top: float
) -> Html:
    engagement = shot.engagement
    pin, outcome = engagement.pin, outcome_of(engagement)
    told = words.say(
        "time.shot.tip",
        track=pin.track,
        kind=words.name("type", pin.interceptor_type),
        rounds=pin.salvo_size,
        launch=clock(pin.launch_s),
        outcome=words.name("outcome", outcome),
    )
    start, end = axis(pin.launch_s), axis(pin.assessed_s)
    parts = [tip(told)]
    window = _window(account, engagement)
    if window:
        x = axis(max(window[0], axis.low))
        width = axis(min(window[1], axis.high)) - x
        parts.append(
            tag(
                "rect",
                x=x,
                y=top,
                width=max(1.0, width),
                height=_LANE - 1.0,
                class_="w",
            )
        )
    middle = top + (_LANE - 1.0) / 2.0
    parts.append(line(axis(shot.decided_s), middle, start, middle, "wait"))
    parts.append(
        tag(
            "rect",
            x=start,
            y=top + 1.5,
            width=max(2.5, end - start),
            height=_LANE - 4.0,
            class_=f"shot s-{outcome}",
            data_t=account.keys[pin.track],
        )
    )
    return tag("g", *parts)


def _legend(account: Account, words: Words) -> Html:
    present = {outcome_of(shot.engagement) for shot in account.story.shots.values()}
    order = ("killed", "missed", "unknown", "in_flight", "not_launched")
    lines = [
        (
            tag("rect", x=2.0, y=3.0, width=18.0, height=8.0, class_=f"s-{outcome}"),
            words.name("outcome", outcome),
        )
        for outcome in order
        if outcome in present
    ]
    if account.said.windows:
        band = tag("rect", x=0.0, y=2.0, width=22.0, height=10.0, class_="w")
        lines.append((band, words.say("time.window")))
    return keys(lines)
