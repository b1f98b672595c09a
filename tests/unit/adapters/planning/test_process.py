"""A worker's process: confined, watched, and gone when it is to be gone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from zaslin.adapters.planning.confine import Limits
from zaslin.adapters.planning.frame import Frame, FrameError, Kind, framed
from zaslin.adapters.planning.process import WorkerGoneError, WorkerProcess

LIMITS = Limits(memory_bytes=2**30, niceness=3)
_AS_A_WORKER = """
import os, resource, signal, socket, sys, time
from zaslin.adapters.planning.confine import Limits, confine
from zaslin.adapters.planning.frame import Kind, framed
channel, parent, memory, nice = map(int, sys.argv[1:])
confine(Limits(memory_bytes=memory, niceness=nice), parent)
connection = socket.socket(fileno=channel)
def say(text):
    connection.sendall(framed(Kind.FAILED, 0, str(text).encode()))
"""


@pytest.fixture
def spawn() -> Iterator[Callable[[str], WorkerProcess]]:
    """Starts a confined process that runs some lines; all are buried at the end."""
    started: list[WorkerProcess] = []

    def start(lines: str) -> WorkerProcess:
        command = (sys.executable, "-P", "-c", _AS_A_WORKER + lines)
        started.append(WorkerProcess(len(started) + 1, command, LIMITS))
        return started[-1]

    yield start
    for each in started:
        assert each.bury(10.0)


Start = Callable[[str], WorkerProcess]


def said(worker: WorkerProcess) -> list[str]:
    """What it says first."""
    frames: list[Frame] = []
    while not frames:
        frames = worker.exchange(10.0)
    return [frame.body.decode() for frame in frames]


def until(holds: Callable[[], bool]) -> None:
    """Wait for something that must come."""
    while not holds():
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in ("Z", "X")


def test_a_worker_is_bound_to_its_limits(spawn: Start) -> None:
    """Memory, cores, rank and signals, before it does anything."""
    worker = spawn(
        "say((resource.getrlimit(resource.RLIMIT_AS)[0],"
        " resource.getrlimit(resource.RLIMIT_CORE)[0], os.nice(0) - 3,"
        " *(signal.getsignal(each) == signal.SIG_IGN for each in"
        " (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)),"
        " os.getsid(0) == os.getpid()))"
    )
    rank = os.nice(0)
    assert said(worker) == [str((2**30, 0, rank, True, True, True, True))]


def test_a_worker_steps_back_as_a_session_too(spawn: Start) -> None:
    """Where the kernel ranks sessions before processes, its own is ranked alike."""
    worker = spawn(
        "place = '/proc/self/autogroup'\n"
        "text = open(place).read() if os.path.exists(place) else 'nice 3'\n"
        "say((os.nice(0), text.split()[-1]))"
    )
    rank = os.nice(0) + 3
    assert said(worker) == [str((rank, str(rank)))]


def test_a_worker_gets_nothing_that_is_not_its_business(
    spawn: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No variable with a password in it, and no open file but its channel."""
    monkeypatch.setenv("ZASLIN_DB", "postgresql://zaslin:secret@db/zaslin")
    monkeypatch.setenv("PGPASSWORD", "secret")
    with open(os.devnull) as kept:  # noqa: PTH123  (a descriptor is wanted)
        os.set_inheritable(kept.fileno(), True)
        worker = spawn("say([sorted(os.environ), sorted(os.listdir('/proc/self/fd'))])")
        (text,) = said(worker)
    assert "ZASLIN" not in text
    assert "PG" not in text
    names = text.rpartition("[")[2].strip("]").replace("'", "").split(", ")
    # Input, output, errors, the channel, and the one that lists them.
    assert len(names) == 5


def test_a_worker_that_wants_too_much_memory_does_not_get_it(spawn: Start) -> None:
    """An error there, and not a dead service here."""
    worker = spawn(
        "try:\n    bytearray(2**31)\nexcept MemoryError:\n    say('refused')"
    )
    assert said(worker) == ["refused"]


def test_large_messages_go_both_ways_without_waiting(spawn: Start) -> None:
    """More than a channel holds goes in pieces, whoever reads and when."""
    worker = spawn("""
from zaslin.adapters.planning.frame import FrameReader
reader, frames = FrameReader(), []
while not frames:
    frames = reader.feed(connection.recv(1000))
connection.sendall(framed(Kind.PLAN, 5, frames[0].body * 2))
""")
    body = bytes(range(256)) * 2**12
    worker.send(framed(Kind.QUESTION, 5, body))
    assert worker.is_within
    frames: list[Frame] = []
    while not frames:
        frames = worker.exchange(10.0)
    assert frames == [Frame(Kind.PLAN, 5, body * 2)]
    assert not worker.is_within


def test_nobody_waits_longer_than_he_said(spawn: Start) -> None:
    """A worker that stands still reads nothing; who writes to it comes back."""
    worker = spawn("os.kill(os.getpid(), signal.SIGSTOP)")
    worker.send(framed(Kind.QUESTION, 1, bytes(2**24)))
    for _ in range(5):
        assert worker.exchange(0.01) == []
    assert worker.is_within


