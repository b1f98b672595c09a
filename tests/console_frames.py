"""Frames a second of the console: ``python -m tests.console_frames``.

A real service is fed with moving tracks through its API; a headless Chromium without a
graphics card shows them, and counts its own frames: with the whole country on the
screen, where crowded symbols are put together, and closer, where each one is drawn with
its name.  Service, planners, feeds and browser share the machine.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from tests.consoles import browsing, consoles
from zaslin.bench.machine import this_machine
from zaslin.bench.serve import people
from zaslin.bench.serve.load import Sent, report
from zaslin.bench.serve.process import ServiceProcess
from zaslin.bench.serve.raid import Source, make_raid

SOURCES = 5
EVERY_S = 0.2
COUNT_FRAMES = """
() => new Promise((resolve) => {
  const begun = performance.now();
  let frames = 0;
  const step = (now) => {
    frames += 1;
    if (now - begun < 10000) requestAnimationFrame(step);
    else resolve(frames / ((now - begun) / 1000));
  };
  requestAnimationFrame(step);
})
"""
SCENES = (("whole country", ""), ("closer", "++"))
FIRST_VIEWS = 7
FIRST_VIEW = """
() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null
"""
TRANSFER = """
() => performance.getEntriesByType('resource').concat(
    performance.getEntriesByType('navigation'))
  .filter((each) => !each.name.includes('/api/'))
  .reduce((sum, each) => sum + each.transferSize, 0)
