"""What must hold at a desk after every step, beside a model of a few plain rules."""

from hypothesis.stateful import invariant

from tests.desks import journal_of
from tests.property.desk_happenings import MAGAZINES, DeskHappenings
from tests.property.desk_model import may_be_shot_at
from zaslin.assignment.eligibility import refusal
from zaslin.domain.decision import Decision, Verdict
from zaslin.domain.engagement import EngagementState
from zaslin.domain.event import (
    Decided,
    Nominated,
    Withdrawn,
)
from zaslin.ops import replan
from zaslin.ops.lines import key_of
from zaslin.ops.posting import balances
from zaslin.ops.state import fold


class DeskMachine(DeskHappenings):
    """A desk, everything that may happen to it, and the plain rules it must keep."""

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
            assert by_id[name].verdict in (Verdict.AUTHORISE, Verdict.AMEND)
            assert by_id[name].by == engagement.pin.authorised_by
            assert by_id[name].track == engagement.pin.track
        assert [each.id for each in self.accepted] == [*by_id]

    @invariant()
    def two_signatures_are_of_two_people(self) -> None:
        """The first one nominated the line before, and it still waited."""
        waiting: list[Decision] = []
        for entry in journal_of(self.desk):
            match entry.event:
                case Nominated(decision=decision):
                    waiting.append(decision)
                case Withdrawn(decision=decision):
                    waiting.remove(decision)
                case Decided(decision=decision):
                    firsts = [
                        each
                        for each in waiting
                        if (each.track, each.fire_unit, each.interceptor_type)
                        == (
                            decision.track,
                            decision.fire_unit,
                            decision.interceptor_type,
                        )
                    ]
                    if decision.confirmed_by:
                        (first,) = firsts
                        assert first.by == decision.by != decision.confirmed_by
                        assert decision.confirmed_by == "Col Shevchuk"
                        assert first.amended == decision.amended
                    if decision.verdict is Verdict.HOLD:
                        firsts = [w for w in waiting if w.track == decision.track]
                    waiting = [each for each in waiting if each not in firsts]
                case _:
                    pass
        assert [*self.desk.situation.nominated] == waiting

    @invariant()
    def what_two_have_to_sign_two_have_signed(self) -> None:
        """By the policy of the house."""
        for engagement in self.desk.situation.engagements.values():
            if engagement.pin.interceptor_type in self.two_person.types:
                assert engagement.decision.confirmed_by

    @invariant()
    def rounds_are_booked_twice(self) -> None:
        """What was posted adds up to what there is, and to what was launched."""
        booked = {
            key: balance
            for key, balance in self.journal.balances.items()
            if key in MAGAZINES
        }
        assert booked == balances(self.desk.situation)
        for key in MAGAZINES:
            balance = booked[key]
            assert balance.available + balance.reserved == self.stock[key]
            assert balance.expended == self.expended[key]
            waiting = sum(
                each.pin.salvo_size
                for each in self._in(EngagementState.AUTHORISED)
                if (each.pin.fire_unit, each.pin.interceptor_type) == key
            )
            assert balance.reserved == min(waiting, self.stock[key])

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
        assert self.desk.situation.identified == self.said
        gone = {**self.desk.situation.downed, **self.desk.situation.dropped}
        assert gone.keys() == self.gone.keys()

    @invariant()
    def nobody_else_may_be_engaged(self) -> None:
        """Than who is hostile by what feeds and people say, and was measured lately."""
        for track in self._picture().tracks:
            is_fresh = abs(self.now_s - track.measured_at_s) <= 60.0
            assert track.id in self.latest
            may_be = may_be_shot_at(
                self.latest[track.id], self.said.get(track.id), self.now_s
            )
            why = refusal(track, self.now_s, self.desk.params)
            assert (why is None) == (may_be and is_fresh)

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
        assert self.desk.confirmed_at_s is not None
        assert self.desk.confirmed_at_s >= shown.made_at_s
        assert set(situation.shown) <= set(replan.firm_shots(shown))
        assert self.desk.degraded is None

    @invariant()
    def a_revision_means_one_plan(self) -> None:
        """Or a person could decide on another line than the one on the screen."""
        self.seen.look(self.desk.shown)
        assert self.seen.revisions == sorted(set(self.seen.revisions))

    @invariant()
    def every_line_has_stood_for_as_long_as_is_said(self) -> None:
        """On every plan that people have had on the screen since."""
        for line in self._lines():
            since = self.desk.standing[key_of(line)]
            assert self._has_stood(line, since)

    @invariant()
    def revisions_grow(self) -> None:
        """Never back; and a picture can be made at any time."""
        self.revisions.append(self.desk.situation.revision)
        assert self.revisions[-2:] == sorted(self.revisions[-2:])
        picture = self.desk.situation.picture_at(self.now_s)
        assert picture.revision == self.revisions[-1]
