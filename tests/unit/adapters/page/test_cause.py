"""Why an object was not stopped: the last thing that went wrong on the way."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.reports import account, story
from zaslin.adapters.page.account import Account, Said
from zaslin.adapters.page.cause import Cause, cause_of, details_of, why_told
from zaslin.adapters.page.words import Words
from zaslin.domain.engagement import Engagement, EngagementState, Outcome
from zaslin.domain.reason import REASON_TEXT, ReasonCode
from zaslin.domain.track import StandardIdentity
from zaslin.ops.story import ShotStory, TrackStory

NAME = "T"
ENGLISH = Words("en")


def a_track(
    *, shown: int = 0, hostile: bool = True, identity: StandardIdentity | None = None
) -> TrackStory:
    """A track that was seen once."""
    first = next(iter(story().tracks.values())).last
    known = StandardIdentity.HOSTILE if hostile else StandardIdentity.UNKNOWN
    last = replace(first, identity=identity or known)
    return TrackStory(
        last, 0.0, [(0.0, 0.0)], hostile_s=0.0 if hostile else None, shown=shown
    )


def a_shot(state: EngagementState, outcome: Outcome | None = None) -> ShotStory:
    """An authorised shot at the track, and what became of it."""
    engagement = next(iter(story().shots.values())).engagement
    engagement = Engagement(
        id=engagement.id,
        decision=engagement.decision,
        pin=engagement.pin,
        state=state,
        outcome=outcome,
    )
    return ShotStory(engagement=engagement, decided_s=0.0, why_not=None)


def with_only(
    track: TrackStory | None,
    *shots: ShotStory,
    refusals: int = 0,
    planned: int = 0,
    reasons: Mapping[ReasonCode, int] | None = None,
) -> Account:
    """A night with one track, and nothing else said or done."""
    return replace(
        account(),
        tracks={} if track is None else {NAME: track},
        shots_at={NAME: shots},
        refusals_at={NAME: refusals},
        said=Said(shots={NAME: planned}, reasons={NAME: reasons or {}}, windows={}),
    )


FIRED = EngagementState.REPORTED_FIRED
ASSESSED = EngagementState.ASSESSED
ABORTED = EngagementState.ABORTED
CAPACITY, FAR = ReasonCode.NO_CAPACITY, ReasonCode.OUT_OF_REACH


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (with_only(None), "unseen"),
        (with_only(a_track(hostile=False)), "unidentified"),
        (with_only(a_track(shown=2)), "not_ordered"),
        (with_only(a_track(shown=2), refusals=1), "refused"),
        (with_only(a_track(), a_shot(ABORTED), refusals=1), "not_launched"),
        (with_only(a_track(), a_shot(FIRED)), "in_flight"),
        (with_only(a_track(), a_shot(ASSESSED, Outcome.UNKNOWN)), "unassessed"),
        (with_only(a_track(), a_shot(ASSESSED, Outcome.MISSED)), "missed"),
        (
            with_only(
                a_track(),
                a_shot(ABORTED),
                a_shot(ASSESSED, Outcome.MISSED),
                a_shot(ASSESSED, Outcome.KILLED),
            ),
            "written_off",
        ),
        (with_only(a_track()), "silent"),
        (with_only(a_track(), planned=3, reasons={FAR: 2}), "later"),
    ],
)
def test_the_last_thing_that_went_wrong_is_the_cause(
    known: Account, expected: str
) -> None:
    """What was shot at was also seen, identified, advised and decided on."""
    assert cause_of(known, [NAME]) == Cause(f"cause.{expected}")


def test_most_plans_tell_why_there_was_no_shot() -> None:
    """Not the last one, when every window is closed, nor one before it was known."""
    reasons = {ReasonCode.IDENTIFY_UNKNOWN: 9, CAPACITY: 5, FAR: 2}

    found = cause_of(with_only(a_track(), planned=1, reasons=reasons), [NAME])

    assert found == Cause("cause.no_shot", CAPACITY)
    assert found.told(ENGLISH) == "no shot: rounds or channels did more elsewhere"


def test_the_details_tell_each_shot_and_what_plans_said() -> None:
    """And who it was taken for, if not for hostile."""
    known = with_only(
        a_track(identity=StandardIdentity.SUSPECT),
        a_shot(ABORTED),
        a_shot(ASSESSED, Outcome.MISSED),
        a_shot(ASSESSED, Outcome.MISSED),
        reasons={CAPACITY: 2},
        refusals=1,
    )

    told = details_of(known, [NAME], ENGLISH)

    assert "3 authorised: not launched — its time passed, missed ×2" in told
    assert "1 refusals" in told
    assert "identity: suspect" in told
    assert "plans without a shot: rounds or channels did more elsewhere ×2" in told


def test_the_usual_things_that_crews_say_are_told_in_the_pages_language() -> None:
    """Anything else is told as it was written."""
    words = Words("uk")
    stale = REASON_TEXT[ReasonCode.STALE]

    assert why_told(stale, words) == words.name("reason", "stale")
    assert (
        why_told("the crew sees nothing there", words) != "the crew sees nothing there"
    )
    assert why_told("wind_too strong", words) == "wind_too strong"
