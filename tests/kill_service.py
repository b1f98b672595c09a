"""Kill a whole service, again and again, while two operators decide over HTTP.

A real service is started, and killed at a random moment with SIGKILL, as a power cut
would end it.  Meanwhile two operators prepare and commit decisions, each commit under
an idempotency key; whose answer was cut off is asked again, under the same key, when
the service is back.
In the end a second program reads the database without a line of the ledger's code:
every acknowledged decision is in the journal, at the place that was stated, exactly
once; nothing was entered that nobody asked for; the chain is whole; the stock adds up.

    python -m tests.kill_service --cycles 100
    python -m tests.kill_service --cycles 20 --plant     # acknowledges before COMMIT
"""

import argparse
import asyncio
import contextlib
import random
import sqlite3
import sys
import tempfile
import time
import uuid
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from zaslin.bench.serve import people
from zaslin.bench.serve.client import Answer, NoAnswerError, Session
from zaslin.bench.serve.load import Sent, report
from zaslin.bench.serve.process import COMMAND, ServiceProcess
from zaslin.bench.serve.raid import Raid, make_raid
from zaslin.ops.posting import balances
from zaslin.ops.state import fold
from zaslin.wire import journal_line

LIVE = "/api/v1/desks/live"
NAMES = ("one", "two")
PLANTED = (sys.executable, "-m", "tests.early_service")

_TRACKS, _UNITS = 150, 40
_SOONEST_S, _LATEST_S = 0.05, 2.0
_SENDS_WITHIN_S, _INTO_IT_S = 3.0, 0.06
_LEAST, _LEAST_WITHIN_S = 5, 60.0
_BREATH_S = 0.05
_STEPPED_UP_S = 200.0
_TOLD_EVERY = 10
_AUTHORISES, _LIFTS = 0.9, 0.7
_ON_LINES, _WAITS = 0.9, 0.7
_LOOKS = 50
_ENTRY = b"zaslin/entry/1\0"


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request that changes something, and the key it is asked under."""

    path: str
    document: dict[str, Any]
    key: str
    track: str


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A request that was acknowledged: the entry that was stated, and by whom."""

    number: int
    track: str
    by: str


@dataclass
class Tally:
    """What came of it."""

    cycles: int = 0
    asked: int = 0
    acknowledged: dict[str, Kept] = field(default_factory=dict)
    unknown: int = 0
    """Requests without an answer."""
    recovered: int = 0
    """Of those, what was kept all the same, as the second request was told."""
    refused: Counter[str] = field(default_factory=Counter)
    authorised: int = 0
    sending: asyncio.Event = field(default_factory=asyncio.Event)
    keys: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        """One line for a report."""
        return (
            f"cycles {self.cycles}, asked {self.asked}, acknowledged "
            f"{len(self.acknowledged)} (authorised {self.authorised}), refused "
            f"{dict(self.refused)}, without an answer {self.unknown}, of these kept "
            f"{self.recovered}, faults {len(self.faults)}"
        )


