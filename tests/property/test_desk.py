"""Whatever happens at a desk, in whatever order: what must hold after every step.

Reports come late, twice and out of order, planners fail, people decide on what is no
longer shown, crews fire, abort and report what the magazine does not hold.
Beside the desk runs a model of a few plain rules; each test of the last section plants
a fault, which the machine has to find.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.desks import (
    decision_on,
    desk_on,
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
from zaslin.assignment.pins import sort_pins
from zaslin.domain.control import Control
from zaslin.domain.decision import Verdict
from zaslin.domain.engagement import Engagement, EngagementState, Outcome
from zaslin.domain.event import (
    Aborted,
    Assessed,
    Controlled,
    Decided,
    Event,
    Lost,
    Planned,
    Reloaded,
    Resupplied,
    UnitReported,
)
from zaslin.domain.ids import FireUnitId, InterceptorTypeId, TrackId
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan, Recommendation
from zaslin.domain.track import StandardIdentity, Track
from zaslin.ops import engaged, replan, sky, stock
from zaslin.ops.desk import Desk
from zaslin.ops.refused import DecisionRefusedError
from zaslin.ops.state import apply, fold

MAGAZINES = ((FireUnitId("U1"), MISSILE.id), (FireUnitId("gun"), GUN_ROUND.id))
NAMES = [f"T{number:02}" for number in range(7)]

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


class DeskMachine(RuleBasedStateMachine):
    """A desk, everything that may happen to it, and the plain rules it must keep."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = NOW_S
        self.planner = FallibleOptimiser()
        self.desk: Desk = desk_on(sky_and_ground(), self.planner)
        self.reports: list[Track] = []
        self.latest = {track.id: track for track in sky_and_ground().tracks}
        self.gone: dict[TrackId, float] = {}
        self.stock = self._rounds()
        self.accepted: list[Engagement] = []
        self.revisions: list[int] = []

    # ------------------------------------------------------------------ what happens

    @initialize()
    def the_first_plan_is_shown(self) -> None:
        """So that there is something to decide on."""
        assert self.desk.tick(self.now_s) is not None

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
        made = self.desk.tick(self.now_s)
        if made is None:
            assert self.desk.shown in (before, None)
            return
        assert made is self.desk.shown
        assert not self.planner.broken
        self._pins_survive_or_are_withdrawn(made)

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

    @rule(name=names)
    def a_track_is_lost(self, name: str) -> None:
        """Or was not there."""
        self.desk.record(Lost(tracks=(TrackId(name),)), self.now_s)
        track = self.latest.pop(TrackId(name), None)
        if track is not None:
            self.gone[track.id] = track.measured_at_s

    @precondition(lambda self: bool(self._lines()))
    @rule(data=st.data(), verdict=st.sampled_from([*Verdict, Verdict.AUTHORISE]))
    def a_person_decides(self, data: st.DataObject, verdict: Verdict) -> None:
        """On a firm line, which may be out of date."""
        line = data.draw(st.sampled_from(self._lines()))
        off = data.draw(st.sampled_from([0, 0, 0, 0, 1, -1]))
        engagement = self._decide(line, verdict, off)
        assert engagement is None or verdict is Verdict.AUTHORISE

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

    # ------------------------------------------------------------------ what must hold

    @invariant()
    def nobody_is_engaged_without_a_decision(self) -> None:
        """Each engagement has one in the journal, by name, to authorise it."""
        decided = [
            entry.event
            for entry in journal_of(self.desk)
            if isinstance(entry.event, Decided)
        ]
        by_id = {
            event.engagement.id: event.decision for event in decided if event.engagement
        }
        assert by_id.keys() == self.desk.situation.engagements.keys()
        for name, engagement in self.desk.situation.engagements.items():
            assert engagement.decision == by_id[name]
            assert by_id[name].verdict is Verdict.AUTHORISE
            assert by_id[name].by == engagement.pin.authorised_by
        assert [each.id for each in self.accepted] == [*by_id]

    @invariant()
    def the_journal_is_the_state(self) -> None:
        """Its fold is what the desk knows, and its times do not go back."""
        entries = journal_of(self.desk)
        assert fold(entries) == self.desk.situation
        assert [entry.number for entry in entries] == [*range(len(entries))]
        times = [entry.at_s for entry in entries]
        assert times == sorted(times)

    @invariant()
    def rounds_are_conserved(self) -> None:
        """What was there and what came, less what was fired; never less than none."""
        assert self._rounds() == self.stock
        for key in MAGAZINES:
            magazine = self._magazine(*key)
            assert 0 <= magazine.rounds_ready <= magazine.rail_count

    @invariant()
    def the_sky_is_what_was_measured_last(self) -> None:
        """By the plain rules of the model, whatever the order."""
        assert self.desk.situation.tracks == self.latest
        gone = {**self.desk.situation.downed, **self.desk.situation.dropped}
        assert gone.keys() == self.gone.keys()

    @invariant()
    def what_is_pinned_is_what_stands(self) -> None:
        """Every engagement that is not over, as it is now, and nothing else."""
        live = (EngagementState.AUTHORISED, EngagementState.REPORTED_FIRED)
        pins = tuple(
            each.pin
            for each in self.desk.situation.engagements.values()
            if each.state in live
        )
        assert self.desk.situation.picture_at(self.now_s).control.pinned == pins

    @invariant()
    def only_the_plan_of_now_is_shown(self) -> None:
        """Its own revision, its undecided shots; or none, and nothing to decide."""
        shown, situation = self.desk.shown, self.desk.situation
        assert (shown is None) == (situation.shown_revision is None)
        if shown is None:
            assert situation.shown == ()
            return
        assert shown.revision == situation.shown_revision
        assert set(situation.shown) <= set(replan.firm_shots(shown))
        assert self.desk.degraded is None

    @invariant()
    def revisions_grow(self) -> None:
        """Never back; and a picture can be made at any time."""
        self.revisions.append(self.desk.situation.revision)
        assert self.revisions[-2:] == sorted(self.revisions[-2:])
        picture = self.desk.situation.picture_at(self.now_s)
        assert picture.revision == self.revisions[-1]

    # ------------------------------------------------------------------ in short

    def _lines(self) -> list[Recommendation]:
        """What the screen asks people to decide on."""
        return firm(self.desk.shown) if self.desk.shown else []

    def _decide(
        self, line: Recommendation, verdict: Verdict, off: int = 0
    ) -> Engagement | None:
        """Perhaps on another revision; what is turned down changes nothing."""
        before, shown = self.desk.situation, self.desk.shown
        assert shown is not None
        decision = decision_on(line, shown.revision + off, self.now_s, verdict)
        try:
            engagement = entered(self.desk, decision)
        except DecisionRefusedError:
            assert self.desk.situation is before
            return None
        assert off == 0
        assert (engagement is None) == (verdict is Verdict.REFUSE)
        if engagement is not None:
            self.accepted.append(engagement)
        return engagement

    def _launch(self, engagement: Engagement, late_s: float = 0.0) -> None:
        """Reported; taken in if and only if the rounds are on the rails."""
        pin = engagement.pin
        key = (pin.fire_unit, pin.interceptor_type)
        ready = self._magazine(*key).rounds_ready
        if self._recorded(launch_of(engagement, late_s)):
            assert ready >= pin.salvo_size
            self.stock[key] -= pin.salvo_size
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


