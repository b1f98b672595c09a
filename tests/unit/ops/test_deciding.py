"""Fire held, a shot amended, two signatures: what people may do beyond yes and no."""

from dataclasses import replace
from typing import Any

import pytest

from tests.desks import (
    PROMPT,
    Scripted,
    amendment_of,
    authorised,
    decision_on,
    desk_on,
    entered,
    firm,
    journal_of,
    launch_of,
    saturated_plan,
)
from tests.pictures import FREE, MISSILE, NOW_S, hostile, saturated
from zaslin.assignment.check import PlanRejected
from zaslin.assignment.check.orders import check_order, order_faults
from zaslin.assignment.pins import sort_pins
from zaslin.assignment.plan import plan
from zaslin.domain.control import Control, ForbiddenPairing
from zaslin.domain.decision import Decision, Verdict
from zaslin.domain.event import (
    Aborted,
    Controlled,
    Decided,
    Lost,
    Nominated,
    Released,
    Reported,
    Withdrawn,
)
from zaslin.domain.ids import FireUnitId, InterceptorTypeId, PositionId, TrackId
from zaslin.domain.reason import ReasonCode
from zaslin.domain.track import StandardIdentity
from zaslin.ops import orders
from zaslin.ops.authorise import authorise, confirm, nominate, prepare
from zaslin.ops.desk import Desk
from zaslin.ops.journal import MemoryJournal
from zaslin.ops.policy import TwoPerson
from zaslin.ops.ports import NOTHING, Booked, Receipt
from zaslin.ops.refused import (
    AlreadyDecidedError,
    DecisionRefusedError,
    NeedsSecondPersonError,
    PlanMovedOnError,
)
from zaslin.ops.state import apply, fold

PLAN = saturated_plan()
LINE, OTHER = PLAN.recommendations[:2]
AT = LINE.shot.track
WHEN = NOW_S + 1.0
SECOND = "Col Shevchuk"


def desk(two_person: TwoPerson | None = None) -> Desk:
    """A desk that shows the plan of the saturated sky."""
    made = desk_on(saturated(), Scripted(PLAN))
    if two_person is not None:
        made.two_person = two_person
    made.tick(NOW_S)
    return made


def hold(track: TrackId = AT, at_s: float = WHEN, **changes: Any) -> Decision:
    """Hold fire: no line, no plan, no unit is named."""
    usual = Decision(
        by="Maj Bondar",
        verdict=Verdict.HOLD,
        revision=0,
        track=track,
        fire_unit=FireUnitId(""),
        interceptor_type=InterceptorTypeId(""),
        launch_s=at_s,
        decided_at_s=at_s,
    )
    return replace(usual, **changes)


def revision_of(there: Desk) -> int:
    """Of the plan on the screen."""
    assert there.shown is not None
    return there.shown.revision


def assert_nothing_changed(there: Desk, entries: int) -> None:
    """Not in the journal either."""
    assert len(journal_of(there)) == entries
    assert fold(journal_of(there)) == there.situation


# ----------------------------------------------------------------------------- hold


def test_fire_is_held_on_the_whole_track() -> None:
    """By whichever unit, with whichever round; its lines are decided by that."""
    there = desk()

    assert authorise(there, hold(), WHEN) is None

    assert there.situation.control.forbidden == (ForbiddenPairing(track=AT),)
    assert all(shot.track != AT for shot in there.situation.shown)
    again = plan(there.situation.picture)
    assert all(shot.track != AT for shot in again.shots)
    (why,) = (each for each in again.not_engaged if each.track == AT)
    assert why.reason is ReasonCode.FORBIDDEN
    with pytest.raises(AlreadyDecidedError, match=r"by Maj Bondar .*, to hold"):
        entered(there, decision_on(LINE, 1, WHEN + 1.0))


def test_a_hold_withdraws_what_was_authorised_and_not_launched() -> None:
    """At the next plan, which says so; what is in the air stays there."""
    there = desk()
    waiting, flying = authorised(there, NOW_S), authorised(there, NOW_S, which=1)
    there.record(launch_of(flying), NOW_S)
    authorise(there, hold(), WHEN)
    authorise(there, hold(flying.pin.track), WHEN)

    pins = sort_pins(there.situation.picture_at(WHEN), there.params)

    assert pins.spending == ()
    assert [pin.track for pin in pins.holding] == [flying.pin.track]
    again = plan(there.situation.picture_at(WHEN))
    gone = {(each.track, each.launched) for each in again.withdrawn}
    assert gone == {(waiting.pin.track, False), (flying.pin.track, True)}


