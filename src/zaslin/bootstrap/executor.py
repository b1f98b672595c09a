"""Who does the work of a study: this process, a pool of them, or a cluster.

All three are a :class:`concurrent.futures.Executor`.
See docs/decisions/0018-one-executor-interface.md.
"""

import os
import signal
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from zaslin.bootstrap.code_version import code_version
from zaslin.sim.campaign import Workers

if TYPE_CHECKING:
    from distributed import Client

P = ParamSpec("P")
T = TypeVar("T")

# A study fills its workers with runs; threads inside one would only get in the way.
_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"),
    "1",
)
_ANSWERS_WITHIN_S = 5.0
# Each of Dask's messages states its length first.
_LENGTH = struct.Struct("<Q")
_LONGEST_GREETING = 2**20
_WORKERS_WITHIN_S = 30.0
# More workers may come while a study is flown, and should find work.
_LEAST_AT_ONCE = 256


class ClusterUnavailable(Exception):  # noqa: N818  (what the cluster is)
    """The cluster cannot be used; one line that says why and what is accepted."""


class InThisProcess(Executor):
    """Does each task at once, where it is handed in."""

    def submit(
        self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """The task, done: what it returned or raised."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def this_process() -> Iterator[Workers]:
    """One task after the other, here."""
    yield Workers(executor=InThisProcess(), at_once=1)


@contextmanager
def process_pool(workers: int) -> Iterator[Workers]:
    """A pool of so many fresh processes on this machine.

    When it is left, nothing of it goes on: an interrupted study stops at once, and the
    workers of a study that was killed end by themselves.
    """
    others = set(active_children())
    with _environment(_ONE_THREAD):
        pool = ProcessPoolExecutor(
            workers, mp_context=get_context("spawn"), initializer=_be_a_worker
        )
        try:
            # One more than can run, so that nobody waits for the next one.
            yield Workers(executor=pool, at_once=workers + 1)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in set(active_children()) - others:
                process.terminate()
            raise
        else:
            pool.shutdown()


@contextmanager
def cluster(address: str) -> Iterator[Workers]:
    """The workers of a running Dask scheduler, such as ``tcp://127.0.0.1:8786``.

    Needs the extra ``cluster``.
    A worker that goes away is no loss: the scheduler gives its tasks to another.

    Raises
    ------
    ClusterUnavailable
        If there is no scheduler, no worker, or no zaslin of this version on a worker.
    """
    client = _client(address)
    try:
        threads = _accept_workers(client, address)
        executor = client.get_executor(pure=False)
        try:
            yield Workers(executor=executor, at_once=max(_LEAST_AT_ONCE, 2 * threads))
        except BaseException:
            executor.shutdown(wait=False)
            raise
    finally:
        with suppress(OSError, TimeoutError):
            client.close(timeout=_ANSWERS_WITHIN_S)


def _client(address: str) -> "Client":
    try:
        from distributed import Client
    except ImportError:
        raise ClusterUnavailable(
            f"cluster {address}: dask is not installed; accepted: zaslin[cluster]"
        ) from None
    _accept_address(address)
    try:
        return Client(address, timeout=_ANSWERS_WITHIN_S, set_as_default=False)
    except (OSError, TimeoutError, ValueError):
        raise ClusterUnavailable(
            f"cluster {address}: no Dask scheduler answered within "
            f"{_ANSWERS_WITHIN_S:g} s; accepted: the address of a running one"
        ) from None


def _accept_address(address: str) -> None:
    """Refuse at once what Dask would take pages to refuse, or for ever.

    It retries where nobody listens, and waits without end for the greeting of a server
    that has another protocol.
    """
    scheme, _, place = address.partition("://")
    host, _, port = place.rpartition(":")
    if scheme not in ("tcp", "tls") or not host or not port.isdecimal():
        raise ClusterUnavailable(
            f"cluster {address!r}; accepted: tcp://HOST:PORT or tls://HOST:PORT"
        )
    try:
        with socket.create_connection(
            (host.strip("[]"), int(port)), timeout=_ANSWERS_WITHIN_S
        ) as connection:
            # Without encryption, a scheduler speaks first.
            greeted = scheme == "tls" or _greets(connection)
    except TimeoutError:
        greeted = False
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ClusterUnavailable(
            f"cluster {address}: {reason}; accepted: the address of a running Dask "
            "scheduler"
        ) from None
    if not greeted:
        raise ClusterUnavailable(
            f"cluster {address}: no Dask scheduler answered within "
            f"{_ANSWERS_WITHIN_S:g} s; accepted: the address of a running one"
        )


def _greets(connection: socket.socket) -> bool:
    """Whether the first message has the length of a greeting."""
    head = connection.recv(_LENGTH.size, socket.MSG_WAITALL)
    if len(head) < _LENGTH.size:
        return False
    length: int = _LENGTH.unpack(head)[0]
    return 0 < length < _LONGEST_GREETING


def _accept_workers(client: "Client", address: str) -> int:
    """How many threads the workers have; raises unless all have this zaslin."""
    try:
        client.wait_for_workers(1, timeout=_WORKERS_WITHIN_S)
    except TimeoutError:
        raise ClusterUnavailable(
            f"cluster {address}: no worker came within {_WORKERS_WITHIN_S:g} s; "
            f"accepted: a scheduler with workers (dask worker {address})"
        ) from None
    ours = code_version()
    found = client.run(_code_there, on_error="return")
    for worker, theirs in sorted(found.items()):
        if theirs != ours:
            raise ClusterUnavailable(
                f"cluster {address}: worker {worker} has "
                f"{'no' if isinstance(theirs, Exception) else f'version {theirs} of'} "
                f"zaslin; accepted: version {ours} on every worker"
            )
    threads: dict[str, int] = client.nthreads()
    return max(1, sum(threads.values()))


def _code_there() -> str:
    """Sent by its name, so that it tells the code of where it runs."""
    return code_version()


def _be_a_worker() -> None:
    """Leave interruptions to the parent, and never outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(
            target=_end_with, args=(parent.sentinel,), name="orphan", daemon=True
        ).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


@contextmanager
def _environment(settings: dict[str, str]) -> Iterator[None]:
    """Environment variables for processes that start meanwhile."""
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