TestDesk = DeskMachine.TestCase
TestDesk.settings = settings(stateful_step_count=40)


# ---------------------------------------------------------------------- planted faults

FEW = settings(
    max_examples=300,
    stateful_step_count=40,
    derandomize=True,
    deadline=None,
    # Found is enough; it need not be the smallest.
    phases=[Phase.generate],
    report_multiple_bugs=False,
)


def plant_last_report_wins(patch: pytest.MonkeyPatch) -> None:
    """Whatever comes last is taken for the latest."""
    right = sky.reported

    def wrong(situation, tracks):  # type: ignore[no-untyped-def]
        cleared = replace(
            situation,
            tracks={
                name: track
                for name, track in situation.tracks.items()
                if name not in {each.id for each in tracks}
            },
        )
        return right(cleared, tracks)

    patch.setattr("zaslin.ops.state.reported", wrong)


def plant_the_dead_come_back(patch: pytest.MonkeyPatch) -> None:
    """A report of before brings a track back that was shot down or lost."""
    patch.setattr(sky, "_is_back", lambda *_: True)


def plant_launches_cost_nothing(patch: pytest.MonkeyPatch) -> None:
    """The magazine stays as full as it was."""
    patch.setattr(engaged, "spend", lambda unit, *_: unit)


def plant_loading_makes_rounds(patch: pytest.MonkeyPatch) -> None:
    """They come onto the rails and stay in the store."""
    right = stock.load

    def wrong(unit, kind, rounds):  # type: ignore[no-untyped-def]
        after = right(unit, kind, rounds)
        more = tuple(
            replace(each, rounds_stored=each.rounds_stored + 1)
            for each in after.magazines
        )
        return replace(after, magazines=more)

    patch.setattr("zaslin.ops.state.load", wrong)