class Operator:
    """Somebody who decides as fast as the service answers."""

    def __init__(self, session: Session, name: str, seed: int, tally: Tally) -> None:
        self.session, self.name, self.tally = session, name, tally
        self.pending: Request | None = None
        self._mine: set[str] = set()
        self._holding: set[str] = set()
        self._stuck: set[str] = set()
        self._rng = random.Random(f"{seed} {name}")  # noqa: S311  (reproducible)
        self._stepped_up_s = -1e9

    async def enter(self) -> None:
        """Be signed in: a session whose change was cut off is lost."""
        session = self.session
        answer = await session.line.ask("GET", "/api/v1/session", session.headers)
        if answer.status == 401:
            await people.sign_in(session, self.name)
            self._stepped_up_s = -1e9

    async def work(self) -> None:
        """Decide until the service is gone."""
        with contextlib.suppress(NoAnswerError):
            await self._settle()
            while True:
                if time.monotonic() - self._stepped_up_s > _STEPPED_UP_S:
                    await people.step_up(self.session)
                    self._stepped_up_s = time.monotonic()
                await self._decide()
                # No faster than one person may ask.
                await asyncio.sleep(_BREATH_S)

    async def _settle(self) -> None:
        """Ask again what was not answered: under the same key, in the same words."""
        request, self.pending = self.pending, None
        if request is not None and await self._ask(request):
            self.tally.recovered += 1

    async def _decide(self) -> None:
        """Decide on a line of the plan, or hold fire on a track and lift it again."""
        looked = await self.session.line.ask(
            "GET", f"{LIVE}/plan", self.session.headers
        )
        shown = looked.document if looked.status == 200 else {"lines": []}
        lines = [line for line in shown["lines"] if line["open"]]
        if lines and self._rng.random() < _ON_LINES:
            await self._commit(self._rng.choice(lines), shown["revision"])
            return
        if self._rng.random() < _WAITS:
            # Each hold outdates the plan that is being made.
            return
        tracks = sorted(await self._tracks() - self._stuck)
        if not tracks:
            await asyncio.sleep(0.02)
            return
        # More is lifted than held, so that there is always something to decide on.
        held = sorted(self._holding)
        lifts = held and self._rng.random() < _LIFTS
        track = self._rng.choice(held if lifts else tracks)
        if track in self._holding:
            request = self._request("releases", {"track": track}, track)
        else:
            request = self._request(f"tracks/{track}/hold", {"why": "a test"}, track)
        conflicts = self.tally.refused["conflict"]
        if not await self._ask(request) and self.tally.refused["conflict"] > conflicts:
            # Such as a hold that an authorised shot stands under.
            self._stuck.add(track)

    async def _tracks(self) -> set[str]:
        """Half of the tracks: the other half is the other operator's to hold."""
        if not self._mine:
            looked = await self.session.line.ask(
                "GET", f"{LIVE}/tracks", self.session.headers
            )
            tracks = looked.document["tracks"] if looked.status == 200 else []
            names = sorted(track["id"] for track in tracks)
            self._mine = set(names[NAMES.index(self.name) :: len(NAMES)])
        return self._mine

    async def _commit(self, line: dict[str, Any], revision: int) -> None:
        # A refusal forbids a pairing for good; an order that nobody launches expires.
        verdict = "authorise" if self._rng.random() < _AUTHORISES else "refuse"
        prepare = {
            "verdict": verdict,
            "revision": revision,
            "track": line["track"],
            "fire_unit": line["fire_unit"],
            "interceptor_type": line["interceptor_type"],
            "launch": line["launch"],
            "why": "" if verdict == "authorise" else "a test",
        }
        prepared = await self.session.send(
            "POST", f"{LIVE}/decisions/preparations", prepare
        )
        if prepared.status != 201:
            self._refused(prepared)
            return
        commit = {"token": prepared.document["token"], "verdict": verdict}
        commit["revision"] = revision
        request = self._request("decisions", commit, line["track"])
        if await self._ask(request) and verdict == "authorise":
            self.tally.authorised += 1

    def _request(self, what: str, document: dict[str, Any], track: str) -> Request:
        return Request(
            path=f"{LIVE}/{what}",
            document=document,
            key=f"{self.name}-{uuid.UUID(int=self._rng.getrandbits(128))}",
            track=track,
        )

    async def _ask(self, request: Request) -> bool:
        """Send it; whether it was kept.  Without an answer nobody knows."""
        self.tally.asked += 1
        self.tally.keys.add(request.key)
        self.pending = request
        self.tally.sending.set()
        try:
            answer = await self.session.send(
                "POST", request.path, request.document, Idempotency_Key=request.key
            )
        except NoAnswerError:
            self.tally.unknown += 1
            raise
        self.pending = None
        return self._take(request, answer)

    def _refused(self, answer: Answer) -> None:
        code = answer.document.get("code", str(answer.status))
        self.tally.refused[code] += 1
        if answer.status >= 500 and answer.status != 503:
            self.tally.faults.append(f"answered {answer.status}: {answer.body[:200]!r}")

    def _take(self, request: Request, answer: Answer) -> bool:
        if answer.status != 201:
            self._refused(answer)
            return False
        number = answer.document["number"]
        if request.path.endswith("/hold"):
            self._holding.add(request.track)
        elif request.path.endswith("/releases"):
            self._holding.discard(request.track)
        self.tally.acknowledged[request.key] = Kept(
            number=number, track=request.track, by=self.name
        )
        return True


