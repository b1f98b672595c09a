"""Everything behind the plan's advice on one track."""

import math

from rich.console import RenderableType
from rich.padding import Padding

from zaslin.cli.report.paper import heading, ledger, lines, stack
from zaslin.cli.report.view import View
from zaslin.cli.words import (
    amount,
    countdown,
    counted,
    money,
    percent,
)
from zaslin.domain.ids import CURRENT_POSITION, TrackId
from zaslin.domain.plan import Alternative, Recommendation, Shot, Threat
from zaslin.domain.track import Track

_DOUBTFUL = 0.8
"""Availability below which a shot says so."""


def why(view: View, track_id: TrackId) -> RenderableType:
    """What the track is, what it threatens, and why it is engaged as it is."""
    track = view.tracks[track_id]
    shots = sorted(
        (line for line in view.plan.recommendations if line.shot.track == track_id),
        key=lambda line: (line.shot.stage, line.shot.launch_s),
    )
    silent = view.silent.get(track_id)
    verdict = counted(len(shots), "shot") if silent is None else "not engaged"
    threat = view.threats.get(track_id)
    return stack(
        heading(f"Why: {track_id}", verdict),
        lines(_known(view, track)),
        None if silent is None else lines([f"Not engaged: {silent.text}."]),
        *((_threat(threat),) if threat else ()),
        *(_shot(view, number, line) for number, line in enumerate(shots, start=1)),
        lines(_leak(view, track_id)),
    )


def _known(view: View, track: Track) -> list[str]:
    identified = track.identification
    declared = "" if identified is None else f", declared by {identified.authority}"
    if identified is not None:
        left_s = view.ahead_s(identified.expires_s)
        lapse = f"lapses in {countdown(left_s)}" if left_s > 0.0 else "has lapsed"
        declared += f" ({identified.method.value}, {lapse})"
    classes = ", ".join(
        f"{each.value} {percent(p)}"
        for each, p in sorted(track.class_probabilities.items(), key=lambda c: -c[1])
        if p > 0.0
    )
    speed_mps = math.hypot(track.velocity.east_mps, track.velocity.north_mps)
    course = math.degrees(math.atan2(track.velocity.east_mps, track.velocity.north_mps))
    return [
        f"{track.identity.value}{declared}; {track.crew.value.replace('_', ' ')}",
        f"{classes}; decoy {percent(track.p_decoy)}",
        (
            f"course {course % 360.0:03.0f}°, {speed_mps:.0f} m/s, "
            f"{track.position.altitude_m:,.0f} m high; "
            f"measured {_measured(view.ahead_s(track.measured_at_s))}"
        ),
    ]


def _measured(ahead_s: float) -> str:
    """When, from now: a clock that runs ahead is named, not hidden in a sign."""
    return f"{countdown(abs(ahead_s))} {'after now' if ahead_s > 0.0 else 'ago'}"


def _threat(threat: Threat) -> RenderableType:
    other, value = threat.other_assets_meur, threat.threat_value_meur
    table = ledger(
        [
            ("asset it may fly to", "name"),
            ("probability", "number"),
            ("priority", "number"),
            ("damage M€", "number"),
            ("threat M€", "number"),
            ("impact in", "number"),
        ],
        [
            *(
                (
                    each.asset,
                    percent(each.p_asset),
                    f"{each.priority:g}",
                    amount(each.damage_meur, 2),
                    amount(each.contribution_meur, 2),
                    countdown(each.time_to_impact_s),
                )
                for each in threat.assets
            ),
            ("other assets, open country", "", "", "", amount(other, 2), ""),
            ("threat value", "", "", "", amount(value, 2), ""),
        ],
    )
    return Padding(table, (1, 0, 0, 0))


