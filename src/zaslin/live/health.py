"""What a desk is worth at the moment: a state, and every reason for it.

Pure: facts in, judgement out.  Codes are stable words; a person's sentence is made of
a code and its parameters by whoever shows it.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from zaslin.live.feed import Feed
from zaslin.live.params import LiveParams
from zaslin.live.planning import Source, Workforce
from zaslin.live.stage import Stage, StageName

Params = Mapping[str, float | str]


class Mode(StrEnum):
    """What a desk is about: what is, what is played, or what was."""

    LIVE = "live"
    SIM = "sim"
    REPLAY = "replay"


class State(StrEnum):
    """The states of a desk; SIM and REPLAY lie over one of the first four."""

    LIVE = "live"
    DEGRADED = "degraded"
    STALE = "stale"
    NO_ADVICE = "no_advice"
    SIM = "sim"
    REPLAY = "replay"


class Code(StrEnum):
    """Why a desk is in its state."""

    DESK_STOPPED = "desk_stopped"
    DESK_STUCK = "desk_stuck"
    JOURNAL_MOVED = "journal_moved"
    JOURNAL_UNAVAILABLE = "journal_unavailable"
    JOURNAL_SPACE_LOW = "journal_space_low"
    PLANNING_FAILED = "planning_failed"
    PLAN_WITHDRAWN = "plan_withdrawn"
    NO_PLAN_YET = "no_plan_yet"
    NO_REPORTS = "no_reports"
    NO_FEED_YET = "no_feed_yet"
    FEED_SILENT = "feed_silent"
    FEED_CLOCK_AHEAD = "feed_clock_ahead"
    FEED_LATE = "feed_late"
    REPORTS_SHED = "reports_shed"
    PLAN_FROM_FLOOR = "plan_from_floor"
    PLAN_LATE = "plan_late"
    WORKERS_SHORT = "workers_short"
    STAGE_FAILED = "stage_failed"
    CLOCK_STEPPED = "clock_stepped"
    CLOCK_HELD = "clock_held"
    TRACKS_LEFT_OUT = "tracks_left_out"
    TRACKS_JUMPED = "tracks_jumped"
    REPORTS_QUARANTINED = "reports_quarantined"
    PAUSED = "paused"


STATE_OF: Mapping[Code, State] = {
    Code.DESK_STOPPED: State.NO_ADVICE,
    Code.DESK_STUCK: State.NO_ADVICE,
    Code.JOURNAL_MOVED: State.NO_ADVICE,
    Code.JOURNAL_UNAVAILABLE: State.NO_ADVICE,
    Code.JOURNAL_SPACE_LOW: State.DEGRADED,
    Code.PLANNING_FAILED: State.NO_ADVICE,
    Code.PLAN_WITHDRAWN: State.NO_ADVICE,
    Code.NO_PLAN_YET: State.NO_ADVICE,
    Code.NO_REPORTS: State.STALE,
    Code.NO_FEED_YET: State.DEGRADED,
    Code.FEED_SILENT: State.DEGRADED,
    Code.FEED_CLOCK_AHEAD: State.DEGRADED,
    Code.FEED_LATE: State.DEGRADED,
    Code.REPORTS_SHED: State.DEGRADED,
    Code.PLAN_FROM_FLOOR: State.DEGRADED,
    Code.PLAN_LATE: State.DEGRADED,
    Code.WORKERS_SHORT: State.DEGRADED,
    Code.STAGE_FAILED: State.DEGRADED,
    Code.CLOCK_STEPPED: State.DEGRADED,
    Code.CLOCK_HELD: State.DEGRADED,
    Code.TRACKS_LEFT_OUT: State.DEGRADED,
    Code.TRACKS_JUMPED: State.LIVE,
    Code.REPORTS_QUARANTINED: State.LIVE,
    Code.PAUSED: State.LIVE,
}
"""The state that each reason brings about; LIVE: worth saying, and no more."""

_MOST_NAMED = 5
_WORST = (State.NO_ADVICE, State.STALE, State.DEGRADED, State.LIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why: a word, and what belongs to it."""

    code: Code
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The state of a desk with its reasons, the gravest first.

    ``underlying`` is the state that an exercise or a replay lies over.
    """

    state: State
    underlying: State
    reasons: tuple[Reason, ...] = ()

    @property
    def advises(self) -> bool:
        """Whether a plan may be shown, and decided on."""
        return self.underlying in (State.LIVE, State.DEGRADED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """Room on a volume: so much of the whole is free, and so many megabytes."""

    free_share: float
    free_mb: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """How the journal is: it ``moved`` for good, or has been out of reach ``for_s``.

    ``space``: what is left where it is written; None: nobody here knows.
    """

    moved: bool = False
    lost_for_s: float | None = None
    error: str = ""
    space: Space | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """What is known of plans.

    ``shown``: a plan is shown; ``asked``: one was asked for ever; ``source`` made it.
    ``confirmed_ago_s``: since a planner last said that it holds.
    ``late_after_s``: from which age on that is too long ago.
    ``failed`` says how planning failed the last time, if it has not worked since;
    ``withdrawn`` why the last plan was taken away, if none is shown.
    ``left_out`` are tracks that no plan can be made with.
    """

    shown: bool = False
    source: str = ""
    confirmed_ago_s: float | None = None
    late_after_s: float = math.inf
    failed: str = ""
    withdrawn: str = ""
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a desk is judged by.

    ``beat_ago_s``: since its thread gave a sign of life; ``running``: it is there.
    ``ahead_s``: how far the wall clock is ahead of the desk; ``held_s``: how long the
    desk has to wait for a time that it has had already.
    """

    mode: Mode = Mode.LIVE
    running: bool = True
    beat_ago_s: float = 0.0
    paused: bool = False
    journal: Journal = Journal()
    tracks: int = 0
    feeds: tuple[Feed, ...] = ()
    plan: PlanFacts = PlanFacts()
    workforce: Workforce | None = None
    stages: tuple[Stage, ...] = ()
    ahead_s: float = 0.0
    held_s: float = 0.0
    jumped: int = 0
    quarantined: int = 0