async def run(cycles: int, seed: int, command: Sequence[str] = COMMAND) -> Tally:
    """Start, work and kill so often; then look at what is there."""
    rng, tally = random.Random(seed), Tally()  # noqa: S311  (reproducible)
    with tempfile.TemporaryDirectory(prefix="zaslin-kill-") as name:
        folder = Path(name)
        raid = make_raid(_TRACKS, _UNITS, 1, seed, time.time())
        (folder / "ground.json").write_bytes(raid.ground)
        feed, operators = await _people(folder, seed, tally)
        for _ in range(cycles):
            async with _service(folder, command) as service:
                for each in (feed, *(operator.session for operator in operators)):
                    each.move(service.address)
                await _cycle(service, feed, raid, operators, tally, rng)
            tally.cycles += 1
            if tally.cycles % _TOLD_EVERY == 0:
                sys.stderr.write(f"{tally.line()}\n")
        # Once more, so that what was not answered last is asked again as well.
        async with _service(folder, COMMAND) as service:
            for operator in operators:
                operator.session.move(service.address)
                await operator.enter()
                await operator._settle()  # noqa: SLF001  (the last question)
            await service.stop()
        for each in (feed, *(operator.session for operator in operators)):
            await each.leave()
        tally.faults += judge(folder / "kill.db", tally)
    return tally


async def _cycle(
    service: ServiceProcess,
    feed: Session,
    raid: Raid,
    operators: Sequence[Operator],
    tally: Tally,
    rng: random.Random,
) -> None:
    before = len(tally.acknowledged)
    reporting = asyncio.create_task(
        report(feed, raid.sources[0], 1.0 * _TRACKS, 0.25, Sent())
    )
    for operator in operators:
        await operator.enter()
    working = [asyncio.create_task(operator.work()) for operator in operators]
    try:
        await _a_plan(operators[0].session)
        # There has to be something to lose, however slow the machine is.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LEAST_WITHIN_S):
                while len(tally.acknowledged) < before + _LEAST:
                    await asyncio.sleep(_BREATH_S)
        await asyncio.sleep(rng.uniform(_SOONEST_S, _LATEST_S))
        # In the midst of a request, if one comes: that is when it matters.
        tally.sending.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_SENDS_WITHIN_S):
                await tally.sending.wait()
        await asyncio.sleep(rng.uniform(0.0, _INTO_IT_S))
        await service.kill()
        await asyncio.gather(*working)
    finally:
        reporting.cancel()
        for each in working:
            each.cancel()
        await asyncio.gather(reporting, *working, return_exceptions=True)


async def _a_plan(session: Session) -> None:
    """Wait until there is a line to decide on; fire can be held without one."""
    looking = Session(f"http://{session.line.host}:{session.line.port}")
    for _ in range(_LOOKS):
        # Stepping up gives the session another one.
        looking.cookie = session.cookie
        answer = await looking.line.ask("GET", f"{LIVE}/plan", looking.headers)
        if answer.status == 200 and any(
            line["open"] for line in answer.document["lines"]
        ):
            break
        await asyncio.sleep(0.1)
    await looking.leave()


@contextlib.asynccontextmanager
async def _service(
    folder: Path, command: Sequence[str]
) -> AsyncIterator[ServiceProcess]:
    service = await ServiceProcess.start(
        ("--port", "0", "--db", f"sqlite:///{folder}/kill.db"),
        folder=folder,
        environment=people.ENVIRONMENT
        | {
            "ZASLIN_DESK_PICTURE": str(folder / "ground.json"),
            "ZASLIN_LOG_LEVEL": "warning",
            "PYTHONPATH": str(Path(__file__).parents[1]),
            # So that there is always something to decide on.
            "ZASLIN_DESK_DECISION_LEAD_S": "1",
        },
        command=command,
    )
    try:
        yield service
    finally:
        await service.kill()


async def _people(
    folder: Path, seed: int, tally: Tally
) -> tuple[Session, list[Operator]]:
    async with _service(folder, COMMAND) as service:
        admin = await people.administrator(service.address)
        feed = await people.feed(admin, service.address, "radar", time.time())
        operators = [
            Operator(
                await people.user(
                    admin, service.address, name, "engagement_authority:live"
                ),
                name,
                seed,
                tally,
            )
            for name in NAMES
        ]
        await admin.leave()
        await service.stop()
    return feed, operators


