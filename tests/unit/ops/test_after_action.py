"""A journal told: each track, shot, decision and round, as the desk knew it."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from tests.desks import (
    PROMPT,
    Scripted,
    authorised,
    decision_on,
    desk_on,
    entered,
    firm,
    journal_of,
    launch_of,
    saturated_plan,
)
from tests.journals import every_kind
from tests.pictures import MISSILE, NOW_S, saturated
from tests.reports import flown, story, truth
from zaslin.domain.decision import Verdict
from zaslin.domain.engagement import EngagementState, Outcome
from zaslin.domain.event import Assessed, Fired, Lost, Planned
from zaslin.ops.after_action import tell
from zaslin.ops.replay import account_of


def test_rounds_are_those_of_the_run() -> None:
    """At the start, fired, resupplied and left: what the simulator counted itself."""
    told = {
        str(kind): (stock.at_start, stock.resupplied, stock.fired, stock.at_end)
        for kind, stock in story().stocks.items()
    }

    assert told == {
        kind: (each.at_start, each.resupplied, each.fired, each.at_end)
        for kind, each in flown().result.rounds.items()
    }


def test_shots_and_decisions_are_those_of_the_run() -> None:
    """Each state and outcome as often as the simulator counted it."""
    result, told = flown().result, story()
    states = Counter(shot.engagement.state for shot in told.shots.values())
    outcomes = Counter(shot.engagement.outcome for shot in told.shots.values())
    verdicts = Counter(each.decision.verdict for each in told.decisions)

    assert states[EngagementState.ABORTED] == result.aborted
    assert states[EngagementState.EXPIRED] == result.expired
    assert outcomes[Outcome.KILLED] == result.killed
    assert outcomes[Outcome.MISSED] == result.missed
    assert verdicts[Verdict.AUTHORISE] == len(told.shots) == result.authorised
    assert verdicts[Verdict.REFUSE] == result.refused
    assert told.plans.shown == result.plans


def test_every_track_of_the_truth_is_told() -> None:
    """With each place where it was seen, in the order of its reports."""
    named = {name for thing in truth().objects for name in thing.tracks}

    assert named <= set(story().tracks)
    assert all(len(track.path_m) >= 1 for track in story().tracks.values())
    assert max(len(track.path_m) for track in story().tracks.values()) > 10


def test_a_track_tells_when_it_was_hostile_shown_killed_and_lost() -> None:
    """By the desk's own clock."""
    desk = desk_on(saturated(), Scripted(saturated_plan()))
    desk.tick(NOW_S)
    engagement = authorised(desk, NOW_S)
    track = engagement.pin.track
    desk.record(launch_of(engagement), engagement.pin.launch_s)
    looked_s = engagement.pin.assessed_s
    desk.record(Assessed(engagement=engagement.id, outcome=Outcome.KILLED), looked_s)
    desk.record(Lost(tracks=(track,)), looked_s + 5.0)

    told = tell(journal_of(desk)).tracks[track]

    assert (told.hostile_s, told.killed_s) == (NOW_S, looked_s)
    assert (told.shown, told.is_hostile) == (1, True)
    assert told.lost_s == looked_s + 5.0


def test_a_decision_tells_how_long_its_shot_was_on_the_screen() -> None:
    """From the first plan with this pairing, not from the last one."""
    desk = desk_on(saturated(), Scripted(saturated_plan()))
    desk.tick(NOW_S)
    first = firm(desk.shown)[0]
    assert desk.shown is not None
    decision = decision_on(first, desk.shown.revision, NOW_S + 4.0, Verdict.REFUSE)
    entered(desk, decision)

    (told,) = tell(journal_of(desk)).decisions

    assert told.waited_s == 4.0
    assert told.decision.verdict is Verdict.REFUSE


def test_what_leaves_the_screen_before_its_time_is_counted() -> None:
    """A plan without a shown shot drops it; a decided one is not dropped."""
    plan = saturated_plan()
    empty = replace(plan, shots=(), recommendations=())
    often = replace(PROMPT, interval_s=10.0)
    desk = desk_on(saturated(), Scripted(plan, empty), replan=often)
    desk.tick(NOW_S)
    authorised(desk, NOW_S)
    desk.tick(NOW_S + 16.0)
    entries = journal_of(desk)

    told = tell(entries).plans

    first = next(e.event for e in entries if isinstance(e.event, Planned))
    assert (told.made, told.shown) == (2, 2)
    assert all(shot.launch_s > NOW_S + 16.0 for shot in first.shown)
    assert told.dropped == len(first.shown) - 1 > 0


def test_a_journal_with_everything_agrees_with_its_account() -> None:
    """Plans, withdrawn ones and rounds as ``zaslin replay`` counts them."""
    told, account = tell(every_kind()), account_of(every_kind())

    assert told.plans.made == account.plans
    assert told.plans.shown == account.shown
    assert told.plans.withdrawn == account.withdrawn
    assert (told.from_s, told.until_s) == (account.from_s, account.until_s)
    assert {str(k): s.fired for k, s in told.stocks.items() if s.fired} == {
        str(k): n for k, n in account.rounds_spent.items()
    }
    assert "mist — туман" in {shot.why_not for shot in told.shots.values()}
    assert told.stocks[MISSILE.id].resupplied >= 2


def test_stocks_change_only_when_something_happens_to_them() -> None:
    """Each step is another number than the one before."""
    fired = sum(isinstance(e.event, Fired) for e in flown().journal.entries())

    for stock in story().stocks.values():
        numbers = [rounds for _, rounds in stock.steps]
        assert all(a != b for a, b in pairwise(numbers))
        assert len(numbers) <= fired + 1


def test_an_empty_journal_is_none() -> None:
    """A report of nothing would look like one of a quiet night."""
    with pytest.raises(ValueError, match="the journal has no entry"):
        tell([])
