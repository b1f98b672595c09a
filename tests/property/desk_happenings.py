"""Whatever happens at a desk, in whatever order.

Reports come late, twice and out of order, planners fail, people decide on what is no
longer shown, crews fire, abort and report what the magazine does not hold.
They declare what tracks are, hold fire, amend, nominate, confirm, release and count;
plans are made elsewhere and come in late; the desk falls over and is opened anew.
"""

from collections import Counter
from contextlib import suppress
from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)

from tests.desks import (
    PROMPT,
    decision_on,
    entered,
    firm,
    journal_of,
    launch_of,
    optimiser,
)
from tests.pictures import (
    FREE,
    GUN_ROUND,
    MISSILE,
    NOW_S,
    gun_group,
    hostile,
    missile_unit,
    saturated,
)
from tests.property.desk_model import (
    Booking,
    Sightings,
    is_protected,
    may_be_shot_at,
)
from zaslin.assignment.pins import sort_pins
from zaslin.assignment.plan import plan
from zaslin.assignment.stop import MaxIterations
from zaslin.domain.control import Control, ForbiddenPairing
from zaslin.domain.decision import AmendedShot, Decision, Verdict
from zaslin.domain.engagement import Engagement, EngagementState, Outcome
from zaslin.domain.event import (
    Aborted,
    Assessed,
    Controlled,
    Corrected,
    Decided,
    Entry,
    Event,
    Identified,
    Lost,
    Planned,
    Released,
    Reloaded,
    Resupplied,
    UnitReported,
    Withdrawn,
)
from zaslin.domain.ids import CURRENT_POSITION, FireUnitId, InterceptorTypeId, TrackId
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan, Recommendation
from zaslin.domain.track import (
    Crew,
    IdentificationMethod,
    StandardIdentity,
    Track,
)
from zaslin.ops.amend import amended
from zaslin.ops.authorise import authorise, confirm, nominate
from zaslin.ops.desk import Answer, Desk
from zaslin.ops.lines import key_of
from zaslin.ops.policy import ONE_PERSON, TwoPerson
from zaslin.ops.refused import DecisionRefusedError

MAGAZINES = ((FireUnitId("U1"), MISSILE.id), (FireUnitId("gun"), GUN_ROUND.id))
NAMES = [f"T{number:02}" for number in range(7)]

PLAIN = (Verdict.AUTHORISE, Verdict.REFUSE)
ACCUSING = (StandardIdentity.HOSTILE, StandardIdentity.SUSPECT)
WHAT_A_PLAN_MUST_KNOW = (
    Decided,
    Identified,
    Controlled,
    Released,
    UnitReported,
    Reloaded,
    Resupplied,
    Corrected,
)

seconds = st.sampled_from([0.0, 1.0, 4.0, 10.0, 10.0, 31.0, 31.0, 100.0])
names = st.sampled_from(NAMES)
magazines = st.sampled_from(MAGAZINES)


def sky_and_ground() -> Picture:
    """Five tracks, a missile unit with rails to reload, a gun group that may drive."""
    stored = replace(
        missile_unit("U1").magazines[0], rounds_ready=2, rounds_stored=3, rails=3
    )
    gun = gun_group("gun", north_m=2_000.0)
    return replace(
        saturated(),
        tracks=tuple(
            replace(track, id=TrackId(f"T{number:02}"))
            for number, track in enumerate(saturated().tracks[:5])
        ),
        fire_units=(replace(missile_unit("U1"), magazines=(stored,)), gun),
    )


class FallibleOptimiser:
    """The optimiser, unless it is broken."""

    def __init__(self) -> None:
        self.broken = False

    def __call__(self, picture: Picture, previous: Plan | None) -> Plan:
        """A plan, or an error."""
        if self.broken:
            raise RuntimeError("out of order")
        return optimiser(picture, previous)