def plant_a_change_that_is_not_entered(patch: pytest.MonkeyPatch) -> None:
    """The desk forgets what it has read of a unit, and no entry says so."""
    right = apply

    def wrong(situation, entry):  # type: ignore[no-untyped-def]
        after = right(situation, entry)
        if isinstance(entry.event, UnitReported):
            return replace(after, forecast=(), shown=())
        return after

    patch.setattr("zaslin.ops.ledger.apply", wrong)


def plant_reports_of_decisions(patch: pytest.MonkeyPatch) -> None:
    """A feed may say that somebody has decided."""

    def record(self, event, at_s):  # type: ignore[no-untyped-def]
        return self.ledger.write(event, at_s)

    patch.setattr(Desk, "record", record)


def plant_an_engagement_without_a_decision(patch: pytest.MonkeyPatch) -> None:
    """A line is taken for authorised when its time comes near."""
    right = Desk.tick

    def tick(self, now_s):  # type: ignore[no-untyped-def]
        made = right(self, now_s)
        with suppress(DecisionRefusedError):
            if made is not None:
                for line in firm(made):
                    entered(self, decision_on(line, made.revision, now_s))
        return made

    patch.setattr(Desk, "tick", tick)


def plant_yesterdays_plan(patch: pytest.MonkeyPatch) -> None:
    """When planning fails, the plan of before stays on the screen."""

    def withdraw(self, why, _):  # type: ignore[no-untyped-def]
        self.degraded = why

    patch.setattr(Desk, "_withdraw", withdraw)


def plant_a_pin_that_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    """A launch takes the engagement out of the picture."""
    right = engaged.with_engagement

    def wrong(situation, engagement):  # type: ignore[no-untyped-def]
        after = right(situation, engagement)
        if engagement.state is EngagementState.REPORTED_FIRED:
            return replace(after, pins={})
        return after

    patch.setattr(engaged, "with_engagement", wrong)


def plant_time_that_goes_back(patch: pytest.MonkeyPatch) -> None:
    """A revision is used again."""
    right = apply

    def wrong(situation, entry):  # type: ignore[no-untyped-def]
        after = right(situation, entry)
        is_plan = isinstance(entry.event, Planned)
        return replace(after, revision=after.revision - 2) if is_plan else after

    patch.setattr("zaslin.ops.ledger.apply", wrong)


@pytest.mark.parametrize(
    "plant",
    [
        plant_last_report_wins,
        plant_the_dead_come_back,
        plant_launches_cost_nothing,
        plant_loading_makes_rounds,
        plant_a_change_that_is_not_entered,
        plant_reports_of_decisions,
        plant_an_engagement_without_a_decision,
        plant_yesterdays_plan,
        plant_a_pin_that_is_forgotten,
        plant_time_that_goes_back,
    ],
    ids=lambda plant: plant.__name__.removeprefix("plant_"),
)
def test_the_machine_finds_a_planted_fault(
    plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that breaks nothing but a rule of this file."""
    plant(monkeypatch)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(DeskMachine, settings=FEW)
