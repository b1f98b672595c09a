"""The hard filter: who may be engaged at all, decided before any optimisation."""

from zaslin.domain.params import PlanParams
from zaslin.domain.reason import ReasonCode
from zaslin.domain.track import (
    Crew,
    IdentificationMethod,
    StandardIdentity,
    Track,
)

_NEVER = {
    StandardIdentity.FRIEND: ReasonCode.FRIEND,
    StandardIdentity.ASSUMED_FRIEND: ReasonCode.ASSUMED_FRIEND,
    StandardIdentity.NEUTRAL: ReasonCode.NEUTRAL,
    StandardIdentity.PENDING: ReasonCode.IDENTIFY_PENDING,
    StandardIdentity.UNKNOWN: ReasonCode.IDENTIFY_UNKNOWN,
    StandardIdentity.SUSPECT: ReasonCode.IDENTIFY_SUSPECT,
}

LEAKS_UNSHOT = frozenset(
    {
        ReasonCode.NO_IDENTIFICATION,
        ReasonCode.IDENTIFICATION_EXPIRED,
        ReasonCode.STALE,
        ReasonCode.MEASURED_AFTER_NOW,
    }
)
"""Refusals under which the track still counts as a threat in the objective."""


def refusal(track: Track, now_s: float, params: PlanParams) -> ReasonCode | None:
    """Why the track may not be engaged under any setting; None if it may.

    No argument of this function can turn a friend, a neutral, a civil, a crewed
    or an unidentified track into a target: there is no setting for it.
    """
    if track.civil:
        return ReasonCode.CIVIL
    if track.crew is Crew.CREWED:
        return ReasonCode.CREWED
    if track.crew is not Crew.UNCREWED:
        return ReasonCode.POSSIBLY_CREWED
    if track.identity is not StandardIdentity.HOSTILE:
        return _NEVER[track.identity]
    if track.identification is None:
        return ReasonCode.NO_IDENTIFICATION
    if now_s >= track.identification.expires_s:
        return ReasonCode.IDENTIFICATION_EXPIRED
    age_s = now_s - track.measured_at_s
    if abs(age_s) > params.stale_after_s:
        return ReasonCode.STALE if age_s > 0.0 else ReasonCode.MEASURED_AFTER_NOW
    return None


def is_threatening(reason: ReasonCode | None) -> bool:
    """Whether a track with this refusal still counts in the objective."""
    return reason is None or reason in LEAKS_UNSHOT


def is_positive(track: Track) -> bool:
    """Whether the identity rests on the object's own signature."""
    how = track.identification
    return how is not None and how.method is IdentificationMethod.POSITIVE