class DeskHappenings(RuleBasedStateMachine):
    """A desk, and everything that may happen to it."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = NOW_S
        self.planner = FallibleOptimiser()
        self.replan = PROMPT
        self.two_person = ONE_PERSON
        self.journal = Booking()
        self.desk: Desk = self._opened()
        self.reports: list[Track] = []
        self.latest = {track.id: track for track in sky_and_ground().tracks}
        self.gone: dict[TrackId, float] = {}
        self.stock = self._rounds()
        self.accepted: list[Engagement] = []
        self.revisions: list[int] = []
        self.said: dict[TrackId, Identified] = {}
        self.expended: Counter[tuple[FireUnitId, InterceptorTypeId]] = Counter()
        self.seen = Sightings()
        self.asked: list[Plan] | None = None
        self.asked_after = 0

    # ------------------------------------------------------------------ what happens

    @initialize(
        same_shot_s=st.sampled_from([0.0, 20.0]),
        types=st.sampled_from([frozenset(), frozenset({MISSILE.id})]),
    )
    def the_first_plan_is_shown(
        self, same_shot_s: float, types: frozenset[InterceptorTypeId]
    ) -> None:
        """So that there is something to decide on."""
        self.replan = replace(PROMPT, same_shot_s=same_shot_s)
        self.two_person = TwoPerson(types=types)
        self.journal = Booking()
        self.desk = self._opened()
        made = self.desk.tick(self.now_s)
        assert made is not None
        self._is_safe(made)

    @rule()
    def the_whole_sky_is_measured(self) -> None:
        """Everything that is there, as it is now."""
        for track in tuple(self.latest.values()):
            self._report(replace(track, measured_at_s=self.now_s))

    @rule(wait_s=seconds)
    def time_passes(self, wait_s: float) -> None:
        """The desk may expire orders, and plan."""
        self.now_s += wait_s
        before = self.desk.shown
        was_asked = self.desk.situation.entries
        made = self.desk.tick(self.now_s)
        if any(isinstance(e.event, Planned) for e in self._since(was_asked)):
            # Whoever is asked now is the only one whose answer counts.
            self.asked = None
        if made is None:
            assert self.desk.shown in (before, None)
            return
        assert made is self.desk.shown
        assert not self.planner.broken
        self._is_safe(made)
        self._pins_survive_or_are_withdrawn(made)

    @rule(hurries=st.booleans(), wait_s=st.sampled_from([0.0, 10.0, 31.0, 31.0]))
    def a_plan_is_asked_for_elsewhere(self, hurries: bool, wait_s: float) -> None:
        """It is made of the picture of now, and comes in later: one, or three."""
        self.now_s += wait_s
        picture = self.desk.asks(self.now_s)
        if picture is None:
            return
        plans = [optimiser(picture, self.desk.previous)]
        if hurries:
            plans.insert(0, plan(picture, stop=MaxIterations(0)))
            plans.insert(0, self._worse(plans[-1]))
        self.asked, self.asked_after = plans, self.desk.situation.entries

    @rule(decides=st.booleans())
    def a_quick_plan_comes_before_a_better_one(self, decides: bool) -> None:
        """Of one picture; somebody may decide on it in between."""
        self.a_plan_is_asked_for_elsewhere(hurries=True, wait_s=31.0)
        while self.asked:
            self.a_plan_comes_in(wait_s=1.0)
            self.seen.look(self.desk.shown)
            if decides and self._lines():
                self._decide(self._lines()[0], Verdict.AUTHORISE)

    @precondition(lambda self: self.asked is not None)
    @rule(wait_s=st.sampled_from([0.0, 0.0, 1.0, 10.0, 100.0]))
    def a_plan_comes_in(self, wait_s: float) -> None:
        """Whatever has happened since it was asked for."""
        assert self.asked
        self.now_s += wait_s
        before, made = self.desk.shown, self.asked.pop(0)
        self.asked = self.asked or None
        answer = self.desk.answer(made, self.now_s)
        if answer is Answer.OVERTAKEN:
            assert self.desk.shown is before
            self.asked = None
        if answer is not Answer.SHOWN:
            return
        assert self.desk.shown is not None
        assert self.desk.shown.shots == made.shots
        assert not any(
            isinstance(entry.event, WHAT_A_PLAN_MUST_KNOW)
            for entry in self._since(self.asked_after)
        )
        self._is_safe(self.desk.shown)

    @rule()
    def planning_fails_elsewhere(self) -> None:
        """Nothing is shown any more, and the answer that is out counts no more."""
        self.desk.fail("the worker was killed", self.now_s)
        assert self.desk.shown is None

    @rule()
    def the_desk_falls_over(self) -> None:
        """It is opened anew on its journal, without a plan, and knows all it knew."""
        before = self.desk.situation
        self.desk = Desk.resumed(
            self.journal.entries(),
            self.now_s,
            self.planner,
            self.replan,
            self.journal,
            two_person=self.two_person,
        )
        after = self.desk.situation
        assert self.desk.shown is None
        assert (after.shown, after.nominated) == ((), ())
        assert after.engagements == before.engagements
        assert after.identified == before.identified
        assert after.control == before.control
        self.asked = None

    @rule(name=names, age_s=st.sampled_from([0.0, 0.5, 3.0, 45.0]), p=st.floats(0, 1))
    def a_track_is_reported(self, name: str, age_s: float, p: float) -> None:
        """New, newer, or late."""
        shape = sky_and_ground().tracks[NAMES.index(name) % 5]
        self._report(
            replace(
                shape,
                id=TrackId(name),
                measured_at_s=self.now_s - age_s,
                p_decoy=p,
                identification=hostile("T").identification,
            )
        )

    @precondition(lambda self: self.reports)
    @rule(data=st.data())
    def a_report_comes_again(self, data: st.DataObject) -> None:
        """The same one, whatever has come in between."""
        self._report(data.draw(st.sampled_from(self.reports)))

    @rule(name=names)
    def a_track_turns_out_a_friend(self, name: str) -> None:
        """As measured now."""
        track = replace(
            hostile(name, measured_at_s=self.now_s), identity=StandardIdentity.FRIEND
        )
        self._report(track)

    @rule(name=names, civil=st.booleans(), crew=st.sampled_from(Crew))
    def a_track_is_looked_at(self, name: str, civil: bool, crew: Crew) -> None:
        """Somebody may be aboard."""
        track = hostile(name, measured_at_s=self.now_s)
        self._report(replace(track, civil=civil, crew=crew))

    @rule(
        name=names,
        identity=st.sampled_from(
            [StandardIdentity.HOSTILE, StandardIdentity.HOSTILE, *StandardIdentity]
        ),
        method=st.sampled_from(IdentificationMethod),
        crew=st.sampled_from([None, None, *Crew]),
        lasts_s=st.sampled_from([-1.0, 2.0, 45.0, 600.0]),
    )
    def a_person_identifies(
        self,
        name: str,
        identity: StandardIdentity,
        method: IdentificationMethod,
        crew: Crew | None,
        lasts_s: float,
    ) -> None:
        """A track, for a time; against the evidence it is refused."""
        said = Identified(
            track=TrackId(name),
            identity=identity,
            method=method,
            authority="Capt Koval",
            evidence="camera 4",
            expires_s=self.now_s + lasts_s,
            crew=crew,
        )
        track = self.latest.get(said.track)
        taken = self._recorded(said)
        assert taken == (
            track is not None
            and lasts_s > 0.0
            and not (identity in ACCUSING and is_protected(track))
        )
        if taken:
            self.said[said.track] = said

    @precondition(lambda self: self.said)
    @rule(
        data=st.data(),
        identity=st.sampled_from([StandardIdentity.FRIEND, StandardIdentity.SUSPECT]),
        crew=st.sampled_from(Crew),
        goes=st.booleans(),
    )
    def a_feed_says_more_of_what_was_identified(
        self,
        data: st.DataObject,
        identity: StandardIdentity,
        crew: Crew,
        goes: bool,
    ) -> None:
        """For or against what a person declared; or it has gone."""
        name = data.draw(st.sampled_from(sorted(self.said)))
        if goes:
            self.a_track_is_lost(name)
            return
        track = hostile(name, measured_at_s=self.now_s)
        self._report(replace(track, identity=identity, crew=crew))

    @rule(name=names)
    def a_track_is_lost(self, name: str) -> None:
        """Or was not there."""
        self.desk.record(Lost(tracks=(TrackId(name),)), self.now_s)
        track = self.latest.pop(TrackId(name), None)
        if track is not None:
            self.gone[track.id] = track.measured_at_s
            self._forget(track.id)

    @precondition(lambda self: bool(self._lines()))
    @rule(data=st.data(), verdict=st.sampled_from([*PLAIN, Verdict.AUTHORISE]))
    def a_person_decides(self, data: st.DataObject, verdict: Verdict) -> None:
        """On a firm line, as it is on the screen, or was on one that is gone."""
        line = data.draw(st.sampled_from(self._lines()))
        off = data.draw(st.sampled_from([0, 0, 0, 0, 1, -1]))
        engagement = self._decide(line, verdict, off)
        assert engagement is None or verdict is Verdict.AUTHORISE

    @precondition(lambda self: bool(self._lines()))
    @rule(data=st.data(), verdict=st.sampled_from([*PLAIN, Verdict.AUTHORISE]))
    def a_person_decides_slowly(self, data: st.DataObject, verdict: Verdict) -> None:
        """On a plan that was shown before, while another one is."""
        line = data.draw(st.sampled_from(self._lines()))
        revision = data.draw(st.sampled_from(self.seen.revisions))
        assert self.desk.shown is not None
        self._decide(line, verdict, revision - self.desk.shown.revision)

    @precondition(lambda self: bool(self._lines()))
    @rule(data=st.data(), key=magazines, wild=st.booleans())
    def a_person_amends(
        self, data: st.DataObject, key: tuple[str, str], wild: bool
    ) -> None:
        """The best shot of a unit at the track; or one that was made up."""
        line = data.draw(st.sampled_from(self._lines()))
        unit, kind = FireUnitId(key[0]), InterceptorTypeId(key[1])
        if line.shot.track not in self.desk.situation.tracks:
            return
        found = amended(self._picture(), self.desk.params, line.shot.track, unit, kind)
        if isinstance(found, Recommendation) and not wild:
            shot = self._as_amended(found)
        else:
            places = [CURRENT_POSITION, line.shot.position]
            later_s = data.draw(st.sampled_from([0.0, 7.0, 10.0, 30.0, 500.0]))
            shot = AmendedShot(
                fire_unit=unit,
                interceptor_type=kind,
                position=data.draw(st.sampled_from(places)),
                salvo_size=data.draw(st.sampled_from([1, 2, 3])),
                launch_s=line.shot.launch_s + later_s,
            )
        self._decide(line, Verdict.AMEND, shot=shot)

    @rule(name=names)
    def fire_is_held(self, name: str) -> None:
        """On a track, whether there is a plan or not, and whatever it says."""
        at = TrackId(name)
        decision = Decision(
            by="Maj Bondar",
            verdict=Verdict.HOLD,
            revision=0,
            track=at,
            fire_unit=FireUnitId(""),
            interceptor_type=InterceptorTypeId(""),
            launch_s=self.now_s,
            decided_at_s=self.now_s,
        )
        situation = self.desk.situation
        is_there = at in self.latest or at in {
            pin.track for pin in situation.pins.values()
        }
        try:
            assert authorise(self.desk, decision, self.now_s) is None
        except DecisionRefusedError:
            assert not is_there
            assert self.desk.situation is situation
            return
        assert is_there
        assert ForbiddenPairing(track=at) in self.desk.situation.control.forbidden
        assert all(shot.track != at for shot in self.desk.situation.shown)

    @precondition(lambda self: self._in(EngagementState.AUTHORISED))
    @rule(data=st.data())
    def fire_is_held_on_who_is_to_be_shot_at(self, data: st.DataObject) -> None:
        """What was authorised and not launched is off, and a release is no order."""
        waiting = self._in(EngagementState.AUTHORISED)
        at = data.draw(st.sampled_from(waiting)).pin.track
        self.fire_is_held(at)
        held = ForbiddenPairing(track=at)
        assert not self._recorded(Released(forbidden=held))

    @precondition(lambda self: self.desk.situation.control.forbidden)
    @rule(data=st.data())
    def a_pairing_is_released(self, data: st.DataObject) -> None:
        """Not while a shot that it stopped could still be launched."""
        forbidden = self.desk.situation.control.forbidden
        pairing = data.draw(st.sampled_from(forbidden))
        stopped = any(
            each.pin.track == pairing.track
            and pairing.fire_unit in (None, each.pin.fire_unit)
            and pairing.interceptor_type in (None, each.pin.interceptor_type)
            for each in self._in(EngagementState.AUTHORISED)
        )
        assert self._recorded(Released(forbidden=pairing)) != stopped

    @precondition(lambda self: bool(self._lines()))
    @rule(data=st.data(), amends=st.booleans())
    def a_person_nominates(self, data: st.DataObject, amends: bool) -> None:
        """The first of two; nothing follows."""
        line = data.draw(st.sampled_from(self._lines()))
        assert self.desk.shown is not None
        decision = decision_on(line, self.desk.shown.revision, self.now_s)
        if amends:
            shot = self._as_amended(line)
            decision = replace(decision, verdict=Verdict.AMEND, amended=shot)
        before = self.desk.situation
        try:
            waiting = nominate(self.desk, decision, self.now_s)
        except DecisionRefusedError:
            assert self.desk.situation is before
            return
        after = self.desk.situation
        assert after.nominated[-1] == waiting
        assert (after.engagements, after.control) == (
            before.engagements,
            before.control,
        )

    @precondition(lambda self: bool(self._lines()))
    @rule(second=st.sampled_from(["Col Shevchuk", "MAJ BONDAR"]))
    def two_people_sign(self, second: str) -> None:
        """The first line of the plan, one after the other; or twice the same one."""
        line = self._lines()[0]
        assert self.desk.shown is not None
        decision = decision_on(line, self.desk.shown.revision, self.now_s)
        with suppress(DecisionRefusedError):
            waiting = nominate(self.desk, decision, self.now_s)
            engagement = confirm(self.desk, waiting, second, self.now_s)
            assert second == "Col Shevchuk"
            self._is_sound(engagement, waiting.revision)

    @precondition(lambda self: self.desk.situation.nominated)
    @rule(
        data=st.data(),
        second=st.sampled_from(["Col Shevchuk", "Col Shevchuk", "maj  bondar"]),
    )
    def a_second_person_confirms(self, data: st.DataObject, second: str) -> None:
        """Another one, if the line still stands."""
        waiting = data.draw(st.sampled_from(self.desk.situation.nominated))
        before, shown = self.desk.situation, self.desk.shown
        try:
            engagement = confirm(self.desk, waiting, second, self.now_s)
        except DecisionRefusedError:
            assert self.desk.situation is before
            return
        assert second == "Col Shevchuk"
        assert shown is not None
        assert engagement.decision.confirmed_by == second
        self._is_sound(engagement, waiting.revision)

    @precondition(lambda self: self.desk.situation.nominated)
    @rule(data=st.data())
    def a_nomination_is_taken_back(self, data: st.DataObject) -> None:
        """By whoever may."""
        waiting = data.draw(st.sampled_from(self.desk.situation.nominated))
        assert self._recorded(Withdrawn(decision=waiting))

    @precondition(lambda self: bool(self._lines()))
    @rule(count=st.integers(1, 3), launches=st.booleans())
    def shots_are_carried_out(self, count: int, launches: bool) -> None:
        """The first lines of the plan, authorised and launched, or only the first."""
        for line in self._lines()[:count]:
            engagement = self._decide(line, Verdict.AUTHORISE)
            if engagement is not None and launches:
                self._launch(engagement)

    @precondition(lambda self: self._in(EngagementState.AUTHORISED))
    @rule(data=st.data(), late_s=st.sampled_from([0.0, 2.0]))
    def a_crew_launches(self, data: st.DataObject, late_s: float) -> None:
        """If it has the rounds; the desk knows how many there are."""
        waiting = self._in(EngagementState.AUTHORISED)
        self._launch(data.draw(st.sampled_from(waiting)), late_s)

    @precondition(lambda self: self._in(EngagementState.AUTHORISED))
    @rule(data=st.data())
    def a_crew_cannot_launch(self, data: st.DataObject) -> None:
        """And says why."""
        waiting = self._in(EngagementState.AUTHORISED)
        engagement = data.draw(st.sampled_from(waiting))
        assert self._recorded(Aborted(engagement=engagement.id, why="mist"))

    @precondition(lambda self: self._in(EngagementState.REPORTED_FIRED))
    @rule(data=st.data(), outcome=st.sampled_from(Outcome))
    def a_shot_is_assessed(self, data: st.DataObject, outcome: Outcome) -> None:
        """Right or wrong."""
        flying = self._in(EngagementState.REPORTED_FIRED)
        pin = (engagement := data.draw(st.sampled_from(flying))).pin
        assert self._recorded(Assessed(engagement=engagement.id, outcome=outcome))
        track = self.latest.get(pin.track)
        if (
            outcome is Outcome.KILLED
            and track is not None
            and track.measured_at_s <= pin.assessed_s
        ):
            del self.latest[pin.track]
            self.gone[pin.track] = pin.assessed_s
            self._forget(pin.track)

    @rule(key=magazines, rounds=st.integers(1, 3))
    def rounds_are_loaded(self, key: tuple[str, str], rounds: int) -> None:
        """From the store onto empty rails, if there are as many of both."""
        unit, kind = FireUnitId(key[0]), InterceptorTypeId(key[1])
        load = Reloaded(fire_unit=unit, interceptor_type=kind, rounds=rounds)
        self._recorded(load)

    @rule(key=magazines, rounds=st.integers(1, 3))
    def rounds_arrive(self, key: tuple[str, str], rounds: int) -> None:
        """From outside."""
        unit, kind = FireUnitId(key[0]), InterceptorTypeId(key[1])
        supply = Resupplied(fire_unit=unit, interceptor_type=kind, rounds=rounds)
        assert self._recorded(supply)
        self.stock[unit, kind] += rounds

    @rule(key=magazines, ready=st.integers(0, 4), stored=st.integers(0, 4))
    def rounds_are_counted(self, key: tuple[str, str], ready: int, stored: int) -> None:
        """There are others than everybody thought."""
        unit, kind = FireUnitId(key[0]), InterceptorTypeId(key[1])
        rails = self._magazine(unit, kind).rails
        count = Corrected(
            fire_unit=unit,
            interceptor_type=kind,
            rounds_ready=ready,
            rounds_stored=stored,
            why="counted",
        )
        assert self._recorded(count) == (rails is None or ready <= rails)
        if rails is None or ready <= rails:
            self.stock[unit, kind] = ready + stored

    @rule(key=magazines, channels=st.integers(0, 2), stays=st.booleans())
    def a_unit_reports(self, key: tuple[str, str], channels: int, stays: bool) -> None:
        """Some of its channels are out; it has left its other position out, or not."""
        unit = self.desk.situation.fire_units[FireUnitId(key[0])]
        places = unit.prepared_positions if stays else ()
        report = replace(unit, channels=channels, prepared_positions=places)
        assert self._recorded(UnitReported(fire_unit=report))

    @rule(control=st.sampled_from([FREE, FREE, FREE, Control()]))
    def control_measures_change(self, control: Control) -> None:
        """Weapons FREE or HOLD."""
        assert self._recorded(Controlled(control=control))

    @rule(broken=st.sampled_from([False, False, False, True]))
    def the_planner_breaks_or_is_repaired(self, broken: bool) -> None:
        """From one moment to the next."""
        self.planner.broken = broken

    @precondition(lambda self: len(journal_of(self.desk)) > 1)
    @rule(data=st.data())
    def somebody_repeats_an_entry(self, data: st.DataObject) -> None:
        """An old decision or plan is not taken in as a report."""
        events = [entry.event for entry in journal_of(self.desk)]
        event = data.draw(st.sampled_from(events))
        if isinstance(event, Decided | Planned):
            before = self.desk.situation
            assert not self._recorded(event)
            assert self.desk.situation is before

    # ------------------------------------------------------------------ in short

    def _lines(self) -> list[Recommendation]:
        """What the screen asks people to decide on."""
        return firm(self.desk.shown) if self.desk.shown else []

    def _decide(
        self,
        line: Recommendation,
        verdict: Verdict,
        off: int = 0,
        shot: AmendedShot | None = None,
    ) -> Engagement | None:
        """Perhaps on another revision; what is turned down changes nothing."""
        before, shown = self.desk.situation, self.desk.shown
        assert shown is not None
        revision = max(0, shown.revision + off)
        decision = decision_on(line, revision, self.now_s)
        decision = replace(decision, verdict=verdict, amended=shot)
        faults = self._faults_of(shot, line)
        try:
            engagement = entered(self.desk, decision)
        except DecisionRefusedError:
            assert self.desk.situation is before
            return None
        assert off <= 0
        assert (engagement is None) == (verdict is Verdict.REFUSE)
        if engagement is not None:
            assert faults == []
            self._is_sound(engagement, revision)
        elif off:
            assert self._has_stood(line, revision)
        return engagement

    def _is_sound(self, engagement: Engagement, seen: int) -> None:
        """What was accepted stands, is at who may be shot at, and was seen."""
        self.accepted.append(engagement)
        decision, pin = engagement.decision, engagement.pin
        assert pin.track == decision.track
        said = self.said.get(pin.track)
        assert may_be_shot_at(self.latest[pin.track], said, self.now_s)
        picture = self._picture()
        assert pin in sort_pins(picture, self.desk.params).spending
        assert self.desk.shown is not None
        (line,) = (
            line
            for line in firm(self.desk.shown)
            if (
                line.shot.track,
                line.shot.fire_unit,
                line.shot.interceptor_type,
                line.shot.launch_s,
            )
            == (
                decision.track,
                decision.fire_unit,
                decision.interceptor_type,
                decision.launch_s,
            )
        )
        assert self._has_stood(line, seen)
        if decision.amended is None:
            assert (pin.salvo_size, pin.position) == (
                line.shot.salvo_size,
                line.shot.position,
            )

    def _has_stood(self, line: Recommendation, seen: int) -> bool:
        self.seen.look(self.desk.shown)
        return self.seen.has_stood(
            seen, key_of(line), line.shot.launch_s, self.replan.same_shot_s
        )

    def _faults_of(self, shot: AmendedShot | None, line: Recommendation) -> list[str]:
        """What is wrong with an amended shot, found anew."""
        if shot is None:
            return []
        at = line.shot.track
        if at not in self.desk.situation.tracks:
            return ["no track"]
        found = amended(
            self._picture(),
            self.desk.params,
            at,
            shot.fire_unit,
            shot.interceptor_type,
            salvo_size=shot.salvo_size,
            position=shot.position,
            launch_s=shot.launch_s,
        )
        return [] if isinstance(found, Recommendation) else [found.text]

    def _worse(self, made: Plan) -> Plan:
        """A plan of the same picture that has one line less."""
        lines = made.recommendations[1:]
        return replace(made, recommendations=lines, value=made.value + 1.0)

    def _as_amended(self, line: Recommendation) -> AmendedShot:
        shot = line.shot
        return AmendedShot(
            fire_unit=shot.fire_unit,
            interceptor_type=shot.interceptor_type,
            position=shot.position,
            salvo_size=shot.salvo_size,
            launch_s=shot.launch_s,
        )

    def _is_safe(self, made: Plan) -> None:
        """Nobody is shot at whom nobody may shoot at, or on whom fire is held."""
        held = {
            pairing.track
            for pairing in self.desk.situation.control.forbidden
            if pairing.fire_unit is None and pairing.interceptor_type is None
        }
        for line in firm(made):
            at = line.shot.track
            assert at not in held
            assert may_be_shot_at(self.latest[at], self.said.get(at), self.now_s)
        called_back = {each.track for each in made.withdrawn}
        for each in self._in(EngagementState.AUTHORISED):
            said = self.said.get(each.pin.track)
            track = self.latest.get(each.pin.track)
            if (
                each.pin.track in held
                or track is None
                or not may_be_shot_at(track, said, made.made_at_s)
            ):
                assert each.pin.track in called_back

    def _opened(self) -> Desk:
        return Desk(
            sky_and_ground(),
            NOW_S,
            self.planner,
            self.replan,
            self.journal,
            two_person=self.two_person,
        )

    def _since(self, number: int) -> tuple[Entry, ...]:
        return journal_of(self.desk)[number:]

    def _picture(self) -> Picture:
        return self.desk.situation.picture_at(self.now_s)

    def _forget(self, name: TrackId) -> None:
        """What was held against a track that has gone."""
        said = self.said.get(name)
        if said is not None and said.identity in ACCUSING:
            del self.said[name]

    def _launch(self, engagement: Engagement, late_s: float = 0.0) -> None:
        """Reported; taken in if and only if the rounds are on the rails."""
        pin = engagement.pin
        key = (pin.fire_unit, pin.interceptor_type)
        ready = self._magazine(*key).rounds_ready
        if self._recorded(launch_of(engagement, late_s)):
            assert ready >= pin.salvo_size
            self.stock[key] -= pin.salvo_size
            self.expended[key] += pin.salvo_size
        else:
            assert ready < pin.salvo_size

    def _report(self, track: Track) -> None:
        self.reports.append(track)
        self.desk.receive([track], self.now_s)
        known = self.latest.get(track.id)
        if track.measured_at_s <= self.gone.get(track.id, float("-inf")):
            return
        if known is None or known.measured_at_s <= track.measured_at_s:
            self.latest[track.id] = track
            self.gone.pop(track.id, None)
            if track != known and is_protected(track):
                self._forget(track.id)

    def _recorded(self, event: Event) -> bool:
        """Whether the desk took it in; if not, nothing has changed."""
        before, entries = self.desk.situation, journal_of(self.desk)
        try:
            self.desk.record(event, self.now_s)
        except ValueError:
            assert self.desk.situation is before
            assert journal_of(self.desk) == entries
            return False
        return True

    def _in(self, wanted: EngagementState) -> list[Engagement]:
        engagements = self.desk.situation.engagements.values()
        return [each for each in engagements if each.state is wanted]

    def _magazine(self, unit: FireUnitId, kind: InterceptorTypeId):  # type: ignore[no-untyped-def]
        (found,) = (
            each
            for each in self.desk.situation.fire_units[unit].magazines
            if each.interceptor_type == kind
        )
        return found

    def _rounds(self) -> Counter[tuple[FireUnitId, InterceptorTypeId]]:
        return Counter(
            {
                key: self._magazine(*key).rounds_ready
                + self._magazine(*key).rounds_stored
                for key in MAGAZINES
            }
        )

    def _pins_survive_or_are_withdrawn(self, made: Plan) -> None:
        """Each authorised shot stands in the plan, or is called back with a reason."""
        picture = self.desk.situation.picture_at(self.now_s)
        standing = sort_pins(picture, self.desk.params).holding
        called_back = {(each.track, each.fire_unit) for each in made.withdrawn}
        for pin in self.desk.situation.pins.values():
            is_over = pin.launched and pin.assessed_s <= self.now_s + 1e-6
            assert (
                is_over or pin in standing or (pin.track, pin.fire_unit) in called_back
            )
            if pin in standing and not pin.launched:
                again = [
                    shot
                    for shot in made.shots
                    if shot.track == pin.track and shot.launch_s < pin.assessed_s - 1e-6
                ]
                assert again == []
        assert all(each.text for each in made.withdrawn)
