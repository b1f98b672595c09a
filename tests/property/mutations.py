"""Ways to spoil a valid plan, or to change the picture under it.

Each mutation comes with the rules of which at least one must be found broken.
A mutation that does not apply to a case gives it up with ``assume``.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from hypothesis import assume

from tests.pictures import NOW_S, identification, square
from zaslin.assignment.check import Rule
from zaslin.domain.control import (
    ForbiddenPairing,
    NoEngagementZone,
    PinnedEngagement,
    ReserveOrder,
    WeaponsControlOrder,
    WeaponsControlStatus,
)
from zaslin.domain.defence import EffectorKind, FireUnit, InterceptorType, PkRange
from zaslin.domain.ids import (
    CURRENT_POSITION,
    AssetId,
    FireUnitId,
    InterceptorTypeId,
    PositionId,
    TrackId,
    ZoneId,
)
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture, ShownShot
from zaslin.domain.plan import (
    NotEngaged,
    Plan,
    Posture,
    Recommendation,
    Shot,
    WithdrawnPin,
)
from zaslin.domain.reason import REASON_TEXT, ReasonCode
from zaslin.domain.space import Position, Sector
from zaslin.domain.track import (
    Crew,
    IdentificationMethod,
    StandardIdentity,
    Track,
)

PARAMS = PlanParams(price_steps=20, sweeps=1, ruin_rounds=5)
HOLD, TIGHT = WeaponsControlStatus.HOLD, WeaponsControlStatus.TIGHT


@dataclass(frozen=True, repr=False)
class Case:
    """A picture, a plan for it, and the shot that a mutation is about."""

    picture: Picture
    params: PlanParams
    plan: Plan
    index: int

    def __repr__(self) -> str:
        return f"revision {self.picture.revision}, {self.shot}"

    @property
    def shot(self) -> Shot:
        """The shot that the mutation is about."""
        return self.plan.shots[self.index % len(self.plan.shots)]

    @property
    def unit(self) -> FireUnit:
        """The unit that takes the shot."""
        units = {unit.id: unit for unit in self.picture.fire_units}
        return units[self.shot.fire_unit]

    @property
    def interceptor(self) -> InterceptorType:
        """What it shoots with."""
        types = {kind.id: kind for kind in self.picture.interceptor_types}
        return types[self.shot.interceptor_type]

    @property
    def track(self) -> Track:
        """The track it is shot at."""
        tracks = {track.id: track for track in self.picture.tracks}
        return tracks[self.shot.track]

    def with_plan(self, **changes: object) -> "Case":
        """The case with the plan changed."""
        return replace(self, plan=replace(self.plan, **changes))  # type: ignore[arg-type]

    def with_picture(self, **changes: object) -> "Case":
        """The case with the picture changed under the plan."""
        picture = replace(self.picture, **changes)  # type: ignore[arg-type]
        return replace(self, picture=picture)

    def with_control(self, **changes: object) -> "Case":
        """The case with the control measures changed under the plan."""
        control = replace(self.picture.control, **changes)  # type: ignore[arg-type]
        return self.with_picture(control=control)

    def with_shot(self, **changes: object) -> "Case":
        """The case with the shot changed, in its recommendation too."""
        old = self.shot
        new = replace(old, **changes)  # type: ignore[arg-type]
        assume(new != old)
        return self.with_plan(
            shots=tuple(new if each is old else each for each in self.plan.shots),
            recommendations=tuple(
                replace(each, shot=new) if each.shot == old else each
                for each in self.plan.recommendations
            ),
        )

    def with_track(self, **changes: object) -> "Case":
        """The case with the track changed under the plan."""
        old = self.track
        new = replace(old, **changes)  # type: ignore[arg-type]
        assume(new != old)
        tracks = self.picture.tracks
        return self.with_picture(
            tracks=tuple(new if each is old else each for each in tracks)
        )

    def with_unit(self, **changes: object) -> "Case":
        """The case with the fire unit changed under the plan."""
        old = self.unit
        new = replace(old, **changes)  # type: ignore[arg-type]
        units = self.picture.fire_units
        return self.with_picture(
            fire_units=tuple(new if each is old else each for each in units)
        )

    def with_interceptor(self, **changes: object) -> "Case":
        """The case with the interceptor type changed under the plan."""
        old = self.interceptor
        new = replace(old, **changes)  # type: ignore[arg-type]
        types = self.picture.interceptor_types
        return self.with_picture(
            interceptor_types=tuple(new if each is old else each for each in types)
        )


Mutation = Callable[[Case], Case]


# --------------------------------------------------------------- one field of a shot


def other_of(names: list[str], name: str, index: int) -> str:
    """Another of some names."""
    others = [each for each in names if each != name]
    assume(others)
    return others[index % len(others)]


def other_track(case: Case) -> Case:
    """Shoot at another live track."""
    names = [str(track.id) for track in case.picture.tracks]
    return case.with_shot(track=TrackId(other_of(names, case.shot.track, case.index)))


def other_unit(case: Case) -> Case:
    """Shoot from another unit."""
    names = [str(unit.id) for unit in case.picture.fire_units]
    name = other_of(names, case.shot.fire_unit, case.index)
    return case.with_shot(fire_unit=FireUnitId(name))


def other_type(case: Case) -> Case:
    """Shoot with another interceptor type."""
    names = [str(each.id) for each in case.picture.interceptor_types]
    name = other_of(names, case.shot.interceptor_type, case.index)
    return case.with_shot(interceptor_type=InterceptorTypeId(name))


def other_position(case: Case) -> Case:
    """Shoot from another place of the same unit."""
    places = [str(CURRENT_POSITION)]
    places += [str(place.id) for place in case.unit.prepared_positions]
    name = other_of(places, case.shot.position, case.index)
    return case.with_shot(position=PositionId(name))


def moved(case: Case, east_m: float, north_m: float, up_m: float) -> Case:
    """Put the intercept elsewhere."""
    at = case.shot.intercept_at
    where = Position(at.east_m + east_m, at.north_m + north_m, at.altitude_m + up_m)
    return case.with_shot(intercept_at=where)


def flatter(name: str) -> Mutation:
    """Make a figure of the shot one per cent better."""
    return lambda case: case.with_shot(**{name: 1.01 * getattr(case.shot, name)})


def spoil(name: str) -> Mutation:
    """Make a figure of the shot something that is not a number."""
    return lambda case: case.with_shot(**{name: math.nan})


ANYTHING = frozenset(Rule)
SHOT_MUTATIONS: dict[str, tuple[Mutation, frozenset[Rule]]] = {
    "unknown track": (
        lambda c: c.with_shot(track=TrackId("?")),
        frozenset({Rule.UNKNOWN}),
    ),
    "unknown unit": (
        lambda c: c.with_shot(fire_unit=FireUnitId("?")),
        frozenset({Rule.UNKNOWN}),
    ),
    "unknown type": (
        lambda c: c.with_shot(interceptor_type=InterceptorTypeId("?")),
        frozenset({Rule.UNKNOWN}),
    ),
    "unknown position": (
        lambda c: c.with_shot(position=PositionId("?")),
        frozenset({Rule.UNKNOWN}),
    ),
    "other track": (other_track, ANYTHING),
    "other unit": (other_unit, ANYTHING),
    "other type": (other_type, frozenset({Rule.MAGAZINE})),
    "other position": (other_position, ANYTHING),
    "no rounds in the salvo": (
        lambda c: c.with_shot(salvo_size=0),
        frozenset({Rule.DOCTRINE}),
    ),
    "too many rounds in the salvo": (
        lambda c: c.with_shot(salvo_size=c.shot.salvo_size + 2),
        frozenset({Rule.DOCTRINE}),
    ),
    "launched a slot later": (
        lambda c: c.with_shot(launch_s=c.shot.launch_s + PARAMS.slot_s),
        frozenset({Rule.INTERCEPT, Rule.WINDOW, Rule.ENVELOPE, Rule.GRID}),
    ),
    "launched off the grid": (
        lambda c: c.with_shot(launch_s=c.shot.launch_s + 3.0),
        frozenset({Rule.GRID}),
    ),
    "launched in the past": (
        lambda c: c.with_shot(launch_s=NOW_S - PARAMS.slot_s),
        frozenset({Rule.GRID}),
    ),
    "launched at once": (
        lambda c: c.with_shot(launch_s=NOW_S),
        frozenset({Rule.WINDOW}),
    ),
    "intercept too early": (
        lambda c: c.with_shot(intercept_s=c.shot.intercept_s - 1.0),
        frozenset({Rule.INTERCEPT}),
    ),
    "intercept east": (lambda c: moved(c, 5.0, 0.0, 0.0), frozenset({Rule.INTERCEPT})),
    "intercept north": (lambda c: moved(c, 0.0, 5.0, 0.0), frozenset({Rule.INTERCEPT})),
    "intercept up": (lambda c: moved(c, 0.0, 0.0, 5.0), frozenset({Rule.INTERCEPT})),
    "looked too early": (
        lambda c: c.with_shot(assessed_s=c.shot.assessed_s - 1.0),
        frozenset({Rule.ASSESSED}),
    ),
    "stage later": (
        lambda c: c.with_shot(stage=c.shot.stage + 1),
        frozenset({Rule.STAGE}),
    ),
    "stage earlier": (
        lambda c: c.with_shot(stage=c.shot.stage - 1),
        frozenset({Rule.STAGE}),
    ),
    "needed less": (
        lambda c: c.with_shot(p_needed=0.5 * c.shot.p_needed),
        frozenset({Rule.P_NEEDED}),
    ),
    "free of debris": (
        lambda c: c.with_shot(debris_meur=c.shot.debris_meur - 0.01),
        frozenset({Rule.DEBRIS}),
    ),
}
for _name in ("p_available", "pk_low", "pk_planned", "pk_high", "p_kill"):
    SHOT_MUTATIONS[f"{_name} flattered"] = (flatter(_name), frozenset({Rule.PK}))
for _name, _rule in (
    ("launch_s", Rule.GRID),
    ("intercept_s", Rule.INTERCEPT),
    ("assessed_s", Rule.ASSESSED),
    ("p_needed", Rule.P_NEEDED),
    ("p_available", Rule.PK),
    ("pk_low", Rule.PK),
    ("pk_planned", Rule.PK),
    ("pk_high", Rule.PK),
    ("p_kill", Rule.PK),
    ("debris_meur", Rule.DEBRIS),
):
    SHOT_MUTATIONS[f"{_name} is not a number"] = (spoil(_name), frozenset({_rule}))


# ---------------------------------------------------------------- the plan around it


def drop_shot(case: Case) -> Case:
    """Leave a shot out, with its recommendation."""
    return case.with_plan(
        shots=tuple(each for each in case.plan.shots if each is not case.shot),
        recommendations=tuple(
            each for each in case.plan.recommendations if each.shot != case.shot
        ),
    )


def double_shot(case: Case) -> Case:
    """Take a shot twice, with its recommendation."""
    lines = case.plan.recommendations
    again = tuple(each for each in lines if each.shot == case.shot)
    return case.with_plan(
        shots=(*case.plan.shots, case.shot), recommendations=(*lines, *again)
    )


def hold_shot(case: Case) -> Case:
    """Say that a shot at a live track is held for the forecast."""
    dropped = drop_shot(case)
    return dropped.with_plan(
        held_for_forecast=(*case.plan.held_for_forecast, case.shot)
    )


def recommend_held(case: Case) -> Case:
    """Recommend a shot that is held for the forecast."""
    assume(case.plan.held_for_forecast)
    shot, *held = case.plan.held_for_forecast
    line = replace(case.plan.recommendations[0], shot=shot)
    return case.with_plan(
        shots=(*case.plan.shots, shot),
        held_for_forecast=tuple(held),
        recommendations=(*case.plan.recommendations, line),
    )


def flatter_held(case: Case) -> Case:
    """Make a held shot look better than it is."""
    assume(case.plan.held_for_forecast)
    shot, *held = case.plan.held_for_forecast
    better = replace(shot, p_kill=1.01 * shot.p_kill)
    return case.with_plan(held_for_forecast=(better, *held))


def drop_held(case: Case) -> Case:
    """Leave out a shot that is held for the forecast."""
    assume(case.plan.held_for_forecast)
    return case.with_plan(held_for_forecast=case.plan.held_for_forecast[1:])


def drop_line(case: Case) -> Case:
    """Leave a recommendation out and keep its shot."""
    return case.with_plan(recommendations=case.plan.recommendations[1:])


def change_line(case: Case, **changes: object) -> Case:
    """Change what the recommendation of the shot says about it."""
    return case.with_plan(
        recommendations=tuple(
            replace(each, **changes) if each.shot == case.shot else each  # type: ignore[arg-type]
            for each in case.plan.recommendations
        )
    )


def overrate(case: Case) -> Case:
    """Say that the shot averts more than it does."""
    (line,) = (each for each in case.plan.recommendations if each.shot == case.shot)
    return change_line(case, damage_averted_meur=1.01 * line.damage_averted_meur + 0.01)


def firm_follow_up(case: Case) -> Case:
    """Say that a follow-up is firm."""
    assume(case.shot.stage > 1)
    return change_line(case, firm=True)


def lessen(name: str) -> Mutation:
    """Understate one term, and the value with it."""

    def mutate(case: Case) -> Case:
        stated = getattr(case.plan.terms, name)
        terms = replace(case.plan.terms, **{name: stated - 0.01})
        return case.with_plan(terms=terms, value=terms.total)

    return mutate


def first(case: Case, section: str, **changes: object) -> Case:
    """Change the first entry of a section of the plan."""
    entries = getattr(case.plan, section)
    assume(entries)
    changed = replace(entries[0], **changes)
    assume(changed != entries[0])
    return case.with_plan(**{section: (changed, *entries[1:])})


def without_first(case: Case, section: str) -> Case:
    """Drop the first entry of a section of the plan."""
    entries = getattr(case.plan, section)
    assume(entries)
    return case.with_plan(**{section: entries[1:]})


def twice_first(case: Case, section: str) -> Case:
    """Repeat the first entry of a section of the plan."""
    entries = getattr(case.plan, section)
    assume(entries)
    return case.with_plan(**{section: (entries[0], *entries)})


def silence_engaged(case: Case) -> Case:
    """List an engaged track as not engaged as well."""
    entry = NotEngaged(
        track=case.shot.track,
        reason=ReasonCode.NO_CAPACITY,
        text=REASON_TEXT[ReasonCode.NO_CAPACITY],
        threat_value_meur=0.0,
        expected_leak_meur=0.0,
    )
    return case.with_plan(not_engaged=(*case.plan.not_engaged, entry))


def invent_withdrawal(case: Case) -> Case:
    """Withdraw an engagement that nobody pinned."""
    entry = WithdrawnPin(
        track=case.shot.track,
        fire_unit=FireUnitId("?"),
        launched=False,
        reason=ReasonCode.STALE,
        text="",
    )
    return case.with_plan(withdrawn=(*case.plan.withdrawn, entry))


def other_posture(case: Case) -> Case:
    """State another posture than the shots show."""
    places = [str(CURRENT_POSITION)]
    places += [str(place.id) for place in case.unit.prepared_positions]
    place = PositionId(other_of(places, case.shot.position, case.index))
    name = case.shot.fire_unit
    rest = tuple(each for each in case.plan.postures if each.fire_unit != name)
    return case.with_plan(postures=(*rest, Posture(fire_unit=name, position=place)))


def more(case: Case, section: str, figure: str, by: float = 1.0) -> Case:
    """Overstate a figure of the first entry of a section."""
    entries = getattr(case.plan, section)
    assume(entries)
    return first(case, section, **{figure: getattr(entries[0], figure) + by})


PLAN_MUTATIONS: dict[str, tuple[Mutation, frozenset[Rule]]] = {
    "drop a shot": (drop_shot, frozenset({Rule.TERMS, Rule.LEAKER})),
    "double a shot": (double_shot, frozenset({Rule.STAGE})),
    "hold a live shot": (hold_shot, frozenset({Rule.IDENTITY})),
    "recommend a held shot": (recommend_held, frozenset({Rule.IDENTITY})),
    "flatter a held shot": (flatter_held, frozenset({Rule.PK})),
    "drop a held shot": (drop_held, frozenset({Rule.TERMS})),
    "drop a recommendation": (drop_line, frozenset({Rule.RECOMMENDATION})),
    "overrate a shot": (overrate, frozenset({Rule.RECOMMENDATION})),
    "a firm follow-up": (firm_follow_up, frozenset({Rule.RECOMMENDATION})),
    "value too low": (
        lambda c: c.with_plan(value=c.plan.value - 0.01),
        frozenset({Rule.VALUE}),
    ),
    "value not a number": (
        lambda c: c.with_plan(value=math.nan),
        frozenset({Rule.VALUE}),
    ),
    "undefended too high": (
        lambda c: c.with_plan(undefended=c.plan.undefended + 0.01),
        frozenset({Rule.VALUE}),
    ),
    "bound above the value": (
        lambda c: c.with_plan(bound=c.plan.value + 0.01),
        frozenset({Rule.BOUND}),
    ),
    "bound for all launches above the value": (
        lambda c: c.with_plan(bound_all_launches=c.plan.value + 0.01),
        frozenset({Rule.BOUND}),
    ),
    "bound said to cover more launches": (
        lambda c: c.with_plan(
            bound_covers=replace(
                c.plan.bound_covers,
                starts_per_window=c.plan.bound_covers.starts_per_window + 1,
            )
        ),
        frozenset({Rule.BOUND}),
    ),
    "bound said to cover other policies": (
        lambda c: c.with_plan(
            bound_covers=replace(c.plan.bound_covers, policies="any")
        ),
        frozenset({Rule.BOUND}),
    ),
    "bound infinitely low": (
        lambda c: c.with_plan(bound=-math.inf),
        frozenset({Rule.BOUND}),
    ),
    "another revision": (
        lambda c: c.with_plan(revision=c.plan.revision + 1),
        frozenset({Rule.REVISION}),
    ),
    "threat overstated": (
        lambda c: more(c, "threats", "threat_value_meur", 0.01),
        frozenset({Rule.THREAT}),
    ),
    "decoy share overstated": (
        lambda c: more(c, "threats", "p_decoy", 0.01),
        frozenset({Rule.THREAT}),
    ),
    "time to impact overstated": (
        lambda c: first(c, "threats", time_to_impact_s=1e5),
        frozenset({Rule.THREAT}),
    ),
    "threat without assets": (
        lambda c: first(c, "threats", assets=()),
        frozenset({Rule.THREAT}),
    ),
    "threat dropped": (
        lambda c: without_first(c, "threats"),
        frozenset({Rule.THREAT}),
    ),
    "threat of a stranger": (
        lambda c: first(c, "threats", track=TrackId("?")),
        frozenset({Rule.THREAT}),
    ),
    "leak understated": (
        lambda c: more(c, "leakers", "p_leak", -0.01),
        frozenset({Rule.LEAKER}),
    ),
    "leak damage understated": (
        lambda c: more(c, "leakers", "expected_leak_meur", -0.01),
        frozenset({Rule.LEAKER}),
    ),
    "leaker dropped": (
        lambda c: without_first(c, "leakers"),
        frozenset({Rule.LEAKER}),
    ),
    "leaker twice": (lambda c: twice_first(c, "leakers"), frozenset({Rule.LEAKER})),
    "asset outlook understated": (
        lambda c: more(c, "assets", "damage_expected_meur", -0.01),
        frozenset({Rule.OUTLOOK}),
    ),
    "asset outlook dropped": (
        lambda c: without_first(c, "assets"),
        frozenset({Rule.OUTLOOK}),
    ),
    "silence broken": (
        lambda c: without_first(c, "not_engaged"),
        frozenset({Rule.NOT_ENGAGED}),
    ),
    "silence twice": (
        lambda c: twice_first(c, "not_engaged"),
        frozenset({Rule.NOT_ENGAGED}),
    ),
    "silence excused": (
        lambda c: first(c, "not_engaged", reason=ReasonCode.NEUTRAL),
        frozenset({Rule.NOT_ENGAGED}),
    ),
    "silence belittled": (
        lambda c: more(c, "not_engaged", "expected_leak_meur", -0.01),
        frozenset({Rule.NOT_ENGAGED}),
    ),
    "silence of a stranger": (
        lambda c: first(c, "not_engaged", track=TrackId("?")),
        frozenset({Rule.UNKNOWN}),
    ),
    "engaged and silent": (silence_engaged, frozenset({Rule.NOT_ENGAGED})),
    "stock overstated": (
        lambda c: more(c, "stock_after", "rounds_after"),
        frozenset({Rule.STOCK}),
    ),
    "stock dropped": (
        lambda c: without_first(c, "stock_after"),
        frozenset({Rule.STOCK}),
    ),
    "stock twice": (lambda c: twice_first(c, "stock_after"), frozenset({Rule.STOCK})),
    "another posture": (other_posture, frozenset({Rule.POSTURE})),
    "an impossible posture": (
        lambda c: first(c, "postures", position=PositionId("?")),
        frozenset({Rule.UNKNOWN}),
    ),
    "posture twice": (
        lambda c: twice_first(c, "postures"),
        frozenset({Rule.DUPLICATE}),
    ),
    "an invented withdrawal": (invent_withdrawal, frozenset({Rule.WITHDRAWN})),
    "a negative price": (
        lambda c: first(c, "prices", price_meur=-0.1),
        frozenset({Rule.BOUND}),
    ),
}
PRICE, ALTERNATIVE = frozenset({Rule.PRICE}), frozenset({Rule.ALTERNATIVE})
RECOMMENDATION, WINDOW = frozenset({Rule.RECOMMENDATION}), frozenset({Rule.WINDOW})
STOCK, THREAT = frozenset({Rule.STOCK}), frozenset({Rule.THREAT})
OUTLOOK, WITHDRAWN = frozenset({Rule.OUTLOOK}), frozenset({Rule.WITHDRAWN})
LEAKER = frozenset({Rule.LEAKER})
HOUR_S = 3_600.0


def line_of(case: Case) -> Recommendation:
    """A firm recommendation with alternatives."""
    lines = [each for each in case.plan.recommendations if each.firm]
    lines = [each for each in lines if each.alternatives]
    assume(lines)
    return lines[case.index % len(lines)]


def offer(case: Case, **changes: object) -> Case:
    """Change what a firm recommendation says about itself."""
    old = line_of(case)
    new = replace(old, **changes)  # type: ignore[arg-type]
    assume(new != old)
    return case.with_plan(
        recommendations=tuple(
            new if each is old else each for each in case.plan.recommendations
        )
    )


def later(name: str, by_s: float = HOUR_S) -> Mutation:
    """Move a time of a recommendation."""
    return lambda case: offer(case, **{name: getattr(line_of(case), name) + by_s})


def alternative(name: str, value: object) -> Mutation:
    """Change the first alternative of a recommendation."""

    def mutate(case: Case) -> Case:
        best, *others = line_of(case).alternatives
        other = replace(best, **{name: value})  # type: ignore[arg-type]
        return offer(case, alternatives=(other, *others))

    return mutate


def cheaper(case: Case) -> Case:
    """Say that a replacement costs less than the refusal that needs it."""
    replacement = line_of(case).replacement
    assume(replacement is not None)
    assert replacement is not None
    other = replace(replacement, difference_meur=replacement.difference_meur - 0.01)
    return offer(case, replacement=other)


def share(name: str, value: object) -> Mutation:
    """Change the first asset of the first threat."""

    def mutate(case: Case) -> Case:
        assume(case.plan.threats and case.plan.threats[0].assets)
        best, *others = case.plan.threats[0].assets
        other = replace(best, **{name: value})  # type: ignore[arg-type]
        return first(case, "threats", assets=(other, *others))

    return mutate


def entry(
    section: str, name: str, value: object, rules: frozenset[Rule]
) -> tuple[Mutation, frozenset[Rule]]:
    """Change a field of the first entry of a section."""
    return lambda case: first(case, section, **{name: value}), rules


UNKNOWN_UNIT, UNKNOWN_TYPE = FireUnitId("?"), InterceptorTypeId("?")
PLAN_MUTATIONS |= {
    "made at another time": (
        lambda c: c.with_plan(made_at_s=c.plan.made_at_s + HOUR_S),
        frozenset({Rule.REVISION}),
    ),
    "bound below nothing": (
        lambda c: c.with_plan(bound=-1e9),
        frozenset({Rule.BOUND}),
    ),
    "forecast leak understated": (
        lambda c: c.with_plan(forecast_leak_meur=c.plan.forecast_leak_meur - 0.01),
        frozenset({Rule.VALUE}),
    ),
    "window opens before the unit is ready": (
        later("window_opens_s", -HOUR_S),
        WINDOW,
    ),
    "window opens after the launch": (later("window_opens_s"), WINDOW),
    "window closes later": (later("window_closes_s"), WINDOW),
    "window closes off the grid": (later("window_closes_s", 3.0), WINDOW),
    "last order later": (later("last_order_s"), WINDOW),
    "last order earlier than the launch": (later("last_order_s", -HOUR_S), WINDOW),
    "window not a number": (later("window_opens_s", math.nan), WINDOW),
    "a dear price": (later("price_meur", 5.0), PRICE),
    "a dear refusal": (later("refusal_meur", 1e4), RECOMMENDATION),
    "a refusal that gains": (later("refusal_meur", -1e4), RECOMMENDATION),
    "a cheaper replacement": (cheaper, ALTERNATIVE),
    "a firm shot put off": (lambda c: offer(c, firm=False), RECOMMENDATION),
    "nothing assumed": (lambda c: offer(c, assumes=()), RECOMMENDATION),
    "something else assumed": (
        lambda c: offer(c, assumes=("all is well", *line_of(c).assumes)),
        RECOMMENDATION,
    ),
    "alternatives twice": (
        lambda c: offer(c, alternatives=2 * line_of(c).alternatives[:1]),
        ALTERNATIVE,
    ),
    "alternative by a stranger": (alternative("fire_unit", UNKNOWN_UNIT), ALTERNATIVE),
    "alternative from nowhere": (
        alternative("position", PositionId("?")),
        ALTERNATIVE,
    ),
    "alternative with nothing": (
        alternative("interceptor_type", UNKNOWN_TYPE),
        ALTERNATIVE,
    ),
    "alternative in a large salvo": (alternative("salvo_size", 3), ALTERNATIVE),
    "alternative in the past": (alternative("launch_s", NOW_S - 10.0), ALTERNATIVE),
    "alternative off the grid": (alternative("launch_s", NOW_S + 63.0), ALTERNATIVE),
    "alternative that is sure": (alternative("pk_planned", 1.0), ALTERNATIVE),
    "alternative that gains": (alternative("difference_meur", -1e4), ALTERNATIVE),
    "prices dropped": (lambda c: c.with_plan(prices=c.plan.prices[1:]), PRICE),
    "a price twice": (lambda c: twice_first(c, "prices"), PRICE),
    "a price of a stranger": entry("prices", "fire_unit", UNKNOWN_UNIT, PRICE),
    "a price of nowhere": entry("prices", "position", PositionId("?"), PRICE),
    "a price of nothing": entry("prices", "interceptor_type", UNKNOWN_TYPE, PRICE),
    "a slot price twice": (lambda c: twice_first(c, "slot_prices"), PRICE),
    "a slot of a stranger": entry("slot_prices", "fire_unit", UNKNOWN_UNIT, PRICE),
    "a slot of nowhere": entry("slot_prices", "position", PositionId("?"), PRICE),
    "a slot of nothing": entry("slot_prices", "interceptor_type", UNKNOWN_TYPE, PRICE),
    "a slot in the past": entry("slot_prices", "starts_s", NOW_S - 10.0, PRICE),
    "a negative slot price": entry(
        "slot_prices", "price_meur", -0.1, frozenset({Rule.BOUND})
    ),
    "lethality overstated": (lambda c: more(c, "threats", "lethality"), THREAT),
    "nowhere overstated": (lambda c: more(c, "threats", "p_no_asset"), THREAT),
    "other assets overstated": (
        lambda c: more(c, "threats", "other_assets_meur"),
        THREAT,
    ),
    "threat to a stranger": (share("asset", AssetId("?")), THREAT),
    "threat surer": (share("p_asset", 1.5), THREAT),
    "threat of priority": (share("priority", 1e3), THREAT),
    "threat dearer": (share("damage_meur", 1e4), THREAT),
    "threat contributes more": (share("contribution_meur", 1e4), THREAT),
    "threat sooner": (share("time_to_impact_s", -1.0), THREAT),
    "silence explained otherwise": entry(
        "not_engaged", "text", "all fine", frozenset({Rule.NOT_ENGAGED})
    ),
    "silent threat belittled": (
        lambda c: more(c, "not_engaged", "threat_value_meur", 0.01),
        frozenset({Rule.NOT_ENGAGED}),
    ),
    "leak of a stranger": entry("leakers", "track", TrackId("?"), LEAKER),
    "leak elsewhere": entry("leakers", "likely_asset", AssetId("?"), LEAKER),
    "leak sooner": entry("leakers", "time_to_impact_s", -1.0, LEAKER),
    "outlook of a stranger": entry("assets", "asset", AssetId("?"), OUTLOOK),
    "outlook gloomier": (
        lambda c: more(c, "assets", "damage_undefended_meur"),
        OUTLOOK,
    ),
    "defended for long": entry("assets", "undefendable_at_s", NOW_S + 1e5, OUTLOOK),
    "stock of a stranger": entry("stock_after", "fire_unit", UNKNOWN_UNIT, STOCK),
    "stock of nothing": entry("stock_after", "interceptor_type", UNKNOWN_TYPE, STOCK),
    "more before": (lambda c: more(c, "stock_after", "rounds_before"), STOCK),
    "more committed": (lambda c: more(c, "stock_after", "rounds_committed"), STOCK),
    "more expected": (lambda c: more(c, "stock_after", "rounds_expected"), STOCK),
    "more held": (lambda c: more(c, "stock_after", "rounds_for_forecast"), STOCK),
    "more kept": (lambda c: more(c, "stock_after", "min_reserve"), STOCK),
    "posture of a stranger": entry(
        "postures", "fire_unit", UNKNOWN_UNIT, frozenset({Rule.UNKNOWN})
    ),
    "withdrawn elsewhere": entry("withdrawn", "track", TrackId("?"), WITHDRAWN),
    "withdrawn by a stranger": entry("withdrawn", "fire_unit", UNKNOWN_UNIT, WITHDRAWN),
    "withdrawn in flight": (
        lambda c: first(
            c, "withdrawn", launched=not any(e.launched for e in c.plan.withdrawn[:1])
        ),
        WITHDRAWN,
    ),
    "withdrawn for another reason": entry(
        "withdrawn", "reason", ReasonCode.TOO_LATE, WITHDRAWN
    ),
    "withdrawn in other words": entry("withdrawn", "text", "all fine", WITHDRAWN),
}
for _name in ("leaked_damage", "rounds", "debris", "plan_change"):
    PLAN_MUTATIONS[f"{_name} understated"] = (lessen(_name), frozenset({Rule.TERMS}))


# ------------------------------------------------------------- the picture under it


def at_intercept(case: Case) -> NoEngagementZone:
    """A small zone around the intercept."""
    at = case.shot.intercept_at
    area = square(at.east_m, at.north_m, half_m=50.0)
    return NoEngagementZone(id=ZoneId("new"), area=area)


def order(case: Case, *, kind: EffectorKind | None = None, local: bool = True) -> Case:
    """HOLD around the intercept, or for a kind."""
    area = at_intercept(case).area if local else None
    new = WeaponsControlOrder(status=HOLD, area=area, kind=kind)
    return case.with_control(orders=(*case.picture.control.orders, new))


def zone(case: Case) -> Case:
    """A no-engagement zone around the intercept."""
    zones = case.picture.control.zones
    return case.with_control(zones=(*zones, at_intercept(case)))


def forbid(case: Case) -> Case:
    """Somebody refuses the pairing."""
    pairing = ForbiddenPairing(track=case.shot.track, fire_unit=case.shot.fire_unit)
    return case.with_control(forbidden=(pairing,))


def doubt(case: Case) -> Case:
    """TIGHT, and the track is identified by behaviour only."""
    means = identification(method=IdentificationMethod.PROCEDURAL)
    if case.track.identification != means:
        case = case.with_track(identification=means)
    return case.with_control(weapons_control=TIGHT)


def keep_back(case: Case) -> Case:
    """The commander keeps back all there is."""
    assume(case.interceptor.spends_rounds)
    reserve = ReserveOrder(interceptor_type=case.interceptor.id, rounds=1_000)
    return case.with_control(reserves=(reserve,))


def unload(case: Case) -> Case:
    """The magazines turn out to be empty."""
    assume(case.interceptor.spends_rounds)
    empty = tuple(
        replace(each, rounds_ready=0, rounds_stored=0) for each in case.unit.magazines
    )
    return case.with_unit(magazines=empty)


def turn_away(case: Case) -> Case:
    """The sector of fire looks the other way."""
    assume(case.shot.position == CURRENT_POSITION)
    east_m = case.shot.intercept_at.east_m - case.unit.position.east_m
    north_m = case.shot.intercept_at.north_m - case.unit.position.north_m
    behind = Sector(math.atan2(east_m, north_m) + math.pi, 0.1)
    return case.with_unit(sector=behind)


def pin_track(case: Case) -> Case:
    """Somebody has engaged the track already, and looks an hour from now."""
    new = PinnedEngagement(
        track=case.shot.track,
        fire_unit=case.shot.fire_unit,
        interceptor_type=case.shot.interceptor_type,
        salvo_size=1,
        launch_s=NOW_S - 1.0,
        intercept_s=NOW_S + 3_600.0,
        assessed_s=NOW_S + 3_600.0,
        pk=0.5,
        authorised_by="Maj Bondar",
        launched=True,
    )
    return case.with_control(pinned=(*case.picture.control.pinned, new))


def show_more(case: Case) -> Case:
    """The operator has a shot on screen that the plan does not keep."""
    pinned = {pin.track for pin in case.picture.control.pinned}
    assume(case.shot.track not in pinned)
    lost = ShownShot(
        track=case.shot.track,
        fire_unit=FireUnitId("?"),
        interceptor_type=case.shot.interceptor_type,
        salvo_size=1,
        launch_s=case.shot.launch_s,
    )
    return case.with_picture(shown=(*case.picture.shown, lost))


def worth_more(case: Case) -> Case:
    """The assets are worth twice as much."""
    assets = case.picture.assets
    return case.with_picture(
        assets=tuple(replace(each, value_meur=2.0 * each.value_meur) for each in assets)
    )


def weaker(case: Case) -> Case:
    """The round turns out to be worse."""
    pk = {
        each: PkRange(0.5 * pk.low, 0.5 * pk.high)
        for each, pk in case.interceptor.pk.items()
    }
    return case.with_interceptor(pk=pk)


def without_track(case: Case) -> Case:
    """The track has gone."""
    tracks = case.picture.tracks
    return case.with_picture(
        tracks=tuple(each for each in tracks if each.id != case.shot.track)
    )


def slow_down(case: Case) -> Case:
    """The round turns out to be slower."""
    assume(case.interceptor.spends_rounds)
    return case.with_interceptor(speed_mps=0.9 * case.interceptor.speed_mps)


def identify(identity: StandardIdentity) -> Mutation:
    """The track turns out to be something else."""
    return lambda case: case.with_track(identity=identity)


IDENTITY = frozenset({Rule.IDENTITY})
WEAPONS_CONTROL = frozenset({Rule.WEAPONS_CONTROL})
PICTURE_MUTATIONS: dict[str, tuple[Mutation, frozenset[Rule]]] = {
    "civil": (lambda c: c.with_track(civil=True), IDENTITY),
    "crewed": (lambda c: c.with_track(crew=Crew.CREWED), IDENTITY),
    "possibly crewed": (lambda c: c.with_track(crew=Crew.POSSIBLY_CREWED), IDENTITY),
    "nobody identified it": (lambda c: c.with_track(identification=None), IDENTITY),
    "identification lapsed": (
        lambda c: c.with_track(identification=identification(expires_s=NOW_S)),
        IDENTITY,
    ),
    "stale": (
        lambda c: c.with_track(measured_at_s=NOW_S - 61.0),
        frozenset({Rule.STALE}),
    ),
    "track gone": (without_track, frozenset({Rule.UNKNOWN})),
    "hold": (lambda c: c.with_control(weapons_control=HOLD), WEAPONS_CONTROL),
    "hold there": (order, WEAPONS_CONTROL),
    "hold for this kind": (
        lambda c: order(c, kind=c.interceptor.kind, local=False),
        WEAPONS_CONTROL,
    ),
    "tight and in doubt": (doubt, WEAPONS_CONTROL),
    "a zone": (zone, frozenset({Rule.ZONE})),
    "refused": (forbid, frozenset({Rule.FORBIDDEN})),
    "a reserve": (keep_back, frozenset({Rule.RESERVE})),
    "empty magazines": (unload, frozenset({Rule.MAGAZINE})),
    "no magazines": (
        lambda c: c.with_unit(magazines=()),
        frozenset({Rule.MAGAZINE}),
    ),
    "no channels": (lambda c: c.with_unit(channels=0), frozenset({Rule.CHANNEL})),
    "another sector": (turn_away, frozenset({Rule.SECTOR, Rule.PK, Rule.INTERCEPT})),
    "slow to react": (
        lambda c: c.with_unit(reaction_time_s=3_600.0),
        frozenset({Rule.WINDOW}),
    ),
    "blind": (lambda c: c.with_unit(sensor_range_m=0.0), frozenset({Rule.HORIZON})),
    "out of range": (
        lambda c: c.with_interceptor(
            min_range_m=0.0, max_range_m=1.0, best_range_m=0.0
        ),
        frozenset({Rule.ENVELOPE}),
    ),
    "too high": (
        lambda c: c.with_interceptor(min_altitude_m=-500.0, max_altitude_m=-400.0),
        frozenset({Rule.ALTITUDE}),
    ),
    "a weaker round": (weaker, frozenset({Rule.PK})),
    "a slower round": (
        slow_down,
        frozenset({Rule.INTERCEPT, Rule.ENVELOPE, Rule.WINDOW, Rule.PK}),
    ),
    "engaged already": (pin_track, frozenset({Rule.PINNED})),
    "shown before": (show_more, frozenset({Rule.TERMS})),
    "more at stake": (worth_more, frozenset({Rule.THREAT})),
    "a decoy": (lambda c: c.with_track(p_decoy=0.95), frozenset({Rule.THREAT})),
    "pk planned elsewhere": (
        lambda c: replace(c, params=replace(c.params, pk_point=0.0)),
        frozenset({Rule.PK}),
    ),
    "a shorter horizon": (
        lambda c: replace(c, params=replace(c.params, horizon_s=PARAMS.slot_s)),
        frozenset({Rule.GRID}),
    ),
}
for _identity in StandardIdentity:
    if _identity is not StandardIdentity.HOSTILE:
        PICTURE_MUTATIONS[f"identity {_identity}"] = (identify(_identity), IDENTITY)

MUTATIONS = {**SHOT_MUTATIONS, **PLAN_MUTATIONS, **PICTURE_MUTATIONS}
