"""What people declare is laid over what feeds report, and never over the evidence."""

from dataclasses import replace
from typing import Any

import pytest

from tests.desks import Scripted, authorised, desk_on, journal_of, saturated_plan
from tests.pictures import NOW_S, hostile, saturated
from zaslin.assignment.eligibility import refusal
from zaslin.assignment.pins import sort_pins
from zaslin.domain.event import Identified, Lost, Reported
from zaslin.domain.ids import TrackId
from zaslin.domain.params import PlanParams
from zaslin.domain.reason import ReasonCode
from zaslin.domain.track import (
    Crew,
    IdentificationMethod,
    StandardIdentity,
    Track,
)
from zaslin.ops.desk import Desk
from zaslin.ops.identity import declared, protection
from zaslin.ops.state import fold

HOSTILE, FRIEND = StandardIdentity.HOSTILE, StandardIdentity.FRIEND
UNKNOWN, SUSPECT = StandardIdentity.UNKNOWN, StandardIdentity.SUSPECT
POSITIVE = IdentificationMethod.POSITIVE
LATER_S = NOW_S + 100.0
PARAMS = PlanParams(stale_after_s=1_000.0)


def said(**changes: Any) -> Identified:
    """Captain Koval saw it on camera."""
    usual = Identified(
        track=TrackId("T1"),
        identity=HOSTILE,
        method=POSITIVE,
        authority="Capt Koval",
        evidence="camera 4",
        expires_s=NOW_S + 60.0,
    )
    return replace(usual, **changes)


def seen(**changes: Any) -> Track:
    """A track that its feed takes for a suspect, nobody aboard."""
    return replace(hostile("T1"), identity=SUSPECT, identification=None, **changes)


def why_not(track: Track, word: Identified | None, now_s: float) -> ReasonCode | None:
    """Why nobody may shoot at it."""
    return refusal(declared(track, word, now_s), now_s, PARAMS)


def test_a_suspect_that_a_person_declares_hostile_may_be_engaged() -> None:
    """Under the person's name, for as long as the person said."""
    track = declared(seen(), said(), NOW_S)

    assert track.identification is not None
    assert track.identification.authority == "Capt Koval"
    assert why_not(seen(), said(), NOW_S) is None
    assert why_not(seen(), None, NOW_S) is ReasonCode.IDENTIFY_SUSPECT


@pytest.mark.parametrize("reported", [SUSPECT, HOSTILE, StandardIdentity.PENDING])
def test_when_it_lapses_the_track_is_unknown(reported: StandardIdentity) -> None:
    """Not what it was before, and not what a feed still says: somebody has to look."""
    track = replace(hostile("T1"), identity=reported)

    assert declared(track, said(), NOW_S + 59.9).identity is HOSTILE
    assert declared(track, said(), NOW_S + 60.0).identity is UNKNOWN
    assert why_not(track, said(), LATER_S) is ReasonCode.IDENTIFY_UNKNOWN


def test_a_friend_that_lapses_does_not_become_a_foe() -> None:
    """A feed that calls it hostile all the time has to be heard by a person first."""
    word = said(identity=FRIEND)

    assert why_not(hostile("T1"), word, NOW_S) is ReasonCode.FRIEND
    assert why_not(hostile("T1"), word, LATER_S) is ReasonCode.IDENTIFY_UNKNOWN
    assert why_not(hostile("T1"), None, LATER_S) is None


@pytest.mark.parametrize(
    "evidence",
    [
        {"civil": True},
        {"crew": Crew.CREWED},
        {"identity": FRIEND},
        {"identity": StandardIdentity.ASSUMED_FRIEND},
        {"identity": StandardIdentity.NEUTRAL},
    ],
    ids=lambda each: "-".join(f"{key}-{value}" for key, value in each.items()),
)
@pytest.mark.parametrize("crew", [None, *Crew])
@pytest.mark.parametrize("method", IdentificationMethod)
@pytest.mark.parametrize("identity", StandardIdentity)
def test_no_declaration_makes_the_protected_engageable(
    evidence: dict[str, Any],
    crew: Crew | None,
    method: IdentificationMethod,
    identity: StandardIdentity,
) -> None:
    """Whatever is said, by whatever method, of whoever is aboard; lapsed or not."""
    track = replace(hostile("T1"), **evidence)
    word = said(identity=identity, crew=crew, method=method)

    for now_s in (NOW_S, LATER_S):
        assert why_not(track, word, now_s) is not None
    assert protection(track) is not None


@pytest.mark.parametrize(
    ("reported", "word", "crew"),
    [
        (Crew.UNCREWED, {}, Crew.UNCREWED),
        (Crew.UNCREWED, {"crew": Crew.CREWED}, Crew.CREWED),
        (Crew.UNCREWED, {"crew": Crew.POSSIBLY_CREWED}, Crew.POSSIBLY_CREWED),
        (Crew.POSSIBLY_CREWED, {}, Crew.POSSIBLY_CREWED),
        (Crew.POSSIBLY_CREWED, {"crew": Crew.UNCREWED}, Crew.UNCREWED),
        (
            Crew.POSSIBLY_CREWED,
            {"crew": Crew.UNCREWED, "method": IdentificationMethod.PROCEDURAL},
            Crew.POSSIBLY_CREWED,
        ),
        (Crew.CREWED, {"crew": Crew.UNCREWED, "identity": UNKNOWN}, Crew.CREWED),
    ],
)
def test_who_is_aboard_is_the_stricter_word(
    reported: Crew, word: dict[str, Any], crew: Crew
) -> None:
    """Only who has seen the object itself rules out a mere possibility."""
    assert declared(seen(crew=reported), said(**word), NOW_S).crew is crew