"""


@dataclass
class Fed:
    """The service that is being fed, from a thread of its own."""

    address: str = ""
    cookie: str = ""
    sent: Sent = field(default_factory=Sent)
    alone_mb: list[float] = field(default_factory=list)
    with_workers_mb: list[float] = field(default_factory=list)
    ready: threading.Event = field(default_factory=threading.Event)
    stop: threading.Event = field(default_factory=threading.Event)


async def _feed(tracks: int, rate_hz: float, fed: Fed) -> None:
    with tempfile.TemporaryDirectory(prefix="zaslin-frames-") as name:
        folder = Path(name)
        raid = make_raid(tracks, 200, SOURCES, 1, time.time())
        (folder / "ground.json").write_bytes(raid.ground)
        service = await ServiceProcess.start(
            ("--port", "0", "--db", f"sqlite:///{folder}/frames.db"),
            folder=folder,
            environment=people.ENVIRONMENT
            | {"ZASLIN_DESK_PICTURE": str(folder / "ground.json")},
        )
        try:
            async with AsyncExitStack() as closing:
                await _fly(service, raid.sources, tracks * rate_hz, fed, closing)
        finally:
            await service.stop()


async def _fly(
    service: ServiceProcess,
    sources: Sequence[Source],
    per_s: float,
    fed: Fed,
    closing: AsyncExitStack,
) -> None:
    admin = await people.administrator(service.address)
    closing.push_async_callback(admin.leave)
    viewer = await people.user(admin, service.address, "viewer", "viewer:live")
    closing.push_async_callback(viewer.leave)
    tasks = []
    for number, source in enumerate(sources):
        feed = await people.feed(admin, service.address, f"radar-{number}", time.time())
        closing.push_async_callback(feed.leave)
        tasks.append(
            asyncio.create_task(
                report(feed, source, per_s / SOURCES, EVERY_S, fed.sent)
            )
        )
    fed.address = service.address
    fed.cookie = viewer.headers["Cookie"].partition("=")[2]
    fed.ready.set()
    while not fed.stop.is_set():
        fed.alone_mb.append(service.memory_mb(with_workers=False))
        fed.with_workers_mb.append(service.memory_mb())
        await asyncio.sleep(2.0)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@contextmanager
def _fed(tracks: int, rate_hz: float) -> Iterator[Fed]:
    fed = Fed()
    thread = threading.Thread(target=lambda: asyncio.run(_feed(tracks, rate_hz, fed)))
    thread.start()
    try:
        if not fed.ready.wait(120.0):
            raise TimeoutError("the service was not ready within 120 s")
        yield fed
    finally:
        fed.stop.set()
        thread.join()


def _first_view_ms(browser: Browser, fed: Fed) -> float:
    """How long a browser that knows nothing takes, beside everything else."""
    with consoles(browser, fed.address) as opener:
        page = opener(fed.cookie, language="en").page
        page.wait_for_selector(".plan-figures", timeout=60_000)
        return round(float(page.evaluate(FIRST_VIEW)))


def _heap_mb(session: CDPSession) -> float:
    session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")["usedSize"]
    return float(used) / 2**20


def measure(tracks: int, rate_hz: float, minutes: float) -> dict[str, object]:
    """Everything that the console is asked to show, as figures."""
    with _fed(tracks, rate_hz) as fed, browsing() as browser:
        time.sleep(8.0)
        first_views_ms = [_first_view_ms(browser, fed) for _ in range(FIRST_VIEWS)]
        with consoles(browser, fed.address) as opener:
            console = opener(fed.cookie, language="en")
            page = console.page
            page.wait_for_selector(".plan-figures", timeout=60_000)
            session = page.context.new_cdp_session(page)
            transferred = page.evaluate(TRANSFER)
            heap = [_heap_mb(session)]
            frames: dict[str, list[float]] = {}
            for scene, keys in SCENES:
                for key in keys:
                    page.keyboard.press(key)
                    page.wait_for_timeout(500)
                ends_s = time.monotonic() + 60.0 * minutes / len(SCENES)
                counted: list[float] = []
                frames[scene] = counted
                while not counted or time.monotonic() < ends_s:
                    counted.append(round(float(page.evaluate(COUNT_FRAMES)), 1))
                    heap.append(_heap_mb(session))
                    told = f"{counted[-1]} frames/s, heap {heap[-1]:.0f} MB"
                    sys.stderr.write(f"{scene}: {told}\n")
            return {
                "machine": asdict(this_machine()),
                "tracks_asked": tracks,
                "tracks_shown": _shown(page),
                "reports_per_s": tracks * rate_hz,
                "reports_taken": fed.sent.accepted,
                "minutes": minutes,
                "frames_per_s": frames,
                "least_frames_per_s": {each: min(frames[each]) for each in frames},
                "heap_mb_after_collection": [round(each, 1) for each in heap],
                "plans_by_method": _plans(page),
                "service_alone_mb": _over_time(fed.alone_mb),
                "service_with_workers_mb": _over_time(fed.with_workers_mb),
                "first_contentful_paints_ms": first_views_ms,
                "transferred_bytes": transferred,
            }


def _over_time(figures: Sequence[float]) -> list[int]:
    """The first, those a quarter, a half and three quarters on, and the last."""
    last = len(figures) - 1
    return [round(figures[last * quarter // 4]) for quarter in range(5)]


def _asked(page: Page, path: str) -> Any:
    return page.evaluate(
        "(path) => fetch(path).then((answer) => answer.json())", f"/api/v1{path}"
    )


def _shown(page: Page) -> int:
    return int(_asked(page, "/desks/live")["desk"]["counts"]["tracks"])


def _plans(page: Page) -> dict[str, int]:
    """How many plans were made by which method: where time is short, by the floor."""
    methods: Counter[str] = Counter()
    before = ""
    while True:
        listed = _asked(page, f"/desks/live/plans?limit=200{before}")
        methods.update(each["method"] for each in listed["plans"])
        if listed["next"] is None:
            return dict(methods)
        before = f"&before={listed['next']}"


def main() -> None:
    """Measure and print one document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tracks", type=int, default=2_000)
    parser.add_argument("--rate-hz", type=float, default=5.0)
    parser.add_argument("--minutes", type=float, default=1.0)
    asked = parser.parse_args()
    figures = measure(asked.tracks, asked.rate_hz, asked.minutes)
    sys.stdout.write(f"{json.dumps(figures, indent=1)}\n")


if __name__ == "__main__":
    main()
