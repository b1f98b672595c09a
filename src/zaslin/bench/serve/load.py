"""Sources that report and consoles that look on, as tasks of one event loop."""

import asyncio
import time
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

import msgspec

from zaslin.bench.serve.client import Line, NoAnswerError, Session
from zaslin.bench.serve.raid import MARKER, Source

REPORTS = "/api/v1/desks/live/reports"
EVENTS = "/api/v1/desks/live/events"

_NDJSON = "application/x-ndjson"
_LARGEST_BATCH = 1_000


class _Track(msgspec.Struct):
    """What is read of a track: which one, and when it was measured."""

    id: str
    measured_at: str


class _Seen(msgspec.Struct):
    """What is read of a picture, whole or what has changed."""

    tracks: list[_Track]


class _Beat(msgspec.Struct):
    """What is read of a heartbeat."""

    plan_age_s: float | None
    standing: dict[str, object]


@dataclass(slots=True)
class Sent:
    """What became of the reports of all sources; times of markers as they were sent."""

    offered: int = 0
    accepted: int = 0
    shed: int = 0
    rejected: int = 0
    refused: Counter[int] = field(default_factory=Counter)
    unanswered: int = 0
    answered_s: list[float] = field(default_factory=list)
    markers: dict[str, list[tuple[str, float]]] = field(default_factory=dict)


@dataclass(slots=True)
class Looked:
    """What the consoles were told: arrivals of markers, ages of plans, states."""

    events: int = 0
    received_bytes: int = 0
    ended: int = 0
    arrivals: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    peaks_s: list[float] = field(default_factory=list)
    without_plan: int = 0
    states: Counter[str] = field(default_factory=Counter)
    first_plan_s: float | None = None

    def begin(self) -> None:
        """Count anew; when the first plan was seen is kept."""
        self.events = self.received_bytes = self.without_plan = 0
        self.arrivals.clear()
        self.peaks_s.clear()
        self.states.clear()


async def report(
    session: Session, source: Source, per_s: float, every_s: float, sent: Sent
) -> None:
    """Report at a rate, in a batch each so often, until cancelled.

    What the service does not take in time is not saved up beyond a batch: a radar does
    not report again what it saw a second ago.
    """
    markers = sent.markers.setdefault(source.marker, [])
    owed, last_s = 0.0, time.monotonic()
    while True:
        now_s = time.monotonic()
        owed = min(owed + per_s * (now_s - last_s), _LARGEST_BATCH)
        last_s = now_s
        count = int(owed)
        if count:
            owed -= count
            body, moment = source.batch(count, time.time())
            began_s = time.monotonic()
            markers.append((moment, began_s))
            await _post(session, body, count, sent, began_s)
        await asyncio.sleep(max(0.0, every_s - (time.monotonic() - now_s)))


async def _post(
    session: Session, body: bytes, count: int, sent: Sent, began_s: float
) -> None:
    sent.offered += count
    try:
        answer = await session.line.ask(
            "POST", REPORTS, session.headers | {"Content-Type": _NDJSON}, body
        )
    except NoAnswerError:
        sent.unanswered += 1
        return
    sent.answered_s.append(time.monotonic() - began_s)
    if answer.status != 200:
        sent.refused[answer.status] += count
        return
    document = answer.document
    sent.accepted += document["accepted"]
    sent.shed += document["shed"]
    sent.rejected += document["rejected_count"]


async def follow(session: Session, looked: Looked, *, closely: bool) -> None:
    """Be a console until cancelled; ``closely`` reads what the events say."""
    line = Line(f"http://{session.line.host}:{session.line.port}")
    started_s = time.monotonic()
    last: tuple[float, float] | None = None
    async for event in line.events(EVENTS, session.headers):
        now_s = time.monotonic()
        looked.events += 1
        looked.received_bytes += len(event.data)
        if not closely:
            continue
        if event.name.startswith("picture"):
            _arrived(event.data, now_s, looked)
        elif event.name == "health":
            beat = msgspec.json.decode(event.data, type=_Beat)
            looked.states[str(beat.standing["state"])] += 1
            if last is not None:
                looked.peaks_s.append(last[0] + now_s - last[1])
            last = None if beat.plan_age_s is None else (beat.plan_age_s, now_s)
            looked.without_plan += beat.plan_age_s is None
            if last is not None and looked.first_plan_s is None:
                looked.first_plan_s = now_s - started_s
    looked.ended += 1


async def ignore(session: Session) -> None:
    """Be a console that opens its stream and never reads, until cancelled."""
    line = Line(f"http://{session.line.host}:{session.line.port}")
    reader, _, _ = await line.open(EVENTS, session.headers)
    # A small buffer of its own, so that it is the service that has to cope.
    transport = getattr(reader, "_transport", None)
    if transport is not None:
        transport.pause_reading()
    try:
        await asyncio.Event().wait()
    finally:
        line.close()


def _arrived(data: bytes, now_s: float, looked: Looked) -> None:
    for track in msgspec.json.decode(data, type=_Seen).tracks:
        if track.id.startswith(MARKER):
            looked.arrivals.setdefault(track.id, []).append((track.measured_at, now_s))


def delays_s(sent: Sent, looked: Looked) -> list[float]:
    """From each marker's report to the first picture that holds it, or a newer one."""
    delays = []
    for marker, reports in sent.markers.items():
        arrivals = _in_order(looked.arrivals.get(marker, []))
        moments = [moment for moment, _ in arrivals]
        for moment, sent_s in reports:
            # Times are text of one form, which orders as the times do.
            at = bisect_left(moments, moment)
            if at < len(arrivals):
                delays.append(arrivals[at][1] - sent_s)
    return delays


def _in_order(arrivals: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """Arrivals by what they state, each the earliest that states as much."""
    ordered: list[tuple[str, float]] = []
    for moment, at_s in sorted(arrivals):
        if not ordered or ordered[-1][0] != moment:
            ordered.append((moment, at_s))
    earliest = float("inf")
    for index in range(len(ordered) - 1, -1, -1):
        moment, at_s = ordered[index]
        earliest = min(earliest, at_s)
        ordered[index] = (moment, earliest)
    return ordered