def _shot(view: View, number: int, line: Recommendation) -> RenderableType:
    shot = line.shot
    state = "firm" if line.firm else "intention"
    where = "" if shot.position == CURRENT_POSITION else f" at {shot.position}"
    times = (
        f"last order {countdown(view.ahead_s(line.last_order_s))}, "
        f"launch {countdown(view.ahead_s(shot.launch_s))}, "
        f"intercept {countdown(view.ahead_s(shot.intercept_s))}, "
        f"result {countdown(view.ahead_s(shot.assessed_s))}; "
        f"window {countdown(view.ahead_s(line.window_opens_s))} to "
        f"{countdown(view.ahead_s(line.window_closes_s))}"
    )
    chance = f"{_kill(shot)}; needed with {percent(shot.p_needed)}, stage {shot.stage}"
    worth = (
        f"averts {money(line.damage_averted_meur)} M€, price {money(line.price_meur)}, "
        f"debris {money(shot.p_needed * shot.debris_meur)} as far as it is needed"
    )
    head = (
        f"\n{number}. {shot.fire_unit}{where}: {shot.salvo_size} × "
        f"{shot.interceptor_type} ({state})"
    )
    body = [times, chance, worth, *_instead(view, line), _assumed(view, line)]
    return stack(lines([head]), Padding(lines(body), (0, 0, 0, 3)))


def _kill(shot: Shot) -> str:
    """How the salvo's chance comes about; a stranger can multiply it out."""
    return (
        f"kills with {shot.p_kill:.1%} = available {shot.p_available:.1%} × "
        f"(1 − (1 − pk of a round {_of_available(shot, shot.pk_planned):.1%})^"
        f"{shot.salvo_size})"
    )


def _of_available(shot: Shot, pk: float) -> float:
    """A pk per round without the chance that the shot is there at all."""
    # Rounded, or one pk comes out as 0.37 here and as 0.38 there.
    return round(pk / shot.p_available, 9) if shot.p_available > 0.0 else 0.0


def _instead(view: View, line: Recommendation) -> list[str]:
    if line.refusal_meur is None:
        return ["effect of refusing it: not computed in the time given"]
    costs = amount(line.refusal_meur, 2, "+")
    taken = (
        "nobody takes it over"
        if line.replacement is None
        else f"then {_alternative(view, line.replacement)}"
    )
    return [
        f"if refused: {costs} M€, {taken}",
        *(
            f"or {_alternative(view, other)}: {_difference(other)} M€"
            for other in line.alternatives
        ),
    ]


def _alternative(view: View, other: Alternative) -> str:
    where = "" if other.position == CURRENT_POSITION else f" at {other.position}"
    return (
        f"{other.fire_unit}{where}, {other.salvo_size} × {other.interceptor_type}, "
        f"launch {countdown(view.ahead_s(other.launch_s))}, "
        f"pk {percent(other.pk_planned)} with its availability"
    )


def _difference(other: Alternative) -> str:
    return amount(other.difference_meur, 2, "+")


def _assumed(view: View, line: Recommendation) -> str:
    """What the choice rests on; pk stated as above, without the availability."""
    shot = line.shot
    planned, low, high = (
        _of_available(shot, pk) for pk in (shot.pk_planned, shot.pk_low, shot.pk_high)
    )
    premises = [
        f"pk {planned:.2f} per round if available, believed {low:.2f} to {high:.2f}",
        f"planned at {view.params.pk_point:.0%} of that range",
    ]
    if shot.p_available < _DOUBTFUL:
        premises.append(f"exists in {shot.p_available:.0%} of the expected courses")
    said = ("pk ", "the shot exists in ")
    premises += [each for each in line.assumes if not each.startswith(said)]
    return f"assumes: {'; '.join(premises)}"


def _leak(view: View, track_id: TrackId) -> list[str]:
    for line in view.plan.leakers:
        if line.track == track_id:
            chance, damage = percent(line.p_leak), money(line.expected_leak_meur)
            return [f"\nGets through with {chance}: {damage} M€ of damage expected."]
    return ["\nNot counted as a threat."]
