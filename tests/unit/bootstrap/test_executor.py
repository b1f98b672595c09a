"""Pools and clusters do the same work; those of them that die lose nothing."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from multiprocessing import active_children
from pathlib import Path

import pytest

from tests import studies
from tests.cluster import ROOT, LoopbackCluster, loopback_cluster
from zaslin.bootstrap import executor
from zaslin.bootstrap.executor import ClusterUnavailable
from zaslin.sim.campaign import Job, OpenWorkers, Row, Rows, StudyFailed, fly_tasks
from zaslin.sim.study import RunKey, Task, tasks

Work = Callable[[Task], Rows]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[LoopbackCluster]:
    """A scheduler with two workers on loopback."""
    with loopback_cluster(tmp_path) as running:
        yield running


def flown(
    open_workers: OpenWorkers,
    work: Work = studies.rows,
    after: Callable[[int], None] = lambda _: None,
) -> dict[RunKey, Row]:
    """The study of the tests; ``after`` is told how many rows there are."""
    kept: dict[RunKey, Row] = {}

    def job(task: Task) -> Job:
        return partial(work, task)

    def keep(rows: Rows) -> None:
        assert not kept.keys() & {row.key for row in rows}
        kept.update({row.key: row for row in rows})
        after(len(kept))

    fly_tasks(job, tasks(studies.study(), set(), 2), open_workers, keep)
    return kept


def expected() -> dict[RunKey, Row]:
    """What it comes to."""
    return {key: studies.row(key) for key in studies.study().keys}


def once(act: Callable[[], object]) -> Callable[[int], None]:
    """Do something after the first rows, and not again."""
    waiting = [act]

    def after(_: int) -> None:
        if waiting:
            waiting.pop()()

    return after


def kill_a_child() -> None:
    """As the kernel does where memory is short."""
    process = active_children()[0]
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)


def test_this_process_and_a_pool_do_the_same() -> None:
    """Row by row."""
    assert flown(executor.this_process) == expected()
    assert flown(partial(executor.process_pool, 2)) == expected()
    assert not active_children()


def test_a_killed_process_of_a_pool_loses_nothing() -> None:
    """A new pool takes over what was in its hands."""
    pool = partial(executor.process_pool, 2)

    rows = flown(pool, studies.slow_rows, once(kill_a_child))

    assert rows == expected()


def test_work_that_ends_its_worker_ends_the_study_and_keeps_the_rest() -> None:
    """It is tried again, but not for ever."""
    kept: list[int] = []

    with pytest.raises(StudyFailed, match=r"lost 3 times in a row.*slow"):
        flown(partial(executor.process_pool, 1), studies.deadly_rows, kept.append)

    assert kept


def test_an_interrupted_pool_stops_at_once() -> None:
    """No process of it goes on behind the back of whoever stopped it."""

    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        flown(partial(executor.process_pool, 2), studies.slow_rows, once(interrupt))
    for process in active_children():
        process.join(60.0)

    assert not active_children()


def test_workers_have_one_thread_each_and_leave_ours_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Threads inside a worker would fight over cores that other workers have."""
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)

    with pytest.raises(StudyFailed, match="LookupError: 1,1,1"):
        flown(partial(executor.process_pool, 1), studies.own_settings)

    assert os.environ["OMP_NUM_THREADS"] == "7"
    assert "OPENBLAS_NUM_THREADS" not in os.environ


ORPHANS = """
import os, signal, sys
from functools import partial
from multiprocessing import active_children
from tests import studies
from zaslin.bootstrap import executor
from zaslin.sim.campaign import fly_tasks
from zaslin.sim.study import tasks

def die(_):
    print(*(child.pid for child in active_children()), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    fly_tasks(
        lambda task: partial(studies.slow_rows, task),
        tasks(studies.study(), set(), 2), partial(executor.process_pool, 2), die,
    )
"""


