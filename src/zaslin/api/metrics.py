"""Counters of the service for Prometheus, in a registry of their own."""

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.registry import Collector

METRICS_TYPE = CONTENT_TYPE_LATEST

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """What the shell counts; other parts register theirs with :attr:`registry`."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "zaslin_http_requests",
            "Requests answered, by route, method and status.",
            ["route", "method", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "zaslin_http_request_seconds",
            "From the headers of a request to the end of its answer; not of streams.",
            ["route"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.problems = Counter(
            "zaslin_http_problems",
            "Requests that failed, by the code of the problem.",
            ["code"],
            registry=self.registry,
        )
        self.failures = Counter(
            "zaslin_http_failures",
            "Mistakes of the service: answers with 500 and answers cut short.",
            registry=self.registry,
        )
        self.closed = Counter(
            "zaslin_http_connections_closed",
            "Connections that the service closed, by reason.",
            ["reason"],
            registry=self.registry,
        )
        self.connections = Gauge(
            "zaslin_http_connections",
            "Connections that are open.",
            registry=self.registry,
        )
        self.forwarded = Counter(
            "zaslin_http_forwarded",
            "Requests that this standby sent on to the leader, by outcome.",
            ["outcome"],
            registry=self.registry,
        )

    def exposition(self, *more: Collector) -> bytes:
        """All metrics in Prometheus' text format, with those of other collectors."""
        others = CollectorRegistry()
        for each in more:
            others.register(each)
        return generate_latest(self.registry) + generate_latest(others)
