"""Pinned engagements: which still stand, and what they take from the rest."""

from dataclasses import dataclass

from zaslin.assignment.airspace import station_strictness
from zaslin.assignment.eligibility import is_positive, is_threatening, refusal
from zaslin.assignment.stations import (
    HOLD_STRICTNESS,
    KINDS,
    TIGHT_STRICTNESS,
    stations_of,
)
from zaslin.domain.control import ForbiddenPairing, PinnedEngagement
from zaslin.domain.ids import TrackId
from zaslin.domain.params import PlanParams
from zaslin.domain.picture import Picture
from zaslin.domain.plan import WithdrawnPin
from zaslin.domain.reason import REASON_TEXT, ReasonCode

_MICROSECOND = 1e-6
"""By how much a time may miss a limit: absolute seconds are no finer than that."""


@dataclass(frozen=True, slots=True)
class Pins:
    """Pinned engagements sorted out.

    ``holding``: still occupy a channel (standing, or already in flight).
    ``spending``: standing and not yet launched, so their rounds are reserved.
    ``survival``: per track, the probability that it outlives its pinned shots.
    ``assessed_s``: per track, when the last of them is known.
    """

    holding: tuple[PinnedEngagement, ...]
    spending: tuple[PinnedEngagement, ...]
    survival: dict[TrackId, float]
    assessed_s: dict[TrackId, float]
    withdrawn: tuple[WithdrawnPin, ...]


def sort_pins(picture: Picture, params: PlanParams) -> Pins:
    """Apply the hard filter and weapons control to what was pinned earlier.

    An authorised shot at a track that has since become friendly, civil or
    unidentified is withdrawn, not carried out; so is one that was not launched in
    time. What is over counts no more: a track that is still there is a live threat.
    """
    tracks = {track.id: track for track in picture.tracks}
    refusals = {
        pin.track: (
            refusal(tracks[pin.track], picture.now_s, params)
            if pin.track in tracks
            else ReasonCode.STALE
        )
        for pin in picture.control.pinned
    }
    prohibited = _prohibitions(picture)
    holding, spending, withdrawn = [], [], []
    survival: dict[TrackId, float] = {}
    assessed: dict[TrackId, float] = {}
    for index, pin in enumerate(picture.control.pinned):
        if _is_over(pin, picture.now_s):
            continue
        why = refusals[pin.track]
        if why is None and _is_missed(pin, picture.now_s):
            why = ReasonCode.ORDER_MISSED
        if why is None:
            why = prohibited.get(index)
        if why is not None:
            withdrawn.append(
                WithdrawnPin(
                    track=pin.track,
                    fire_unit=pin.fire_unit,
                    launched=pin.launched,
                    reason=why,
                    text=REASON_TEXT[why],
                )
            )
        if why is not None and not pin.launched:
            continue
        holding.append(pin)
        if not pin.launched:
            spending.append(pin)
        if pin.track in tracks and is_threatening(refusals[pin.track]):
            missed = (1.0 - pin.pk) ** pin.salvo_size
            survival[pin.track] = survival.get(pin.track, 1.0) * missed
            known_s = assessed.get(pin.track, pin.assessed_s)
            assessed[pin.track] = max(known_s, pin.assessed_s)
    return Pins(tuple(holding), tuple(spending), survival, assessed, tuple(withdrawn))


def _is_over(pin: PinnedEngagement, now_s: float) -> bool:
    """Whether the result of a launched engagement is due: known, or never to be."""
    return pin.launched and pin.assessed_s <= now_s + _MICROSECOND


def _is_missed(pin: PinnedEngagement, now_s: float) -> bool:
    """Whether the launch was due and is not reported."""
    return not pin.launched and pin.launch_s < now_s - _MICROSECOND


def _prohibitions(picture: Picture) -> dict[int, ReasonCode]:
    """Why pinned engagements, by index, may no longer be launched by their unit."""
    pinned, control = picture.control.pinned, picture.control
    if not pinned:
        return {}
    stations = stations_of(picture.fire_units, pinned, picture.now_s)
    place = {s.unit.id: i for i, s in reversed(list(enumerate(stations)))}
    kinds = {t.id: KINDS.index(t.kind) for t in picture.interceptor_types}
    strictness = station_strictness(stations, control)
    positive = {track.id for track in picture.tracks if is_positive(track)}
    found = {}
    for i, pin in enumerate(pinned):
        status = strictness[place[pin.fire_unit], kinds[pin.interceptor_type]]
        if status == HOLD_STRICTNESS:
            found[i] = ReasonCode.WEAPONS_HOLD
        elif status == TIGHT_STRICTNESS and pin.track not in positive:
            found[i] = ReasonCode.WEAPONS_TIGHT
        elif any(_forbids(pairing, pin) for pairing in control.forbidden):
            found[i] = ReasonCode.FORBIDDEN
    return found


def _forbids(pairing: ForbiddenPairing, pin: PinnedEngagement) -> bool:
    return (
        pairing.track == pin.track
        and pairing.fire_unit in (None, pin.fire_unit)
        and pairing.interceptor_type in (None, pin.interceptor_type)
    )
