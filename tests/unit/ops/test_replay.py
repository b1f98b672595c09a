"""A journal gone through again."""

from dataclasses import replace

import pytest

from tests.desks import (
    Scripted,
    authorised,
    desk_on,
    journal_of,
    launch_of,
    optimiser,
    saturated_plan,
)
from tests.pictures import MISSILE, NOW_S, hostile, saturated
from zaslin.domain.engagement import EngagementState, Outcome
from zaslin.domain.event import Assessed, Entry, Planned
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.ops.ports import Planner
from zaslin.ops.replan import ReplanParams
from zaslin.ops.replay import account_of, replay

LEAD_S = 5.0


def night(planner: Planner) -> tuple[Entry, ...]:
    """Two minutes at a desk: reports, decisions, a launch and what became of it."""
    replan = ReplanParams(decision_lead_s=LEAD_S)
    desk = desk_on(saturated(), planner, replan=replan)
    desk.tick(NOW_S)
    first = authorised(desk, NOW_S + 1.0)
    authorised(desk, NOW_S + 1.0, which=1)
    for step in range(1, 13):
        now_s = NOW_S + 10.0 * step
        desk.receive([hostile(f"N{step}", measured_at_s=now_s)], now_s)
        if step == 3:
            desk.record(launch_of(first), now_s)
            missed = Assessed(engagement=first.id, outcome=Outcome.MISSED)
            desk.record(missed, now_s)
        desk.tick(now_s)
    return journal_of(desk)


class Remembering:
    """A planner with a memory: what it advises depends on what it was asked before."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, picture: Picture, previous: Plan | None) -> Plan:  # noqa: ARG002
        """A plan whose value counts the questions."""
        self.asked += 1
        made = saturated_plan()
        return replace(
            made,
            revision=picture.revision,
            made_at_s=picture.now_s,
            value=made.value + self.asked,
        )


def test_an_account_counts_what_the_journal_holds() -> None:
    """By hand: one launch of one round, one order that expired."""
    account = account_of(night(Scripted(saturated_plan())))

    assert account.from_s == NOW_S
    assert account.until_s == NOW_S + 120.0
    assert account.entries["Reported"] == 12
    assert account.entries["Decided"] == 2
    assert account.entries["Opened"] == account.entries["Fired"] == 1
    assert account.entries["Planned"] == account.plans
    assert account.withdrawn == 0
    assert account.engagements[EngagementState.ASSESSED] == 1
    assert account.engagements[EngagementState.EXPIRED] == 1
    assert account.engagements[EngagementState.AUTHORISED] == 0
    assert account.rounds_spent == {MISSILE.id: 1}
    assert account.tracks == 12 + 12
    assert sum(account.entries.values()) >= account.pictures


def test_plans_shown_kept_and_withdrawn_are_told_apart() -> None:
    """One of each."""
    plan = saturated_plan()
    desk = desk_on(saturated(), Scripted(plan, plan, RuntimeError("no")))
    desk.tick(NOW_S)
    desk.receive([hostile("N1")], NOW_S)
    desk.tick(NOW_S + 10.0)
    desk.tick(NOW_S + 40.0)

    account = account_of(journal_of(desk))

    assert (account.plans, account.shown, account.withdrawn) == (2, 1, 1)


def test_an_empty_journal_has_no_account() -> None:
    """It was not even opened."""
    with pytest.raises(ValueError, match="no entry; accepted: at least Opened"):
        account_of([])


def test_the_same_planner_makes_the_same_plans_again() -> None:
    """The optimiser, warm starts and all, from the journal alone."""
    entries = night(optimiser)

    assert list(replay(entries, optimiser, decision_lead_s=LEAD_S)) == []


def test_a_planner_with_a_memory_makes_the_same_plans_again() -> None:
    """It is asked for kept plans as well, so that it remembers the same."""
    entries = night(Remembering())
    kept = [e for e in entries if isinstance(e.event, Planned) and e.event.kept]
    assert kept

    assert list(replay(entries, Remembering(), decision_lead_s=LEAD_S)) == []


@pytest.mark.parametrize("fault", ["planner", "lead", "entry"])
def test_a_plan_that_comes_out_otherwise_is_told(fault: str) -> None:
    """Another planner, another lead, or a journal that was tampered with."""
    entries = list(night(optimiser))
    planner: Planner = optimiser
    lead_s = LEAD_S
    first = next(e for e in entries if isinstance(e.event, Planned))
    assert isinstance(first.event, Planned)
    if fault == "planner":
        planner = Scripted(replace(saturated_plan(), method="another"))
    elif fault == "lead":
        lead_s = LEAD_S + 60.0
    else:
        tampered = replace(first.event, digest="0" * 64)
        entries[first.number] = replace(first, event=tampered)

    mismatches = list(replay(entries, planner, decision_lead_s=lead_s))

    assert mismatches
    told = mismatches[0]
    assert (told.number, told.at_s) == (first.number, first.at_s)
    assert told.revision == first.event.revision
    assert told.stated != told.made


def test_a_planner_that_fails_is_a_mismatch_too() -> None:
    """With what it said; the replay goes on."""
    entries = night(Scripted(saturated_plan()))
    plans = sum(isinstance(entry.event, Planned) for entry in entries)

    told = list(replay(entries, Scripted(RuntimeError("gone")), decision_lead_s=LEAD_S))

    assert [each.made for each in told] == ["RuntimeError: gone"] * plans


def test_after_a_withdrawal_the_planner_starts_from_nothing() -> None:
    """As it did at the desk."""
    plan = saturated_plan()
    desk = desk_on(saturated(), Scripted(plan, RuntimeError("no"), plan))
    for second in (0.0, 30.0, 60.0):
        desk.tick(NOW_S + second)
    again = Scripted(plan)

    told = list(replay(journal_of(desk), again, decision_lead_s=0.0))

    assert told == []
    assert [previous for _, previous in again.asked] == [None, None]
