"""The judgement: every reason from its fact, its state, and its place in the order."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaslin.live.feed import Feed
from zaslin.live.health import (
    STATE_OF,
    Code,
    Facts,
    Journal,
    Mode,
    PlanFacts,
    Space,
    State,
    judge,
)
from zaslin.live.params import LiveParams
from zaslin.live.planning import Source, Workforce
from zaslin.live.stage import Stage, StageName

PARAMS = LiveParams()
RADAR = Feed(name="radar", least_delay_s=0.1)
GOOD = Facts(
    tracks=10,
    feeds=(RADAR,),
    plan=PlanFacts(
        shown=True, source=Source.SOLVER, confirmed_ago_s=1.0, late_after_s=4.0
    ),
    workforce=Workforce(wanted=2, ready=2, starting=0),
)
"""A desk that nothing is wrong with."""


def stage(name: StageName, **change: Any) -> Stage:
    """A stage that has done something."""
    was = Stage(
        name=name,
        done=1,
        failed=0,
        busy_s=None,
        done_ago_s=0.1,
        took_s=0.1,
        longest_s=0.2,
        error="",
    )
    return replace(was, **change)


def feed(**change: Any) -> dict[str, Any]:
    """The radar, and something about it."""
    return {"feeds": (replace(RADAR, **change),)}


def plan(**change: Any) -> dict[str, Any]:
    """The plan, and something about it."""
    return {"plan": replace(GOOD.plan, **change)}


CASES: dict[Code, tuple[dict[str, Any], dict[str, Any]]] = {
    Code.DESK_STOPPED: ({"running": False}, {}),
    Code.DESK_STUCK: (
        {"beat_ago_s": 3.1, "stages": (stage(StageName.INGEST, busy_s=3.0),)},
        {"stage": "ingest", "for_s": 3.1},
    ),
    Code.JOURNAL_MOVED: ({"journal": Journal(moved=True, error="7")}, {"error": "7"}),
    Code.JOURNAL_UNAVAILABLE: (
        {"journal": Journal(lost_for_s=2.0, error="full")},
        {"for_s": 2.0, "error": "full"},
    ),
    Code.JOURNAL_SPACE_LOW: (
        {"journal": Journal(space=Space(free_share=0.09, free_mb=400.0))},
        {"free_mb": 400.0, "free_percent": 9.0},
    ),
    Code.PLANNING_FAILED: (plan(shown=False, failed="dead"), {"error": "dead"}),
    Code.PLAN_WITHDRAWN: (plan(shown=False, withdrawn="old"), {"why": "old"}),
    Code.NO_PLAN_YET: (plan(shown=False), {}),
    Code.NO_REPORTS: (feed(silent_s=15.1), {"for_s": 15.1}),
    Code.NO_FEED_YET: ({"feeds": (), "tracks": 0}, {}),
    Code.FEED_SILENT: (
        {"feeds": (RADAR, Feed(name="b", silent_s=16.0))},
        {"source": "b", "for_s": 16.0},
    ),
    Code.FEED_CLOCK_AHEAD: (
        feed(least_delay_s=-1.1),
        {"source": "radar", "ahead_s": 1.1},
    ),
    Code.FEED_LATE: (feed(least_delay_s=10.1), {"source": "radar", "delay_s": 10.1}),
    Code.REPORTS_SHED: (
        feed(shed=7, shed_ago_s=29.0),
        {"source": "radar", "reports": 7},
    ),
    Code.PLAN_FROM_FLOOR: (
        plan(source=Source.FLOOR_HERE),
        {"source": "floor, in process"},
    ),
    Code.PLAN_LATE: (plan(confirmed_ago_s=4.1), {"age_s": 4.1}),
    Code.WORKERS_SHORT: (
        {"workforce": Workforce(wanted=2, ready=1, starting=1)},
        {"ready": 1, "wanted": 2, "why": "1 of 2 planning workers ready"},
    ),
    Code.STAGE_FAILED: (
        {"stages": (stage(StageName.FIELD, error="ValueError: x"),)},
        {"stage": "field", "error": "ValueError: x"},
    ),
    Code.CLOCK_STEPPED: ({"ahead_s": -1.5}, {"offset_s": -1.5}),
    Code.CLOCK_HELD: ({"held_s": 1.5}, {"for_s": 1.5}),
    Code.TRACKS_LEFT_OUT: (
        plan(left_out=("T01", "T02")),
        {"tracks": 2, "names": "T01, T02"},
    ),
    Code.TRACKS_JUMPED: ({"jumped": 2}, {"tracks": 2}),
    Code.REPORTS_QUARANTINED: ({"quarantined": 3}, {"reports": 3}),
    Code.PAUSED: ({"paused": True}, {}),
}


def test_a_desk_that_nothing_is_wrong_with_is_live() -> None:
    """And says nothing."""
    standing = judge(GOOD, PARAMS)
    assert (standing.state, standing.reasons) == (State.LIVE, ())
    assert standing.advises


def test_every_reason_has_a_state_and_a_case() -> None:
    """A new one without either fails here."""
    assert set(STATE_OF) == set(Code) == set(CASES)


@pytest.mark.parametrize("code", Code)
def test_each_reason_comes_of_its_fact_with_its_parameters(code: Code) -> None:
    """And brings about its state; nothing else is said but what follows from it."""
    change, params = CASES[code]
    standing = judge(replace(GOOD, **change), PARAMS)
    found = {reason.code: dict(reason.params) for reason in standing.reasons}
    assert found[code] == params
    assert standing.underlying is STATE_OF[code]
    follows = {Code.NO_REPORTS: {Code.FEED_SILENT}}.get(code, set())
    assert set(found) == {code} | follows


@pytest.mark.parametrize(
    "space",
    [
        pytest.param(Space(free_share=0.11, free_mb=400.0), id="enough of a small one"),
        pytest.param(Space(free_share=0.02, free_mb=40_000.0), id="much in gigabytes"),
        pytest.param(None, id="a server's own"),
    ],
)
def test_a_volume_with_room_for_long_is_no_news(space: Space | None) -> None:
    """Nor is one that nobody here knows."""
    standing = judge(replace(GOOD, journal=Journal(space=space)), PARAMS)
    assert standing.reasons == ()


@pytest.mark.parametrize("mode", Mode)
def test_a_mode_lies_over_the_state_and_hides_nothing(mode: Mode) -> None:
    """An exercise says that it is one, and that its feed is silent."""
    change, _ = CASES[Code.NO_REPORTS]
    standing = judge(replace(GOOD, mode=mode, **change), PARAMS)
    over = {Mode.LIVE: State.STALE, Mode.SIM: State.SIM, Mode.REPLAY: State.REPLAY}
    assert standing.state is over[mode]
    assert standing.underlying is State.STALE
    assert not standing.advises


@given(st.lists(st.sampled_from(Code), min_size=1, unique=True))
def test_the_gravest_reason_decides_and_comes_first(codes: list[Code]) -> None:
    """However many there are."""
    facts = GOOD
    for code in codes:
        facts = replace(facts, **CASES[code][0])
    standing = judge(facts, PARAMS)
    order = [State.NO_ADVICE, State.STALE, State.DEGRADED, State.LIVE]
    ranks = [order.index(STATE_OF[reason.code]) for reason in standing.reasons]
    assert ranks == sorted(ranks)
    assert standing.underlying is order[min(ranks)]


def test_of_a_desk_that_gives_no_sign_of_life_nothing_else_is_said() -> None:
    """What it said last may be wrong by now."""
    facts = replace(GOOD, beat_ago_s=60.0, jumped=3, **feed(silent_s=60.0))
    assert [each.code for each in judge(facts, PARAMS).reasons] == [Code.DESK_STUCK]


def test_the_documentation_has_every_state_and_reason_as_they_are() -> None:
    """The table is read here, so that it cannot be wrong."""
    text = Path("docs/live-desk.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip(" `") for cell in line.strip("|\n").split("|")]
        for line in text.splitlines()
        if line.startswith("| `")
    ]
    table = {row[0]: (row[1], row[2]) for row in rows if row[0] in set(Code)}
    assert set(table) == set(Code)
    for code in Code:
        state, params = table[code]
        assert state == STATE_OF[code].upper().replace("_", " "), code
        stated = {name.strip(" `") for name in params.split(",")} - {""}
        assert stated == set(CASES[code][1]), code
