"""Tracks, units, magazines and assets of a board, as documents state them."""

from collections.abc import Sequence

from zaslin.api.desk.documents import moment
from zaslin.api.errors import Code, ProblemError
from zaslin.api.service import Service
from zaslin.assignment.stations import reserve_of
from zaslin.domain.defence import FireUnit, Magazine
from zaslin.domain.ids import FireUnitId, TrackId
from zaslin.geometry.frames import LocalFrame
from zaslin.live.board import Board
from zaslin.ops.posting import Balance, balances
from zaslin.ops.situation import Situation
from zaslin.wire.form import stock as wire
from zaslin.wire.moment import written
from zaslin.wire.write.defence import assets_to_wire, units_to_wire
from zaslin.wire.write.live_picture import Seen, seen_of


def seen_at(board: Board, service: Service, places: Sequence[int]) -> list[Seen]:
    """Some tracks of a board, with what the desk says of them."""
    picture = board.picture
    some = tuple(picture.tracks[place] for place in places)
    return seen_of(picture, service.params, board.situation.identified, some)


def track_in(board: Board, service: Service, name: str) -> Seen:
    """A track of a board; raises :class:`ProblemError` 404 if it is not there."""
    for place, track in enumerate(board.picture.tracks):
        if track.id == name:
            return seen_at(board, service, [place])[0]
    raise _missing("track", name, len(board.picture.tracks))


def accept_track(situation: Situation, name: str) -> TrackId:
    """The id of a track that is there; raises :class:`ProblemError` 404."""
    if TrackId(name) not in situation.tracks:
        raise _missing("track", name, len(situation.tracks))
    return TrackId(name)


def unit_in(situation: Situation, name: str) -> FireUnit:
    """A fire unit; raises :class:`ProblemError` 404 if it is not there."""
    unit = situation.fire_units.get(FireUnitId(name))
    if unit is None:
        raise _missing("fire unit", name, len(situation.fire_units))
    return unit


def units_to_states(
    situation: Situation, units: Sequence[FireUnit]
) -> tuple[wire.UnitState, ...]:
    """Fire units with what they are doing."""
    frame = LocalFrame(situation.opened.origin)
    doing: dict[str, list[str]] = {}
    for name, pin in situation.pins.items():
        doing.setdefault(pin.fire_unit, []).append(name)
    return tuple(
        wire.UnitState(
            unit=unit,
            busy_channels=len(doing.get(unit.id, ())),
            engagements=tuple(doing.get(unit.id, ())),
        )
        for unit in units_to_wire(frame, units)
    )


def one_unit(situation: Situation, unit: FireUnit, now_s: float) -> wire.OneUnit:
    """A fire unit by itself."""
    (state,) = units_to_states(situation, [unit])
    return wire.OneUnit(
        revision=situation.revision, now=written(now_s), fire_unit=state
    )


def magazines_of(board: Board) -> wire.Magazines:
    """Every magazine, with what it is worth and what is left after the plan."""
    situation, shown = board.situation, board.shown
    booked = balances(situation)
    prices: dict[tuple[str, str], float] = {}
    for price in shown.prices if shown else ():
        key = (price.fire_unit, price.interceptor_type)
        prices[key] = max(prices.get(key, 0.0), float(price.price_meur))
    left = {
        (each.fire_unit, each.interceptor_type): each.rounds_after
        for each in (shown.stock_after if shown else ())
    }
    return wire.Magazines(
        revision=situation.revision,
        now=written(board.at_s),
        plan_revision=shown.revision if shown else None,
        magazines=tuple(
            _magazine(
                situation,
                unit,
                magazine,
                booked.get((unit.id, magazine.interceptor_type), Balance()),
                prices.get((unit.id, magazine.interceptor_type)),
                left.get((unit.id, magazine.interceptor_type)),
            )
            for unit in situation.fire_units.values()
            for magazine in unit.magazines
        ),
    )


def assets_of(board: Board) -> wire.Assets:
    """What is defended, with what the shown plan expects at it."""
    picture, shown = board.picture, board.shown
    outlook = {each.asset: each for each in (shown.assets if shown else ())}
    stated = assets_to_wire(LocalFrame(picture.origin), picture.assets)
    states = []
    for asset, document in zip(picture.assets, stated, strict=True):
        seen = outlook.get(asset.id)
        states.append(
            wire.AssetState(
                id=asset.id,
                name=asset.name,
                latitude_deg=document.latitude_deg,
                longitude_deg=document.longitude_deg,
                altitude_m=document.altitude_m,
                value_meur=asset.value_meur,
                priority=picture.control.priorities.get(asset.id, 1.0),
                damage_undefended_meur=seen.damage_undefended_meur if seen else None,
                damage_expected_meur=seen.damage_expected_meur if seen else None,
                undefendable_at=moment(seen.undefendable_at_s if seen else None),
            )
        )
    return wire.Assets(
        revision=picture.revision,
        now=written(picture.now_s),
        plan_revision=shown.revision if shown else None,
        assets=tuple(states),
    )


def _magazine(
    situation: Situation,
    unit: FireUnit,
    magazine: Magazine,
    booked: Balance,
    price_meur: float | None,
    left: int | None,
) -> wire.MagazineState:
    kinds = situation.opened.interceptor_types
    kind = next(each for each in kinds if each.id == magazine.interceptor_type)
    return wire.MagazineState(
        fire_unit=unit.id,
        interceptor_type=kind.id,
        kind=kind.kind,
        rounds_ready=magazine.rounds_ready,
        rounds_stored=magazine.rounds_stored,
        available=booked.available,
        reserved=booked.reserved,
        expended=booked.expended,
        min_reserve=reserve_of(unit, magazine, situation.control),
        cost_meur=kind.cost_meur,
        price_meur=price_meur,
        after_plan=left,
    )


def _missing(what: str, name: str, there: int) -> ProblemError:
    return ProblemError(
        Code.NOT_FOUND, f"{what}: {name}; accepted: one of the {there} that are there"
    )