@pytest.mark.parametrize("late_s", [0.0, 60.0])
def test_fire_can_be_held_whatever_is_shown(late_s: float) -> None:
    """Without a plan, on an old one, late, twice."""
    there = desk()
    there.fail("killed", NOW_S)

    for _ in range(2):
        authorise(there, hold(), WHEN + late_s)

    assert there.situation.control.forbidden == (ForbiddenPairing(track=AT),)
    assert len(there.situation.decisions) == 2
    assert fold(journal_of(there)) == there.situation


def test_fire_is_held_on_what_is_there() -> None:
    """Not ahead of time, and not on a name that nobody knows."""
    there = desk()
    entries = len(journal_of(there))

    with pytest.raises(DecisionRefusedError, match="held on T99; accepted") as refused:
        authorise(there, hold(TrackId("T99")), WHEN)
    assert refused.value.code == "track_gone"
    with pytest.raises(DecisionRefusedError, match="accepted: 0 to 5 s"):
        authorise(there, hold(at_s=WHEN + 1.0), WHEN)
    assert_nothing_changed(there, entries)


def test_a_release_allows_again_and_revives_nothing() -> None:
    """While a stopped shot could still be launched, its crew was told to stop."""
    there = desk()
    engagement = authorised(there, NOW_S)
    authorise(there, hold(), WHEN)
    release = Released(forbidden=ForbiddenPairing(track=AT))

    with pytest.raises(ValueError, match="let engagement 'E1' stand again"):
        there.record(release, WHEN)
    there.record(Aborted(engagement=engagement.id, why="held"), WHEN)
    there.record(release, WHEN, by="Maj Bondar")

    assert there.situation.control.forbidden == ()
    assert there.situation.pins == {}
    with pytest.raises(ValueError, match="accepted: one of the 0 that are forbidden"):
        there.record(release, WHEN)


# ---------------------------------------------------------------------------- amend


def test_an_amended_shot_is_the_engagement() -> None:
    """At the track of the line, as it was amended; the decision says both."""
    there = desk()
    decision = amendment_of(LINE, 1, WHEN)

    engagement = entered(there, decision)

    assert engagement is not None
    assert engagement.decision == decision
    assert engagement.pin.track == AT
    assert engagement.pin.launch_s == LINE.shot.launch_s + 10.0
    assert all(shot.track != AT for shot in there.situation.shown)
    assert there.ledger.urged
    check_order(
        replace(there.situation.picture_at(WHEN), control=FREE),
        there.params,
        engagement.pin,
    )


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"fire_unit": FireUnitId("U9")}, "fire unit of the amended shot is 'U9'"),
        ({"interceptor_type": InterceptorTypeId("x")}, "type of the amended shot is"),
        ({"position": PositionId("moon")}, "another position"),
        ({"salvo_size": 2}, "no shot with a salvo of 2"),
        ({"launch_s": NOW_S + 5.0}, "and a launch in 10 s"),
        ({"launch_s": NOW_S - 60.0}, "accepted"),
        ({"launch_s": NOW_S + 900.0}, "within the 180 s"),
    ],
)
def test_what_the_checker_would_not_accept_cannot_be_amended_to(
    changes: dict[str, Any], match: str
) -> None:
    """Whoever asks for it; and nothing is entered."""
    there = desk()
    entries = len(journal_of(there))
    decision = amendment_of(LINE, 1, WHEN)
    assert decision.amended is not None
    decision = replace(decision, amended=replace(decision.amended, **changes))

    with pytest.raises(DecisionRefusedError, match=match):
        entered(there, decision)

    assert_nothing_changed(there, entries)