def test_workers_end_with_a_process_that_was_killed(tmp_path: Path) -> None:
    """Nobody has to look for them afterwards."""
    script = tmp_path / "killed.py"
    script.write_text(ORPHANS, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, str(script)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    children = [int(pid) for pid in ended.stdout.split()]

    assert ended.returncode == -signal.SIGKILL
    assert len(children) >= 2
    deadline_s = time.monotonic() + 60.0
    while any(map(is_alive, children)) and time.monotonic() < deadline_s:
        time.sleep(0.05)
    assert not list(filter(is_alive, children))


def is_alive(pid: int) -> bool:
    """Whether a process is there and not only waiting to be collected."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_a_cluster_does_the_same_and_a_killed_worker_loses_nothing(
    cluster: LoopbackCluster,
) -> None:
    """First with both workers, then one is killed in the middle of a study."""
    on_cluster = partial(executor.cluster, cluster.address)

    assert flown(on_cluster) == expected()
    rows = flown(on_cluster, studies.slow_rows, once(cluster.workers[0].kill))

    assert cluster.workers[0].wait(10) == -signal.SIGKILL
    assert rows == expected()


def test_a_night_has_one_journal_wherever_it_is_flown(
    cluster: LoopbackCluster,
) -> None:
    """Byte for byte: here, in a fresh process, and on a cluster's worker."""
    night = ("tiny", "priced_forecast", 5)
    here = studies.journal_digest(*night)

    with executor.process_pool(1) as pool:
        assert pool.executor.submit(studies.journal_digest, *night).result() == here
    with executor.cluster(cluster.address) as workers:
        asked = [
            workers.executor.submit(studies.journal_digest, *night) for _ in range(2)
        ]
        assert [each.result() for each in asked] == [here, here]
    assert studies.journal_digest("tiny", "priced_forecast", 6) != here


def test_a_cluster_that_goes_away_says_so(cluster: LoopbackCluster) -> None:
    """The scheduler is killed: what was in the workers' hands cannot be had."""
    with pytest.raises(ClusterUnavailable, match=cluster.address):
        flown(
            partial(executor.cluster, cluster.address),
            studies.slow_rows,
            once(cluster.scheduler.kill),
        )


def test_a_cluster_with_other_code_is_refused(
    cluster: LoopbackCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rows would be those of another program."""
    monkeypatch.setattr(executor, "code_version", lambda: "0.1.0+000000000000")

    with pytest.raises(ClusterUnavailable, match=r"accepted: version 0\.1\.0.0{12}"):
        flown(partial(executor.cluster, cluster.address))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nonsense", "accepted: tcp://HOST:PORT"),
        ("tcp://127.0.0.1", "accepted: tcp://HOST:PORT"),
        ("tcp://127.0.0.1:port", "accepted: tcp://HOST:PORT"),
        ("http://127.0.0.1:80", "accepted: tcp://HOST:PORT"),
        ("tcp://127.0.0.1:1", "Connection refused"),
        ("tcp://127.0.0.1:99999", "accepted: the address of a running Dask"),
        ("tcp://no-such-host.invalid:8786", "accepted: the address of a running Dask"),
    ],
)
def test_a_cluster_that_is_not_there_is_refused_quickly(
    address: str, words: str
) -> None:
    """In one line."""
    began_s = time.monotonic()

    with pytest.raises(ClusterUnavailable, match=words) as caught:
        flown(partial(executor.cluster, address))

    assert "\n" not in str(caught.value)
    assert time.monotonic() - began_s < 60.0


@pytest.mark.parametrize("greeting", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP"])
def test_a_server_of_another_kind_is_no_scheduler(greeting: bytes) -> None:
    """It stays silent, or says something else."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=greet, args=(server, greeting))
        thread.start()
        with pytest.raises(ClusterUnavailable, match="no Dask scheduler answered"):
            flown(partial(executor.cluster, f"tcp://127.0.0.1:{port_of(server)}"))
        thread.join()


def greet(server: socket.socket, greeting: bytes) -> None:
    """Say something to one visitor, and wait until it is gone."""
    visitor, _ = server.accept()
    # A visitor that has heard enough may leave without reading the rest.
    with visitor, suppress(ConnectionResetError):
        visitor.sendall(greeting)
        visitor.recv(1)


def port_of(server: socket.socket) -> int:
    """Where it listens."""
    return int(server.getsockname()[1])
