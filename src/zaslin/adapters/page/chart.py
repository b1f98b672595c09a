"""The raid on a map: paths, fire units, assets, intercepts."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from zaslin.adapters.page.account import (
    AIRBORNE,
    DECOY_LEAKED,
    DOWN,
    GONE,
    LEAKED,
    OTHER,
    Account,
    ending_of,
    is_kill,
)
from zaslin.adapters.page.frame import keys, note
from zaslin.adapters.page.html import Html, joined, number, tag
from zaslin.adapters.page.svg import (
    WIDTH,
    Point,
    drawing,
    label,
    line,
    nice_step,
    simplified,
    ticks,
    tip,
    way,
)
from zaslin.adapters.page.words import Words, clock
from zaslin.domain.control import PinnedEngagement
from zaslin.domain.defence import EffectorKind, FireUnit
from zaslin.domain.engagement import Engagement  # noqa: TC001
from zaslin.ops.story import TrackStory

_HIGHEST = 720.0
_LOWEST = 420.0
_MARGIN = 26.0
_TOLERANCE = 1.0
_MOST_NAMES = 14
_NAME_WIDTH = 110.0

# Upright forms that are told apart without their colour.
_SHAPES = {
    EffectorKind.MISSILE: "M0 -5L4.6 3.6H-4.6Z",
    EffectorKind.GUN: "M-3.2 -3.2H3.2V3.2H-3.2Z",
    EffectorKind.INTERCEPTOR_DRONE: "M0 -4.8L4.8 0L0 4.8L-4.8 0Z",
    EffectorKind.ELECTRONIC_WARFARE: "M-4.4 0A4.4 4.4 0 1 1 4.4 0A4.4 4.4 0 1 1-4.4 0Z",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """Metres east and north to places of the drawing, the same scale both ways."""

    west_m: float
    north_m: float
    per_m: float
    height: float

    def __call__(self, point_m: Point) -> Point:
        """Where a point is."""
        return (
            (point_m[0] - self.west_m) * self.per_m,
            (self.north_m - point_m[1]) * self.per_m,
        )

    @property
    def east_m(self) -> float:
        """The eastern edge."""
        return self.west_m + WIDTH / self.per_m

    @property
    def south_m(self) -> float:
        """The southern edge."""
        return self.north_m - self.height / self.per_m


def chart(account: Account, words: Words) -> Html:
    """The map with its legend, and boxes to show and hide its layers."""
    frame = _frame(account)
    layers = [
        ("paths", joined(_paths(account, frame, words))),
        ("other", joined(_paths(account, frame, words, other=True))),
        ("assets", joined(_assets(account, frame, words))),
        ("units", joined(_units(account, frame, words))),
        ("shots", joined((*_shots(account, frame, words), *_ends(account, frame)))),
    ]
    drawn = drawing(
        WIDTH,
        frame.height,
        words.say("map.alt"),
        *_grid(frame, words),
        *(tag("g", layer, class_=f"g-{name}") for name, layer in layers),
        tag("g", *_names(account, frame), class_="g-assets"),
        *_scale_bar(frame, words),
        tag(
            "rect",
            x=0.5,
            y=0.5,
            width=WIDTH - 1,
            height=frame.height - 1,
            class_="frame",
        ),
        class_="map",
    )
    boxes = joined(
        part
        for name, layer in layers
        if layer
        for part in (
            tag("input", type="checkbox", id=f"l-{name}", checked=""),
            tag(
                "label",
                " ",
                words.say(f"map.layer.{name}"),
                for_=f"l-{name}",
                class_="layers",
            ),
        )
    )
    origin = account.story.opened.origin
    where = words.say(
        "map.note",
        latitude=words.number(origin.latitude_deg, 2),
        longitude=words.number(origin.longitude_deg, 2),
    )
    return joined([note(where), tag("div", boxes, drawn), _legend(account, words)])


def _frame(account: Account) -> Frame:
    """As large as what there is to see, in a shape that fits a screen."""
    points = list(_everything(account)) or [(0.0, 0.0)]
    east, north = [p[0] for p in points], [p[1] for p in points]
    wide_m = max(max(east) - min(east), 10_000.0)
    high_m = max(max(north) - min(north), 10_000.0)
    per_m = min((WIDTH - 2 * _MARGIN) / wide_m, (_HIGHEST - 2 * _MARGIN) / high_m)
    height = min(_HIGHEST, max(_LOWEST, high_m * per_m + 2 * _MARGIN))
    middle = (min(east) + max(east)) / 2.0, (min(north) + max(north)) / 2.0
    return Frame(
        west_m=middle[0] - WIDTH / per_m / 2.0,
        north_m=middle[1] + height / per_m / 2.0,
        per_m=per_m,
        height=height,
    )


def _everything(account: Account) -> Iterator[Point]:
    opened = account.story.opened
    for unit in opened.fire_units:
        yield unit.position.east_m, unit.position.north_m
    for asset in opened.assets:
        yield asset.position.east_m, asset.position.north_m
    for name, track in account.tracks.items():
        if account.endings[name] != OTHER:
            yield from track.path_m
    for thing in account.truth.objects if account.truth else ():
        if thing.ending != "airborne":
            yield thing.ended_m


def _grid(frame: Frame, words: Words) -> Iterator[Html]:
    """Level and upright lines every so many kilometres."""
    step_m = nice_step(frame.east_m - frame.west_m, 12)
    for east_m in ticks(frame.west_m, frame.east_m, step_m):
        x, _ = frame((east_m, 0.0))
        yield line(x, 0.0, x, frame.height, "grid")
        yield label(x + 3.0, frame.height - 5.0, words.number(east_m / 1e3, 0), "tick")
    for north_m in ticks(frame.south_m, frame.north_m, step_m):
        _, y = frame((0.0, north_m))
        yield line(0.0, y, WIDTH, y, "grid")
        yield label(4.0, y - 3.0, words.number(north_m / 1e3, 0), "tick")


def _scale_bar(frame: Frame, words: Words) -> Iterator[Html]:
    length_m = nice_step(frame.east_m - frame.west_m, 12)
    x, y = WIDTH - 20.0, frame.height - 18.0
    start = x - length_m * frame.per_m
    yield tag(
        "path",
        d=f"M{number(start)} {number(y - 4)}v8m0 -4H{number(x)}m0 -4v8",
        class_="wait",
        fill="none",
    )
    text = f"{words.number(length_m / 1e3, 0)} {words.say('unit.km')}"
    yield label((start + x) / 2.0, y - 6.0, text, "mid small")


def _paths(
    account: Account, frame: Frame, words: Words, *, other: bool = False
) -> Iterator[Html]:
    """Tracks of the raid, leakers last and so on top; or the tracks of others."""
    order = (OTHER,) if other else (DOWN, AIRBORNE, DECOY_LEAKED, GONE, LEAKED)
    for ending in order:
        for index, (name, track) in enumerate(account.tracks.items()):
            if account.endings[name] == ending:
                yield _path(account, frame, words, name, index, track)
    if not other:
        yield from _unseen(account, frame, words)


def _path(
    account: Account,
    frame: Frame,
    words: Words,
    name: str,
    index: int,
    track: TrackStory,
) -> Html:
    ending = account.endings[name]
    told = words.say(
        "map.track.tip",
        name=name,
        what=words.name("class", track.likely_class),
        ending=_called(account, ending, words),
    )
    points = simplified([frame(point) for point in track.path_m], _TOLERANCE)
    if len(points) == 1:
        # A single report would be invisible as a line.
        points.append((points[0][0] + 0.5, points[0][1]))
    return tag(
        "path",
        tip(told),
        id=f"k{index}",
        d=way(points),
        class_=f"t {ending}",
        data_t=account.keys[name],
    )


def _unseen(account: Account, frame: Frame, words: Words) -> Iterator[Html]:
    """True ways of what got through without a track."""
    for row, thing in enumerate(account.truth.objects if account.truth else ()):
        if not thing.tracks and thing.ending == "through":
            told = (
                f"{words.name('class', thing.threat_class)}: {words.say('map.unseen')}"
            )
            points = simplified([frame(point) for point in thing.way_m], _TOLERANCE)
            yield tag(
                "path", tip(told), d=way(points), class_="t unseen", data_t=f"o{row}"
            )


def _assets(account: Account, frame: Frame, words: Words) -> Iterator[Html]:
    assets = sorted(account.story.opened.assets, key=lambda each: -each.value_meur)
    most = max((asset.value_meur for asset in assets), default=1.0) or 1.0
    for asset in assets:
        x, y = frame((asset.position.east_m, asset.position.north_m))
        told = words.say(
            "map.asset.tip",
            name=asset.name or asset.id,
            value=words.money(asset.value_meur),
        )
        radius = max(3.0, 15.0 * math.sqrt(max(0.0, asset.value_meur) / most))
        yield tag("circle", tip(told), cx=x, cy=y, r=radius, class_="a")


def _names(account: Account, frame: Frame) -> Iterator[Html]:
    """Names of the most valuable assets, on the side from which less comes."""
    starts = [track.path_m[0][0] for track in account.tracks.values()]
    middle_m = sum(starts) / len(starts) if starts else 0.0
    named: list[Point] = []
    assets = sorted(account.story.opened.assets, key=lambda each: -each.value_meur)
    for asset in assets:
        x, y = frame((asset.position.east_m, asset.position.north_m))
        if len(named) == _MOST_NAMES:
            return
        if any(abs(x - a) < _NAME_WIDTH and abs(y - b) < 15.0 for a, b in named):
            continue
        named.append((x, y))
        left = middle_m > asset.position.east_m
        left = x > WIDTH - _NAME_WIDTH or (left and x > _NAME_WIDTH)
        class_ = "small halo end" if left else "small halo"
        yield label(x - 17.0 if left else x + 17.0, y + 4.0, asset.id, class_)


def _units(account: Account, frame: Frame, words: Words) -> Iterator[Html]:
    launched: defaultdict[str, list[Engagement]] = defaultdict(list)
    for each in account.launched:
        launched[each.pin.fire_unit].append(each)
    for unit in account.story.opened.fire_units:
        x, y = frame((unit.position.east_m, unit.position.north_m))
        fired = launched[unit.id]
        kinds = [str(each.interceptor_type) for each in unit.magazines]
        told = words.say(
            "map.unit.tip",
            name=unit.id,
            kinds=", ".join(words.name("type", kind) for kind in kinds),
            fired=len(fired),
            killed=sum(map(is_kill, fired)),
        )
        yield tag(
            "path",
            tip(told),
            d=_SHAPES[_kind(account, unit)],
            transform=f"translate({number(x)} {number(y)})",
            class_="u fired" if fired else "u",
        )


def _kind(account: Account, unit: FireUnit) -> EffectorKind:
    """What a unit mostly is: by the longest reach of what it holds."""
    held = [account.kinds[str(each.interceptor_type)] for each in unit.magazines]
    furthest = max(held, key=lambda kind: kind.max_range_m, default=None)
    return EffectorKind.GUN if furthest is None else furthest.kind


def _shots(account: Account, frame: Frame, words: Words) -> Iterator[Html]:
    """Where rounds met, or would have met, what they were launched at."""
    for each in sorted(account.launched, key=is_kill):
        place = _met_m(each.pin, account.tracks[each.pin.track])
        x, y = frame(place)
        outcome = each.outcome.value if each.outcome else "in_flight"
        told = words.say(
            "time.shot.tip",
            track=each.pin.track,
            kind=words.name("type", each.pin.interceptor_type),
            rounds=each.pin.salvo_size,
            launch=clock(each.pin.launch_s),
            outcome=words.name("outcome", outcome),
        )
        yield tag(
            "circle",
            tip(told),
            cx=x,
            cy=y,
            r=3.6 if is_kill(each) else 3.2,
            class_="killed"
            if is_kill(each)
            else "missed"
            if outcome == "missed"
            else "unknown",
            data_t=account.keys[each.pin.track],
        )


def _met_m(pin: PinnedEngagement, track: TrackStory) -> Point:
    if pin.intercept_at is not None:
        return pin.intercept_at.east_m, pin.intercept_at.north_m
    return track.path_m[-1]


def _ends(account: Account, frame: Frame) -> Iterator[Html]:
    """A cross where something armed got through."""
    for row, thing in enumerate(account.truth.objects if account.truth else ()):
        if ending_of(thing) == LEAKED:
            x, y = frame(thing.ended_m)
            yield _cross(x, y, data_t=f"o{row}")


def _cross(x: float, y: float, data_t: str | None = None) -> Html:
    start = f"M{number(x - 4)} {number(y - 4)}"
    return tag("path", d=f"{start}l8 8m0 -8l-8 8", class_="x", data_t=data_t)


def _legend(account: Account, words: Words) -> Html:
    """What is there to see, and nothing else."""
    lines: list[tuple[Html, str]] = []
    endings: Sequence[str] = (LEAKED, GONE, DECOY_LEAKED, DOWN, AIRBORNE, OTHER)
    present = set(account.endings.values())
    things = account.truth.objects if account.truth else ()
    lines += [
        (_stroke(ending), _called(account, ending, words))
        for ending in endings
        if ending in present
    ]
    if any(not each.tracks and each.ending == "through" for each in things):
        lines.append((_stroke("unseen"), words.say("map.unseen")))
    if any(ending_of(each) == LEAKED for each in things):
        lines.append((_cross(11.0, 7.0), words.say("map.end")))
    lines.append((_dot("killed"), words.say("map.killed")))
    lines.append((_dot("missed"), words.say("map.missed")))
    for kind in _kinds_present(account):
        mark = tag("path", d=_SHAPES[kind], transform="translate(11 7)", class_="u")
        lines.append((mark, words.name("kind", kind)))
    fired = tag(
        "path",
        d=_SHAPES[EffectorKind.MISSILE],
        transform="translate(11 8)",
        class_="u fired",
    )
    lines.append((fired, words.say("map.fired")))
    circle = tag("circle", cx=11.0, cy=7.0, r=6.0, class_="a")
    lines.append((circle, words.say("map.asset")))
    return keys(lines)


def _called(account: Account, ending: str, words: Words) -> str:
    """What an ending is called; without the truth a kill is what somebody said."""
    by_report = ending == DOWN and account.truth is None
    return words.say("course.killed" if by_report else f"map.{ending}")


def _kinds_present(account: Account) -> Iterable[EffectorKind]:
    present = {_kind(account, unit) for unit in account.story.opened.fire_units}
    return [kind for kind in EffectorKind if kind in present]


def _stroke(ending: str) -> Html:
    return tag("path", d="M1 7H21", class_=f"t {ending}")


def _dot(class_: str) -> Html:
    return tag("circle", cx=11.0, cy=7.0, r=4.0, class_=class_)
