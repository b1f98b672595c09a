"""The hard filter, reason by reason and in its order (mathematics, section 2)."""

import inspect
from dataclasses import replace

import pytest

from tests.pictures import NOW_S, hostile, identification
from zaslin.assignment.eligibility import is_positive, is_threatening, refusal
from zaslin.domain.params import PlanParams
from zaslin.domain.reason import ReasonCode
from zaslin.domain.track import (
    Crew,
    IdentificationMethod,
    StandardIdentity,
    ThreatClass,
    Track,
)

PARAMS = PlanParams(stale_after_s=60.0)
GOOD = hostile("T")


def why(track: Track) -> ReasonCode | None:
    """The reason against a track now."""
    return refusal(track, NOW_S, PARAMS)


def test_a_hostile_uncrewed_identified_fresh_track_passes() -> None:
    """There is no other way to pass."""
    assert why(GOOD) is None


@pytest.mark.parametrize(
    ("track", "expected"),
    [
        (replace(GOOD, civil=True), ReasonCode.CIVIL),
        (replace(GOOD, crew=Crew.CREWED), ReasonCode.CREWED),
        (replace(GOOD, crew=Crew.POSSIBLY_CREWED), ReasonCode.POSSIBLY_CREWED),
        (replace(GOOD, identity=StandardIdentity.FRIEND), ReasonCode.FRIEND),
        (
            replace(GOOD, identity=StandardIdentity.ASSUMED_FRIEND),
            ReasonCode.ASSUMED_FRIEND,
        ),
        (replace(GOOD, identity=StandardIdentity.NEUTRAL), ReasonCode.NEUTRAL),
        (
            replace(GOOD, identity=StandardIdentity.PENDING),
            ReasonCode.IDENTIFY_PENDING,
        ),
        (
            replace(GOOD, identity=StandardIdentity.UNKNOWN),
            ReasonCode.IDENTIFY_UNKNOWN,
        ),
        (
            replace(GOOD, identity=StandardIdentity.SUSPECT),
            ReasonCode.IDENTIFY_SUSPECT,
        ),
        (replace(GOOD, identification=None), ReasonCode.NO_IDENTIFICATION),
        (
            replace(GOOD, identification=identification(expires_s=NOW_S)),
            ReasonCode.IDENTIFICATION_EXPIRED,
        ),
        (replace(GOOD, measured_at_s=NOW_S - 60.001), ReasonCode.STALE),
        (replace(GOOD, measured_at_s=NOW_S + 60.001), ReasonCode.MEASURED_AFTER_NOW),
    ],
)
def test_each_test_has_its_reason(track: Track, expected: ReasonCode) -> None:
    """One fact changed, one reason."""
    assert why(track) is expected


@pytest.mark.parametrize(
    "track",
    [
        replace(GOOD, identification=identification(expires_s=NOW_S + 0.001)),
        replace(GOOD, measured_at_s=NOW_S - 60.0),
        replace(GOOD, measured_at_s=NOW_S + 60.0),
    ],
    ids=["expires in a moment", "as old as allowed", "as new as allowed"],
)
def test_at_the_limits_a_track_still_passes(track: Track) -> None:
    """An identification holds until it expires, a report for its whole time."""
    assert why(track) is None


def test_the_first_failure_is_the_reason() -> None:
    """Everything is wrong; mended one by one, the reasons appear in their order."""
    track = replace(
        GOOD,
        civil=True,
        crew=Crew.CREWED,
        identity=StandardIdentity.FRIEND,
        identification=None,
        measured_at_s=NOW_S - 1_000.0,
    )
    reasons = [why(track)]
    mended: list[dict[str, object]] = [
        {"civil": False},
        {"crew": Crew.UNCREWED},
        {"identity": StandardIdentity.HOSTILE},
        {"identification": identification(expires_s=NOW_S - 1.0)},
        {"identification": identification()},
        {"measured_at_s": NOW_S},
    ]
    for change in mended:
        track = replace(track, **change)  # type: ignore[arg-type]  # named fields
        reasons.append(why(track))

    assert reasons == [
        ReasonCode.CIVIL,
        ReasonCode.CREWED,
        ReasonCode.FRIEND,
        ReasonCode.NO_IDENTIFICATION,
        ReasonCode.IDENTIFICATION_EXPIRED,
        ReasonCode.STALE,
        None,
    ]


@pytest.mark.parametrize("identity", StandardIdentity)
@pytest.mark.parametrize("crew", Crew)
@pytest.mark.parametrize("civil", [False, True])
def test_only_one_combination_of_identity_crew_and_civil_passes(
    identity: StandardIdentity, crew: Crew, *, civil: bool
) -> None:
    """All forty-two, each with every class of threat."""
    for threat_class in ThreatClass:
        track = replace(
            GOOD,
            identity=identity,
            crew=crew,
            civil=civil,
            class_probabilities={threat_class: 1.0},
        )
        may = (
            identity is StandardIdentity.HOSTILE and crew is Crew.UNCREWED and not civil
        )
        assert (why(track) is None) is may


def test_there_is_no_setting_that_lets_anybody_through() -> None:
    """The filter reads one parameter: how old a report may be."""
    source = inspect.getsource(refusal)
    assert source.count("params.") == 1
    assert "params.stale_after_s" in source


def test_only_what_lapses_leaks_unshot() -> None:
    """A threat stays a threat when nobody may shoot at it; a friend never is one."""
    threatening = {reason for reason in ReasonCode if is_threatening(reason)}

    assert is_threatening(None)
    assert threatening == {
        ReasonCode.NO_IDENTIFICATION,
        ReasonCode.IDENTIFICATION_EXPIRED,
        ReasonCode.STALE,
        ReasonCode.MEASURED_AFTER_NOW,
    }


def test_positive_is_what_the_object_itself_shows() -> None:
    """Neither procedure nor nothing is positive."""
    procedural = identification(method=IdentificationMethod.PROCEDURAL)
    assert is_positive(GOOD)
    assert not is_positive(replace(GOOD, identification=procedural))
    assert not is_positive(replace(GOOD, identification=None))