def test_an_amendment_takes_no_refused_pairing_and_no_friend() -> None:
    """What is forbidden stays so, and who may not be engaged."""
    there = desk()
    entered(there, decision_on(LINE, 1, WHEN, Verdict.REFUSE))
    (elsewhere,) = {unit.id for unit in saturated().fire_units} - {LINE.shot.fire_unit}
    again = desk()
    friend = replace(hostile(AT, measured_at_s=WHEN), identity=StandardIdentity.FRIEND)
    again.record(Reported(tracks=(friend,)), WHEN)
    decision = amendment_of(LINE, 1, WHEN)
    assert decision.amended is not None
    other = replace(decision, amended=replace(decision.amended, fire_unit=elsewhere))

    with pytest.raises(DecisionRefusedError, match="decided already"):
        entered(there, decision)
    with pytest.raises(DecisionRefusedError, match="identified friend: never engaged"):
        entered(again, other)


def test_no_entry_amends_to_another_track() -> None:
    """Planted: forged, with a pin at another track than the decision's."""
    there = desk()
    entered(there, amendment_of(LINE, 1, WHEN))
    *entries, last = journal_of(there)
    assert isinstance(last.event, Decided)
    assert last.event.engagement is not None
    pin = replace(last.event.engagement.pin, track=OTHER.shot.track)
    forged = replace(last.event, engagement=replace(last.event.engagement, pin=pin))

    with pytest.raises(ValueError, match="is not what was decided"):
        apply(fold(entries), replace(last, event=forged))


def test_a_decision_says_what_is_amended_if_and_only_if_it_amends() -> None:
    """Nothing else may carry another shot."""
    decision = amendment_of(LINE, 1, WHEN)

    with pytest.raises(ValueError, match="if and only if the verdict is amend"):
        replace(decision, verdict=Verdict.AUTHORISE)
    with pytest.raises(ValueError, match="if and only if the verdict is amend"):
        replace(decision, amended=None)


# ------------------------------------------------------------------- two signatures


def test_two_people_engage_where_one_nominates() -> None:
    """The first changes nothing; the second makes the engagement, by both names."""
    there = desk(TwoPerson(types=frozenset({MISSILE.id})))
    decision = decision_on(LINE, 1, WHEN)
    with pytest.raises(NeedsSecondPersonError, match="every shot with missile") as need:
        authorise(there, decision, WHEN)
    assert need.value.code == "interceptor_type"

    waiting = nominate(there, decision, WHEN, by="bondar")
    assert there.situation.engagements == {}
    assert [*there.situation.nominated] == [waiting]
    engagement = confirm(there, waiting, SECOND, WHEN + 4.0, by="shevchuk")

    assert engagement.decision.by == "Maj Bondar"
    assert engagement.decision.confirmed_by == SECOND
    assert engagement.decision.decided_at_s == WHEN + 4.0
    assert len(there.situation.nominated) == 0
    assert [entry.by for entry in journal_of(there)[-2:]] == ["bondar", "shevchuk"]
    assert fold(journal_of(there)) == there.situation


@pytest.mark.parametrize("second", ["Maj Bondar", " maj  BONDAR ", "", "  "])
def test_the_second_person_is_another_one(second: str) -> None:
    """However the name is written."""
    there = desk()
    waiting = nominate(there, decision_on(LINE, 1, WHEN), WHEN)

    with pytest.raises(DecisionRefusedError, match="another named person") as refused:
        confirm(there, waiting, second, WHEN)

    assert refused.value.code == "same_person"
    assert there.situation.nominated == (waiting,)


def test_a_second_signature_rests_on_the_first() -> None:
    """Planted: forged into the journal without a nomination, or over another one."""
    there = desk()
    waiting = nominate(there, decision_on(LINE, 1, WHEN), WHEN)
    confirm(there, waiting, SECOND, WHEN)
    *entries, last = journal_of(there)
    without = [entry for entry in entries if not isinstance(entry.event, Nominated)]

    with pytest.raises(ValueError, match="what the first person has nominated"):
        apply(fold(without), replace(last, number=len(without)))
    with pytest.raises(DecisionRefusedError, match="from the start") as refused:
        entered(desk(), replace(decision_on(LINE, 1, WHEN), confirmed_by=SECOND))
    assert refused.value.code == "confirmed_early"


def test_a_nomination_lapses_with_its_line() -> None:
    """Nobody confirms what nobody would recommend any more."""
    there = desk()
    waiting = nominate(there, decision_on(LINE, 1, WHEN), WHEN)
    fewer = replace(PLAN, recommendations=PLAN.recommendations[1:])
    planner = there._planner  # noqa: SLF001  (its script goes on)
    assert isinstance(planner, Scripted)
    planner.script = [fewer]

    there.tick(NOW_S + 30.0)

    assert there.situation.nominated == ()
    events = [entry.event for entry in journal_of(there)]
    assert Withdrawn(decision=waiting) in events
    with pytest.raises(DecisionRefusedError, match="taken back, lapsed or confirmed"):
        confirm(there, waiting, SECOND, NOW_S + 30.0)


