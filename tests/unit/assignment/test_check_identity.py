"""The hard filter: what is refused, and which reason comes first."""

from dataclasses import replace

import pytest

from tests.pictures import NOW_S, hostile, identification
from zaslin.assignment.check.identity import HARD_FILTER, is_threatening, refusal
from zaslin.domain.reason import ReasonCode
from zaslin.domain.track import Crew, StandardIdentity, Track

TRACK = hostile("T")
LAPSED = identification(expires_s=NOW_S)


@pytest.mark.parametrize(
    ("track", "reason"),
    [
        (TRACK, None),
        (replace(TRACK, civil=True), ReasonCode.CIVIL),
        (replace(TRACK, crew=Crew.CREWED), ReasonCode.CREWED),
        (replace(TRACK, crew=Crew.POSSIBLY_CREWED), ReasonCode.POSSIBLY_CREWED),
        (replace(TRACK, identification=None), ReasonCode.NO_IDENTIFICATION),
        (replace(TRACK, identification=LAPSED), ReasonCode.IDENTIFICATION_EXPIRED),
        (replace(TRACK, measured_at_s=NOW_S - 60.0), None),
        (replace(TRACK, measured_at_s=NOW_S - 60.1), ReasonCode.STALE),
        (replace(TRACK, measured_at_s=NOW_S + 60.1), ReasonCode.MEASURED_AFTER_NOW),
    ],
)
def test_each_test_has_its_reason(track: Track, reason: ReasonCode | None) -> None:
    """One fact at a time takes a hostile track out."""
    assert refusal(track, NOW_S, 60.0) is reason


@pytest.mark.parametrize(
    ("identity", "reason"),
    [
        (StandardIdentity.FRIEND, ReasonCode.FRIEND),
        (StandardIdentity.ASSUMED_FRIEND, ReasonCode.ASSUMED_FRIEND),
        (StandardIdentity.NEUTRAL, ReasonCode.NEUTRAL),
        (StandardIdentity.PENDING, ReasonCode.IDENTIFY_PENDING),
        (StandardIdentity.UNKNOWN, ReasonCode.IDENTIFY_UNKNOWN),
        (StandardIdentity.SUSPECT, ReasonCode.IDENTIFY_SUSPECT),
    ],
)
def test_only_hostile_passes(identity: StandardIdentity, reason: ReasonCode) -> None:
    """Six of the seven identities are refused, each in its own words."""
    track = replace(TRACK, identity=identity)
    assert refusal(track, NOW_S, 60.0) is reason
    assert not is_threatening(reason)


def test_civil_comes_before_crew_and_crew_before_identity() -> None:
    """The first failure is the reason."""
    track = replace(
        TRACK, civil=True, crew=Crew.CREWED, identity=StandardIdentity.FRIEND
    )
    assert refusal(track, NOW_S, 60.0) is ReasonCode.CIVIL
    assert refusal(replace(track, civil=False), NOW_S, 60.0) is ReasonCode.CREWED


def test_hostile_tracks_that_may_not_be_shot_at_still_threaten() -> None:
    """What fails only for age or authority leaks with its full value."""
    threatening = {reason for reason in HARD_FILTER if is_threatening(reason)}
    assert threatening == {
        ReasonCode.NO_IDENTIFICATION,
        ReasonCode.IDENTIFICATION_EXPIRED,
        ReasonCode.STALE,
        ReasonCode.MEASURED_AFTER_NOW,
    }
    assert is_threatening(None)
