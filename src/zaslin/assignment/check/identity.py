"""Who may be engaged: the hard filter of section 2."""

from zaslin.domain.reason import ReasonCode
from zaslin.domain.track import Crew, StandardIdentity, Track

_CREW = {
    Crew.CREWED: ReasonCode.CREWED,
    Crew.POSSIBLY_CREWED: ReasonCode.POSSIBLY_CREWED,
}
_IDENTITY = {
    StandardIdentity.FRIEND: ReasonCode.FRIEND,
    StandardIdentity.ASSUMED_FRIEND: ReasonCode.ASSUMED_FRIEND,
    StandardIdentity.NEUTRAL: ReasonCode.NEUTRAL,
    StandardIdentity.PENDING: ReasonCode.IDENTIFY_PENDING,
    StandardIdentity.UNKNOWN: ReasonCode.IDENTIFY_UNKNOWN,
    StandardIdentity.SUSPECT: ReasonCode.IDENTIFY_SUSPECT,
}

LAPSED = frozenset(
    {
        ReasonCode.NO_IDENTIFICATION,
        ReasonCode.IDENTIFICATION_EXPIRED,
        ReasonCode.STALE,
        ReasonCode.MEASURED_AFTER_NOW,
    }
)
"""Refusals under which a track still counts as a threat: shown, never shot at."""

HARD_FILTER = LAPSED | {ReasonCode.CIVIL, *_CREW.values(), *_IDENTITY.values()}
"""Every reason that the hard filter can give."""


def refusal(track: Track, now_s: float, stale_after_s: float) -> ReasonCode | None:
    """The first test of the hard filter that a track fails, or None if it passes."""
    if track.civil:
        return ReasonCode.CIVIL
    if track.crew is not Crew.UNCREWED:
        return _CREW[track.crew]
    if track.identity is not StandardIdentity.HOSTILE:
        return _IDENTITY[track.identity]
    if track.identification is None:
        return ReasonCode.NO_IDENTIFICATION
    if not now_s < track.identification.expires_s:
        return ReasonCode.IDENTIFICATION_EXPIRED
    age_s = now_s - track.measured_at_s
    if not abs(age_s) <= stale_after_s:
        return ReasonCode.MEASURED_AFTER_NOW if age_s < 0.0 else ReasonCode.STALE
    return None


def is_threatening(reason: ReasonCode | None) -> bool:
    """Whether a track with this refusal is counted in the objective."""
    return reason is None or reason in LAPSED