@pytest.mark.parametrize("what", ["hold", "refuse", "lost", "withdrawn", "failed"])
def test_a_nomination_ends_with_what_it_was_about(what: str) -> None:
    """Whoever ends it."""
    there = desk()
    waiting = nominate(there, decision_on(LINE, 1, WHEN), WHEN)
    match what:
        case "hold":
            authorise(there, hold(), WHEN)
        case "refuse":
            entered(there, decision_on(LINE, 1, WHEN, Verdict.REFUSE))
        case "lost":
            there.record(Lost(tracks=(AT,)), WHEN)
        case "withdrawn":
            there.record(Withdrawn(decision=waiting), WHEN)
        case _:
            there.fail("killed", WHEN)

    with pytest.raises(DecisionRefusedError):
        confirm(there, waiting, SECOND, WHEN)
    assert there.situation.engagements == {}


def test_a_shot_is_nominated_once_and_only_to_engage() -> None:
    """To refuse or to hold needs no second."""
    there = desk()
    nominate(there, decision_on(LINE, 1, WHEN), WHEN)

    with pytest.raises(AlreadyDecidedError, match="nominated by Maj Bondar already"):
        nominate(there, replace(decision_on(LINE, 1, WHEN), by=SECOND), WHEN)
    with pytest.raises(DecisionRefusedError, match="one person's decision"):
        nominate(there, decision_on(OTHER, 1, WHEN, Verdict.REFUSE), WHEN)


def test_no_entry_nominates_twice_or_takes_back_what_does_not_wait() -> None:
    """Planted: forged, in a journal that is folded."""
    there = desk()
    waiting = nominate(there, decision_on(LINE, 1, WHEN), WHEN)
    last = journal_of(there)[-1]
    again = replace(last, number=last.number + 1)
    other = replace(waiting, by=SECOND)

    with pytest.raises(ValueError, match="one nomination of a shot"):
        apply(there.situation, again)
    with pytest.raises(ValueError, match="accepted: one of the 1 that wait"):
        apply(there.situation, replace(again, event=Withdrawn(decision=other)))
    for verdict in (Verdict.REFUSE, Verdict.HOLD):
        with pytest.raises(ValueError, match="accepted: authorise or amend"):
            Nominated(decision=decision_on(LINE, 1, WHEN, verdict))


def test_no_entry_holds_another_track_than_it_says() -> None:
    """Planted: forged, or on a name that nobody knows."""
    there = desk()
    authorise(there, hold(), WHEN)
    *entries, last = journal_of(there)
    assert isinstance(last.event, Decided)
    before = fold(entries)
    narrow = ForbiddenPairing(track=AT, fire_unit=LINE.shot.fire_unit)

    with pytest.raises(ValueError, match="what the decision names"):
        apply(before, replace(last, event=replace(last.event, forbidden=narrow)))
    unknown = Decided(
        decision=hold(TrackId("T99")),
        forbidden=ForbiddenPairing(track=TrackId("T99")),
    )
    with pytest.raises(ValueError, match="fire is held on track 'T99'"):
        apply(before, replace(last, event=unknown))


# --------------------------------------------------------- judged again at the commit