def judge(facts: Facts, params: LiveParams) -> Standing:
    """The state that facts come to, with every reason.

    A desk that is not running, or shows no sign of life, has that one reason: nothing
    else that it says can be relied upon.
    """
    reasons = tuple(_dead(facts, params)) or tuple(_alive(facts, params))
    underlying = _worst(reasons)
    ordered = sorted(reasons, key=lambda each: _WORST.index(STATE_OF[each.code]))
    over = {Mode.SIM: State.SIM, Mode.REPLAY: State.REPLAY}
    return Standing(
        state=over.get(facts.mode, underlying),
        underlying=underlying,
        reasons=tuple(ordered),
    )


def _worst(reasons: tuple[Reason, ...]) -> State:
    states = {STATE_OF[reason.code] for reason in reasons}
    return next((state for state in _WORST if state in states), State.LIVE)


def _reason(code: Code, **params: float | str) -> Reason:
    return Reason(code=code, params=params)


def _dead(facts: Facts, params: LiveParams) -> Iterator[Reason]:
    if not facts.running:
        yield _reason(Code.DESK_STOPPED)
    elif facts.beat_ago_s > params.stuck_s:
        at = [
            stage.name
            for stage in facts.stages
            if stage.busy_s is not None and stage.name is not StageName.PLAN
        ]
        yield _reason(
            Code.DESK_STUCK, stage=at[0] if at else "", for_s=facts.beat_ago_s
        )


def _alive(facts: Facts, params: LiveParams) -> Iterator[Reason]:
    above = (*_of_journal(facts.journal), *_of_silence(facts, params))
    yield from above
    yield from _of_plan(facts.plan, explained=bool(above))
    yield from _of_workers(facts.workforce)
    yield from _of_feeds(facts, params)
    yield from _of_stages(facts)
    yield from _of_space(facts.journal.space, params)
    yield from _of_clock(facts, params)
    if facts.plan.left_out:
        yield _reason(
            Code.TRACKS_LEFT_OUT,
            tracks=len(facts.plan.left_out),
            names=", ".join(facts.plan.left_out[:_MOST_NAMED]),
        )
    if facts.jumped:
        yield _reason(Code.TRACKS_JUMPED, tracks=facts.jumped)
    if facts.quarantined:
        yield _reason(Code.REPORTS_QUARANTINED, reports=facts.quarantined)
    if facts.paused:
        yield _reason(Code.PAUSED)