def test_a_dead_worker_is_noticed_by_its_channel(spawn: Start) -> None:
    """And how it died is known."""
    worker = spawn("os.kill(os.getpid(), signal.SIGSEGV)")
    with pytest.raises(WorkerGoneError):
        worker.exchange(10.0)
    assert worker.end(10.0)
    assert worker.how_it_ended().startswith("signal SIGSEGV")
    assert worker.has_crashed


def test_the_last_words_say_where_it_crashed(spawn: Start) -> None:
    """A crash leaves a trace, on one line."""
    worker = spawn("import ctypes\nctypes.string_at(0)")
    with pytest.raises(WorkerGoneError):
        worker.exchange(10.0)
    assert worker.end(10.0)
    assert "string_at" in worker.last_words()
    assert "\n" not in worker.how_it_ended()


def test_garbage_is_noticed(spawn: Start) -> None:
    """The stream is no stream of messages."""
    worker = spawn("connection.sendall(b'hello world, this is no message')")
    with pytest.raises(FrameError):
        worker.exchange(10.0)


def test_printing_without_end_costs_neither_memory_nor_time(spawn: Start) -> None:
    """Only the last words are kept, and a listener comes back."""
    worker = spawn(
        "say('on')\nwhile True:\n    os.write(1, b'spam ' * 10000); os.write(2, b'x')"
    )
    assert said(worker) == ["on"]
    for _ in range(100):
        worker.listen()
    assert len(worker.last_words()) <= 300


def test_a_stopped_worker_is_killed_too(spawn: Start) -> None:
    """SIGKILL asks nobody."""
    worker = spawn("say('here')\nos.kill(os.getpid(), signal.SIGSTOP)")
    assert said(worker) == ["here"]
    assert worker.end(10.0)
    assert worker.how_it_ended().startswith("signal SIGKILL")
    assert not worker.has_crashed


def test_what_a_worker_started_ends_with_it(spawn: Start) -> None:
    """Even where it holds the channel open, and the worker is dead already."""
    worker = spawn("""
child = os.fork()
if child == 0:
    time.sleep(3600)
say(child)
os._exit(0)
""")
    child = int(said(worker)[0])
    until(worker.has_ended)
    assert is_alive(child)
    assert worker.end(10.0)
    until(lambda: not is_alive(child))


def test_no_zombie_is_left(spawn: Start) -> None:
    """A worker that has been buried is gone from the table of processes."""
    worker = spawn("os._exit(3)")
    until(worker.has_ended)
    assert Path(f"/proc/{worker.pid}").exists()
    assert worker.bury(10.0)
    assert not Path(f"/proc/{worker.pid}").exists()
    assert worker.how_it_ended() == "exit status 3"
    # Its number may be somebody else's now: nobody is killed any more.
    worker.kill()
    assert worker.bury()


def test_whoever_asks_a_buried_worker_hears_that_it_is_gone(spawn: Start) -> None:
    """Workers are dismissed by another thread than the one that asks them."""
    worker = spawn("say('here')\ntime.sleep(3600)")
    assert said(worker) == ["here"]
    assert worker.bury(10.0)
    with pytest.raises(WorkerGoneError, match="dismissed"):
        worker.exchange(10.0)


def test_a_worker_that_cannot_be_started_leaves_nothing_open() -> None:
    """An error, and as many open files as before."""
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    with pytest.raises(FileNotFoundError):
        WorkerProcess(1, ("/nowhere/python",), LIMITS)
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


_PARENT = """
import os, sys, time
from zaslin.adapters.planning.confine import Limits
from zaslin.adapters.planning.process import WorkerProcess
worker = WorkerProcess(1, (sys.executable, "-P", "-c", sys.argv[1]), Limits())
while not (frames := worker.exchange(10.0)):
    pass
print(worker.pid, flush=True)
time.sleep(3600)
"""


@pytest.mark.parametrize("has_prctl", [True, False], ids=["kernel", "watching"])
def test_a_worker_does_not_outlive_its_parent(*, has_prctl: bool) -> None:
    """Killed without warning, the service leaves nobody behind; nor without prctl."""
    without = """
from zaslin.adapters.planning import confine as module
module.dies_with_parent = lambda: False
"""
    lines = ("" if has_prctl else without) + _AS_A_WORKER + "say(1)\ntime.sleep(3600)"
    with subprocess.Popen(
        [sys.executable, "-c", _PARENT, lines], stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_alive(pid)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        until(lambda: not is_alive(pid))


def test_a_worker_whose_parent_is_gone_already_does_not_begin() -> None:
    """Between its start and its first line the parent may have died."""
    lines = _AS_A_WORKER + "say(1)"
    done = subprocess.run(
        [sys.executable, "-c", lines, "0", "1", str(2**30), "0"], check=False
    )
    assert done.returncode == 75


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"memory_bytes": 1}, "memory_bytes is 1; accepted"),
        ({"niceness": -5}, "niceness is -5; accepted: a finite number, 0 to 19"),
    ],
    ids=["memory", "rank"],
)
def test_limits_are_limits(limits: dict[str, int], message: str) -> None:
    """Too little memory to start, or a rank above the service's, is refused."""
    with pytest.raises(ValueError, match=message):
        Limits(**limits)