def test_the_independent_check_is_made_as_the_entry_is_committed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Planted: the first judge is asleep, and the second one stops the shot."""
    monkeypatch.setattr(orders, "_accept_standing", lambda *_: None)
    there = desk()
    there.record(Controlled(control=Control()), WHEN)
    entries = len(journal_of(there))

    with pytest.raises(DecisionRefusedError, match="fails the independent") as refused:
        entered(there, decision_on(LINE, 1, WHEN))

    assert refused.value.code == "independent_check"
    assert_nothing_changed(there, entries)
    # Planted once more: without the second judge it would have gone out.
    assert authorise(there, decision_on(LINE, 1, WHEN), WHEN, check=False) is not None


def test_an_order_that_takes_another_away_is_a_fault() -> None:
    """So is one that is launched before it was given."""
    there = desk()
    pin = authorised(there, NOW_S).pin
    picture = there.situation.picture_at(NOW_S)
    unit = next(each for each in picture.fire_units if each.id == pin.fire_unit)
    (magazine,) = unit.magazines
    last = replace(unit, magazines=(replace(magazine, rounds_ready=1),))
    picture = replace(
        picture,
        fire_units=tuple(
            last if each.id == last.id else each for each in picture.fire_units
        ),
    )
    sooner = replace(pin, track=OTHER.shot.track, launch_s=pin.launch_s - 1.0)

    (fault,) = order_faults(picture, there.params, sooner)
    assert "takes away the order" in fault.detail
    with pytest.raises(PlanRejected, match="launched before"):
        check_order(
            replace(picture, control=FREE), there.params, replace(pin, launched=True)
        )


# ---------------------------------------------------------------------- what is told


def test_what_would_be_decided_is_told_and_nothing_is_entered() -> None:
    """The order, or what would be forbidden, and whether two have to sign."""
    there = desk(TwoPerson(cost_meur=1.0))
    entries = len(journal_of(there))

    shot = prepare(there, decision_on(LINE, 1, WHEN), WHEN)
    refusal = prepare(there, decision_on(LINE, 1, WHEN, Verdict.REFUSE), WHEN)
    held = prepare(there, hold(), WHEN)

    assert shot.pin is not None
    assert shot.pin.launch_s == LINE.shot.launch_s
    assert shot.second is not None
    assert shot.second.code == "cost"
    assert refusal.forbidden is not None
    assert refusal.pin is None
    assert refusal.second is None
    assert held.forbidden == ForbiddenPairing(track=AT)
    assert_nothing_changed(there, entries)


def test_who_comes_second_is_told_who_came_first() -> None:
    """And when, and with what."""
    there = desk()
    first = decision_on(LINE, 1, WHEN)
    entered(there, first)

    with pytest.raises(AlreadyDecidedError, match="by Maj Bondar at") as refused:
        entered(there, replace(decision_on(LINE, 1, WHEN + 1.0), by=SECOND))

    assert refused.value.decision == first


def test_when_the_plan_moved_on_it_is_told_what_became_of_the_line() -> None:
    """By a word for machines, and the revision that is shown."""
    there = desk()
    planner = there._planner  # noqa: SLF001  (its script goes on)
    assert isinstance(planner, Scripted)
    planner.script = [replace(PLAN, recommendations=PLAN.recommendations[1:])]
    there.tick(NOW_S + 30.0)

    with pytest.raises(PlanMovedOnError, match="not recommended any more") as gone:
        entered(there, decision_on(LINE, 1, NOW_S + 31.0))
    assert (gone.value.revision, gone.value.became) == (revision_of(there), "gone")
    there.fail("killed", NOW_S + 32.0)
    with pytest.raises(PlanMovedOnError, match="no plan is shown") as none:
        entered(there, decision_on(LINE, 1, NOW_S + 32.0))
    assert (none.value.revision, none.value.became) == (None, "no_plan")


class Receipts(MemoryJournal):
    """A journal that keeps its receipts."""

    def __init__(self) -> None:
        super().__init__()
        self.receipts: list[Receipt] = []

    def append(self, entry: Any, booked: Booked = NOTHING) -> None:
        """Keep the entry, and the receipt with it."""
        super().append(entry, booked)
        if booked.receipt is not None:
            self.receipts.append(booked.receipt)


def test_a_receipt_is_kept_with_the_entry_and_says_what_came_of_it() -> None:
    """It is made of the entry, in the same moment; a refusal leaves none."""
    journal = Receipts()
    there = Desk(saturated(), NOW_S, Scripted(PLAN), PROMPT, journal)
    there.tick(NOW_S)

    def receipt(entry: Any, after: Any) -> Receipt:
        answer = f"{entry.number} {len(after.engagements)}".encode()
        return Receipt(
            key="k", actor="bondar", request="0" * 64, answer=answer, status=201
        )

    authorise(there, decision_on(firm(PLAN)[0], 1, WHEN), WHEN, receipt=receipt)
    with pytest.raises(AlreadyDecidedError):
        authorise(there, decision_on(firm(PLAN)[0], 1, WHEN), WHEN, receipt=receipt)

    assert [each.answer for each in journal.receipts] == [b"2 1"]