# ----------------------------------------------------------------------- at the desk


def desk_with(track: Track) -> Desk:
    """A desk that sees one more track."""
    picture = replace(saturated(), tracks=(*saturated().tracks, track))
    desk = desk_on(picture, Scripted(saturated_plan()))
    desk.tick(NOW_S)
    return desk


def identity_of(desk: Desk, now_s: float = NOW_S + 2.0) -> StandardIdentity:
    """Of the track, in the picture."""
    track = desk.situation.track_at(TrackId("T1"), now_s)
    assert track is not None
    assert track in desk.situation.picture_at(now_s).tracks
    return track.identity


def test_a_declaration_is_in_the_picture_and_in_the_journal() -> None:
    """The feed's own word is kept beside it; the fold comes to the same."""
    desk = desk_with(seen())
    desk.record(said(), NOW_S + 1.0, by="koval")

    assert identity_of(desk) is HOSTILE
    assert desk.situation.tracks[TrackId("T1")].identity is SUSPECT
    assert journal_of(desk)[-1].by == "koval"
    assert fold(journal_of(desk)) == desk.situation


@pytest.mark.parametrize(
    ("word", "track", "match"),
    [
        (said(track=TrackId("T99")), seen(), "'T99'; accepted: one of the 13"),
        (said(expires_s=NOW_S + 1.0), seen(), "accepted: later than now"),
        (said(), seen(civil=True), "civil traffic; accepted"),
        (said(identity=SUSPECT), seen(crew=Crew.CREWED), "against it: crewed"),
        (said(), replace(seen(), identity=FRIEND), "against it: reported friend"),
    ],
)
def test_what_could_not_count_is_refused(
    word: Identified, track: Track, match: str
) -> None:
    """So that whoever declares it is told."""
    desk = desk_with(track)
    before = desk.situation

    with pytest.raises(ValueError, match=match):
        desk.record(word, NOW_S + 1.0)

    assert desk.situation is before


@pytest.mark.parametrize(
    "evidence", [{"civil": True}, {"crew": Crew.CREWED}, {"identity": FRIEND}]
)
def test_evidence_ends_a_declaration_for_good(evidence: dict[str, Any]) -> None:
    """The next report that is silent on it does not bring it back."""
    desk = desk_with(seen())
    desk.record(said(), NOW_S + 1.0)
    against = replace(seen(measured_at_s=NOW_S + 1.0), **evidence)
    desk.record(Reported(tracks=(against,)), NOW_S + 1.0)
    desk.record(Reported(tracks=(seen(measured_at_s=NOW_S + 2.0),)), NOW_S + 2.0)

    assert identity_of(desk) is SUSPECT


@pytest.mark.parametrize(("word", "after"), [(HOSTILE, SUSPECT), (FRIEND, FRIEND)])
def test_what_comes_back_under_a_name_may_be_another(
    word: StandardIdentity, after: StandardIdentity
) -> None:
    """It is not hostile from the start; that it is a friend is held on to."""
    desk = desk_with(seen())
    desk.record(said(identity=word), NOW_S + 1.0)
    desk.record(Lost(tracks=(TrackId("T1"),)), NOW_S + 1.0)
    desk.record(Reported(tracks=(seen(measured_at_s=NOW_S + 2.0),)), NOW_S + 2.0)

    assert identity_of(desk) is after


def test_when_it_lapses_an_authorised_shot_is_withdrawn() -> None:
    """And a plan is urged at that moment, so that somebody is told."""
    desk = desk_on(saturated(), Scripted(saturated_plan()))
    desk.tick(NOW_S)
    pin = authorised(desk, NOW_S).pin
    word = said(track=pin.track, expires_s=NOW_S + 11.0)
    desk.record(word, NOW_S + 1.0)
    desk.tick(NOW_S + 10.9)
    assert desk.situation.picture_at(NOW_S + 10.9).control.pinned == (pin,)
    desk.ledger.urged = False

    picture = desk.asks(NOW_S + 21.0)

    assert picture is not None
    assert sort_pins(picture, PARAMS).spending == ()
    (gone,) = sort_pins(picture, PARAMS).withdrawn
    assert gone.reason in (
        ReasonCode.IDENTIFY_UNKNOWN,
        ReasonCode.IDENTIFICATION_EXPIRED,
    )


def test_reports_of_what_a_person_called_hostile_urge_no_plan_each_time() -> None:
    """The feed says suspect for ever; the desk knows that it is hostile."""
    desk = desk_with(seen())
    desk.record(said(), NOW_S + 1.0)
    desk.ledger.urged = False

    desk.receive([seen(measured_at_s=NOW_S + 2.0)], NOW_S + 2.0)

    assert not desk.ledger.urged
