"""Faults of a desk, each of which breaks nothing but one rule of the machine."""

from contextlib import suppress
from dataclasses import replace

import pytest

from tests.desks import (
    decision_on,
    entered,
    firm,
)
from zaslin.domain.engagement import EngagementState
from zaslin.domain.event import (
    Fired,
    Planned,
    UnitReported,
)
from zaslin.ops import deciding, engaged, identity, sky, stock
from zaslin.ops.desk import Desk
from zaslin.ops.lines import Stand, key_of
from zaslin.ops.posting import postings
from zaslin.ops.refused import DecisionRefusedError
from zaslin.ops.state import apply


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


def plant_declarations_that_overrule_evidence(patch: pytest.MonkeyPatch) -> None:
    """What a person declares is laid over civil, crewed and friendly tracks too."""
    for module in (identity, sky):
        patch.setattr(module, "protection", lambda _: None)


def plant_a_feed_that_has_the_last_word(patch: pytest.MonkeyPatch) -> None:
    """When a person's declaration lapses, what a feed calls hostile is so again."""
    patch.setattr(identity, "_lapsed", lambda track, _: track)


def plant_a_declaration_that_outlives_its_track(patch: pytest.MonkeyPatch) -> None:
    """What comes back under the name is hostile from the start."""
    patch.setattr(sky, "_forgotten", lambda situation, _: situation.identified)


def plant_a_hold_on_paper(patch: pytest.MonkeyPatch) -> None:
    """It is entered, and nothing follows from it."""
    patch.setattr(deciding, "_held", lambda situation, _: situation)


def plant_plans_of_before_a_decision(patch: pytest.MonkeyPatch) -> None:
    """Whatever comes in late is shown, with what is decided by now."""
    patch.setattr(Desk, "_is_overtaken", lambda *_: False)


def plant_a_revision_of_two_plans(patch: pytest.MonkeyPatch) -> None:
    """A better plan comes under the revision of the quick one."""
    patch.setattr(Desk, "_of_its_own_revision", lambda _, made: made)


def plant_lines_that_have_always_stood(patch: pytest.MonkeyPatch) -> None:
    """A decision on any plan of before is taken for one on this line."""

    def wrong(_, made, __):  # type: ignore[no-untyped-def]
        return {
            key_of(line): Stand(0, line.shot.launch_s)
            for line in made.recommendations
            if line.firm
        }

    patch.setattr("zaslin.ops.desk.stands", wrong)


def plant_one_person_for_two(patch: pytest.MonkeyPatch) -> None:
    """Who nominates may confirm."""
    for place in ("domain.decision", "ops.authorise", "ops.deciding"):
        patch.setattr(f"zaslin.{place}.is_same_person", lambda *_: False)


def plant_nobody_asks_for_a_second(patch: pytest.MonkeyPatch) -> None:
    """The policy of the house is not looked at."""
    patch.setattr("zaslin.ops.authorise.needs_second", lambda *_: None)


def plant_amended_as_it_is_said(patch: pytest.MonkeyPatch) -> None:
    """Nobody asks whether there is such a shot."""

    def wrong(_, __, line, decision):  # type: ignore[no-untyped-def]
        said = decision.amended
        if said is None:
            return line
        after_s = said.launch_s - line.shot.launch_s
        shot = replace(
            line.shot,
            fire_unit=said.fire_unit,
            interceptor_type=said.interceptor_type,
            position=said.position,
            salvo_size=said.salvo_size,
            launch_s=said.launch_s,
            intercept_s=line.shot.intercept_s + after_s,
            assessed_s=line.shot.assessed_s + after_s,
        )
        return replace(line, shot=shot)

    patch.setattr("zaslin.ops.authorise.ordered_line", wrong)


def plant_a_release_that_revives(patch: pytest.MonkeyPatch) -> None:
    """What a crew was told to stop stands again."""
    patch.setattr(deciding, "forbids", lambda *_: False)


def plant_launches_that_nobody_books(patch: pytest.MonkeyPatch) -> None:
    """The magazine is emptier, and the books say nothing of it."""
    right = postings

    def wrong(before, entry, after):  # type: ignore[no-untyped-def]
        if isinstance(entry.event, Fired):
            return ()
        return right(before, entry, after)

    patch.setattr("zaslin.ops.ledger.postings", wrong)


def plant_a_desk_that_wakes_up_with_its_plan(patch: pytest.MonkeyPatch) -> None:
    """Opened anew it leaves on the screen what was there before."""
    right = Desk._withdraw  # noqa: SLF001  (to be replaced)

    def wrong(self, why, now_s):  # type: ignore[no-untyped-def]
        if not why.startswith("the desk was opened anew"):
            right(self, why, now_s)

    patch.setattr(Desk, "_withdraw", wrong)


PLANTED = (
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
    plant_declarations_that_overrule_evidence,
    plant_a_feed_that_has_the_last_word,
    plant_a_declaration_that_outlives_its_track,
    plant_a_hold_on_paper,
    plant_plans_of_before_a_decision,
    plant_a_revision_of_two_plans,
    plant_lines_that_have_always_stood,
    plant_one_person_for_two,
    plant_nobody_asks_for_a_second,
    plant_amended_as_it_is_said,
    plant_a_release_that_revives,
    plant_launches_that_nobody_books,
    plant_a_desk_that_wakes_up_with_its_plan,
)