# -------------------------------------------------------- what is there in the end


def judge(path: Path, tally: Tally) -> list[str]:
    """Everything that is wrong with a database, by what was acknowledged."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        found = [
            f"integrity: {row[0]}"
            for row in connection.execute("PRAGMA integrity_check")
            if row[0] != "ok"
        ]
        journal, header = connection.execute(
            "SELECT id, header FROM journal WHERE kind = 'live'"
        ).fetchone()
        rows = connection.execute(
            "SELECT number, by, line, previous, hash FROM entry WHERE journal = ? "
            "ORDER BY number",
            (journal,),
        ).fetchall()
        receipts = connection.execute("SELECT key, number, status FROM receipt")
        kept = {key.partition("/")[2]: number for key, number, _ in receipts}
        head = connection.execute(
            "SELECT size, root FROM head WHERE journal = ?", (journal,)
        ).fetchone()
        stock = connection.execute(
            "SELECT fire_unit, interceptor_type, available, reserved, expended "
            "FROM stock WHERE journal = ?",
            (journal,),
        ).fetchall()
    lines = [zlib.decompress(row[2]) for row in rows]
    found += _of_answers(tally, kept, rows, lines)
    found += _of_chain(bytes(header), rows, lines, head)
    found += _of_stock(lines, stock)
    return found


def _of_answers(
    tally: Tally, kept: dict[str, int], rows: list[Any], lines: list[bytes]
) -> list[str]:
    found = []
    for key, stated in tally.acknowledged.items():
        if kept.get(key) != stated.number:
            found.append(f"acknowledged {key} at {stated.number} is at {kept.get(key)}")
            continue
        by, line = rows[stated.number][1], lines[stated.number]
        if by != stated.by or stated.track.encode() not in line:
            found.append(f"entry {stated.number} is not what {key} asked for")
    if len(set(kept.values())) != len(kept):
        found.append("two receipts name one entry")
    found += [f"nobody asked {key}" for key in kept.keys() - tally.keys]
    by_people = {row[0] for row in rows if row[1] in NAMES}
    if by_people != set(kept.values()):
        found.append(f"entries by operators without a receipt: {by_people}")
    return found


def _of_chain(
    header: bytes, rows: list[Any], lines: list[bytes], head: tuple[int, bytes]
) -> list[str]:
    root = sha256(header).digest()
    for row, line in zip(rows, lines, strict=True):
        following = sha256(_ENTRY + root + line).digest()
        if bytes(row[3]) != root or bytes(row[4]) != following:
            return [f"the chain is broken at entry {row[0]}"]
        root = following
    if (len(rows), root) != (head[0], bytes(head[1])):
        return [f"the head states {head[0]} entries; there are {len(rows)}"]
    return []


def _of_stock(lines: list[bytes], stock: list[Any]) -> list[str]:
    situation = fold(
        journal_line.decode(line, "kill.db", number)
        for number, line in enumerate(lines)
    )
    if situation is None:
        return ["the journal is empty"]
    stated = {(unit, kind): tuple(rest) for unit, kind, *rest in stock}
    found = []
    for (unit, kind), balance in balances(situation).items():
        expected = (balance.available, balance.reserved, balance.expended)
        if stated.get((str(unit), str(kind)), (0, 0, 0)) != expected:
            found.append(f"stock of {unit}, {kind} is {stated.get((unit, kind))}")
        if min(expected) < 0:
            found.append(f"stock of {unit}, {kind} is {expected}")
    return found


def main() -> int:
    """Run as a program: one line of figures, and each fault on its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cycles", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plant", action="store_true", help="acknowledge too early")
    asked = parser.parse_args()
    began_s = time.monotonic()
    command = PLANTED if asked.plant else COMMAND
    tally = asyncio.run(run(asked.cycles, asked.seed, command))
    took_s = time.monotonic() - began_s
    lines = [f"{tally.line()}, in {took_s:.0f} s", *tally.faults[:20]]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if bool(tally.faults) != asked.plant else 0


if __name__ == "__main__":
    sys.exit(main())