def _of_journal(journal: Journal) -> Iterator[Reason]:
    if journal.moved:
        yield _reason(Code.JOURNAL_MOVED, error=journal.error)
    elif journal.lost_for_s is not None:
        yield _reason(
            Code.JOURNAL_UNAVAILABLE, for_s=journal.lost_for_s, error=journal.error
        )


def _of_space(space: Space | None, params: LiveParams) -> Iterator[Reason]:
    """Whether the volume fills up: a full one refuses every decision.

    A small share of a large volume lasts for long, and is no news.
    """
    if space is None or space.free_mb >= params.low_space_mb:
        return
    if space.free_share < params.low_space_share:
        yield _reason(
            Code.JOURNAL_SPACE_LOW,
            free_mb=space.free_mb,
            free_percent=100.0 * space.free_share,
        )


def _of_silence(facts: Facts, params: LiveParams) -> Iterator[Reason]:
    """Whether all feeds are silent, and the picture is of then."""
    silent_s = min((feed.silent_s for feed in facts.feeds), default=math.inf)
    # While time is held nobody is expected to say anything.
    if facts.tracks and not facts.paused and silent_s > params.silent_s:
        known = {"for_s": silent_s} if facts.feeds else {}
        yield _reason(Code.NO_REPORTS, **known)


def _of_plan(plan: PlanFacts, *, explained: bool) -> Iterator[Reason]:
    """What there is to say of plans; why none is shown may be explained already."""
    if not plan.shown:
        if plan.failed:
            yield _reason(Code.PLANNING_FAILED, error=plan.failed)
        elif plan.withdrawn and not explained:
            yield _reason(Code.PLAN_WITHDRAWN, why=plan.withdrawn)
        elif not explained:
            yield _reason(Code.NO_PLAN_YET)
        return
    if plan.source in (Source.FLOOR, Source.FLOOR_HERE):
        yield _reason(Code.PLAN_FROM_FLOOR, source=plan.source)
    if (plan.confirmed_ago_s or 0.0) > plan.late_after_s:
        yield _reason(Code.PLAN_LATE, age_s=plan.confirmed_ago_s or 0.0)


def _of_workers(workforce: Workforce | None) -> Iterator[Reason]:
    if workforce is not None and workforce.reason is not None:
        yield _reason(
            Code.WORKERS_SHORT,
            ready=workforce.ready,
            wanted=workforce.wanted,
            why=workforce.reason,
        )


def _of_feeds(facts: Facts, params: LiveParams) -> Iterator[Reason]:
    if not (facts.feeds or facts.tracks):
        yield _reason(Code.NO_FEED_YET)
    for feed in facts.feeds:
        if feed.silent_s > params.silent_s and not facts.paused:
            yield _reason(Code.FEED_SILENT, source=feed.name, for_s=feed.silent_s)
        yield from _of_feed(feed, params)


def _of_feed(feed: Feed, params: LiveParams) -> Iterator[Reason]:
    delay_s = feed.least_delay_s
    if delay_s is not None and delay_s < -params.skew_s:
        yield _reason(Code.FEED_CLOCK_AHEAD, source=feed.name, ahead_s=-delay_s)
    if delay_s is not None and delay_s > params.late_s:
        yield _reason(Code.FEED_LATE, source=feed.name, delay_s=delay_s)
    if feed.shed_ago_s <= params.told_s:
        yield _reason(Code.REPORTS_SHED, source=feed.name, reports=feed.shed)


def _of_stages(facts: Facts) -> Iterator[Reason]:
    for stage in facts.stages:
        # Of a failed plan the plan itself tells, of a failed command its caller.
        if stage.error and stage.name not in (StageName.PLAN, StageName.COMMAND):
            yield _reason(Code.STAGE_FAILED, stage=stage.name, error=stage.error)


def _of_clock(facts: Facts, params: LiveParams) -> Iterator[Reason]:
    if abs(facts.ahead_s) > params.skew_s:
        yield _reason(Code.CLOCK_STEPPED, offset_s=facts.ahead_s)
    if facts.held_s > params.skew_s:
        yield _reason(Code.CLOCK_HELD, for_s=facts.held_s)
