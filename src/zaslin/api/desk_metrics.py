"""What desks count, told to Prometheus when it asks."""

from collections.abc import Iterable, Mapping

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from zaslin.live.board import Health
from zaslin.live.doors import OpenDesk
from zaslin.live.feed import Feed
from zaslin.live.health import State
from zaslin.live.stage import Stage

_FEED_COUNTS = (
    "accepted",
    "repeated",
    "late",
    "rejected",
    "shed",
    "quarantined",
    "jumped",
)


class DeskCollector(Collector):
    """Reads every desk once for each scrape."""

    def __init__(self, desks: Mapping[str, OpenDesk]) -> None:
        self._desks = desks

    def collect(self) -> Iterable[Metric]:
        """The families of all desks."""
        healths = {name: desk.health() for name, desk in self._desks.items()}
        yield from _stages(healths)
        yield from _feeds(healths)
        yield _states(healths)
        yield _plans(healths)
        yield from _workers(healths)


def _stages(healths: Mapping[str, Health]) -> Iterable[Metric]:
    labels = ["desk", "stage"]
    done = CounterMetricFamily(
        "zaslin_stage_done", "Times that a stage ended well.", labels=labels
    )
    failed = CounterMetricFamily(
        "zaslin_stage_failed", "Times that a stage failed.", labels=labels
    )
    ago = GaugeMetricFamily(
        "zaslin_stage_done_ago_seconds", "Since it ended well.", labels=labels
    )
    longest = GaugeMetricFamily(
        "zaslin_stage_longest_seconds", "The longest it ever took.", labels=labels
    )
    for desk, stage in _each_stage(healths):
        names = [desk, stage.name.value]
        done.add_metric(names, stage.done)
        failed.add_metric(names, stage.failed)
        longest.add_metric(names, stage.longest_s)
        if stage.done_ago_s is not None:
            ago.add_metric(names, stage.done_ago_s)
    return done, failed, ago, longest


def _each_stage(healths: Mapping[str, Health]) -> Iterable[tuple[str, Stage]]:
    return (
        (desk, stage)
        for desk, health in healths.items()
        for stage in health.facts.stages
    )


def _feeds(healths: Mapping[str, Health]) -> Iterable[Metric]:
    reports = CounterMetricFamily(
        "zaslin_reports",
        "Reports of a feed, by what became of them.",
        labels=["desk", "source", "outcome"],
    )
    silent = GaugeMetricFamily(
        "zaslin_feed_silent_seconds",
        "Since a feed was heard of.",
        labels=["desk", "source"],
    )
    for desk, feed in _each_feed(healths):
        silent.add_metric([desk, feed.name], feed.silent_s)
        for outcome in _FEED_COUNTS:
            reports.add_metric([desk, feed.name, outcome], getattr(feed, outcome))
    return reports, silent


def _each_feed(healths: Mapping[str, Health]) -> Iterable[tuple[str, Feed]]:
    return (
        (desk, feed) for desk, health in healths.items() for feed in health.facts.feeds
    )


def _states(healths: Mapping[str, Health]) -> Metric:
    family = GaugeMetricFamily(
        "zaslin_desk_state",
        "1 for the state that a desk is in, below SIM and REPLAY.",
        labels=["desk", "state"],
    )
    for desk, health in healths.items():
        for state in (State.LIVE, State.DEGRADED, State.STALE, State.NO_ADVICE):
            is_it = health.standing.underlying is state
            family.add_metric([desk, state.value], float(is_it))
    return family


def _plans(healths: Mapping[str, Health]) -> Metric:
    family = GaugeMetricFamily(
        "zaslin_plan_age_seconds",
        "Since a planner last said that the shown plan holds.",
        labels=["desk"],
    )
    for desk, health in healths.items():
        plan = health.facts.plan
        if plan.shown and plan.confirmed_ago_s is not None:
            family.add_metric([desk], plan.confirmed_ago_s)
    return family


def _workers(healths: Mapping[str, Health]) -> Iterable[Metric]:
    ready = GaugeMetricFamily(
        "zaslin_planning_workers_ready", "Workers that can plan.", labels=["desk"]
    )
    faults = CounterMetricFamily(
        "zaslin_planning_faults",
        "Faults of planning workers, by kind.",
        labels=["desk", "fault"],
    )
    for desk, health in healths.items():
        workforce = health.facts.workforce
        if workforce is None:
            continue
        ready.add_metric([desk], workforce.ready)
        for fault, count in workforce.faults.items():
            faults.add_metric([desk, str(fault)], count)
    return ready, faults
