"""A real Dask cluster on loopback: a scheduler and workers, each a process."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_STARTS_WITHIN_S = 30.0


@dataclass(frozen=True, slots=True)
class LoopbackCluster:
    """Where the scheduler listens, and the processes."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: tuple[subprocess.Popen[bytes], ...]


@contextmanager
def loopback_cluster(folder: Path, workers: int = 2) -> Iterator[LoopbackCluster]:
    """Start it, and leave no process behind."""
    file = folder / "scheduler.json"
    started: list[subprocess.Popen[bytes]] = []
    try:
        started.append(
            _start("scheduler", folder, "--host", "127.0.0.1", "--port", "0", file)
        )
        address = _address(file, started[0])
        started += [
            # Without a nanny nobody starts a worker that was killed again.
            _start("worker", folder, "--nthreads", "1", "--no-nanny", file)
            for _ in range(workers)
        ]
        yield LoopbackCluster(address, started[0], tuple(started[1:]))
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def _start(what: str, folder: Path, *options: object) -> subprocess.Popen[bytes]:
    *others, file = map(str, options)
    with (folder / f"{what}.log").open("ab") as log:
        return subprocess.Popen(
            [
                sys.executable,
                "-m",
                f"distributed.cli.dask_{what}",
                "--scheduler-file",
                file,
                "--no-dashboard",
                *others,
            ],
            cwd=folder,
            # Workers import the tests' own work.
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def _address(file: Path, scheduler: subprocess.Popen[bytes]) -> str:
    deadline_s = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < deadline_s and scheduler.poll() is None:
        try:
            return str(json.loads(file.read_text(encoding="utf-8"))["address"])
        except (OSError, ValueError):
            time.sleep(0.05)
    log = (file.parent / "scheduler.log").read_text(encoding="utf-8", errors="replace")
    raise RuntimeError(f"the scheduler did not start: {log[-2000:]}")
