"""One worker's process: started afresh, spoken to, killed, buried."""

import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress

from zaslin.adapters.planning.codec import one_line
from zaslin.adapters.planning.confine import Limits
from zaslin.adapters.planning.frame import Frame, FrameReader

COMMAND = (sys.executable, "-P", "-m", "zaslin.adapters.planning.worker")
"""Starts a worker; its channel, parent and limits follow."""

_PASSED_ON = (
    "HOME",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "NUMBA_CACHE_DIR",
    "PATH",
    "PYTHONHOME",
    "PYTHONPATH",
    "TMPDIR",
    "VIRTUAL_ENV",
    "XDG_CACHE_HOME",
)
"""Of the environment: nothing that might name a database or hold a password."""
_ONE_THREAD = dict.fromkeys(
    ("MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"),
    "1",
)
_PIECE = 2**18
_PIECES_AT_ONCE = 8
_LAST_WORDS = 4_000
_CRASHES = (signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGFPE)


class WorkerGoneError(Exception):
    """The worker's end of the channel is closed: it is dead, or as good as."""


class WorkerProcess:
    """A process that was started, and the channel to it.

    Not for two threads at a time, except :meth:`kill`.
    """

    def __init__(self, number: int, command: Sequence[str], limits: Limits) -> None:
        self.number = number
        with ExitStack() as opened, ExitStack() as passed_on:
            ours, theirs = socket.socketpair()
            self.connection = opened.enter_context(ours)
            passed_on.enter_context(theirs)
            self.output, output = socket.socketpair()
            opened.enter_context(self.output)
            passed_on.enter_context(output)
            self.connection.setblocking(False)
            self.output.setblocking(False)
            self._process = _started(command, theirs.fileno(), output.fileno(), limits)
            # From here on it is bury that closes them.
            opened.pop_all()
        self._listening = threading.Lock()
        self._reader = FrameReader()
        self._unsent = memoryview(b"")
        self._last_words = b""
        self.is_mute = False

    # ------------------------------------------------------------------ the channel

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def send(self, message: bytes) -> None:
        """Say something; what does not go at once goes with :meth:`exchange`."""
        self._unsent = memoryview(bytes(self._unsent) + message)

    @property
    def is_within(self) -> bool:
        """Whether part of a message has been sent or has arrived."""
        return bool(self._unsent) or self._reader.is_within

    def exchange(self, timeout_s: float) -> list[Frame]:
        """Send and receive what can be, waiting so long for something to happen.

        Raises
        ------
        WorkerGoneError
            If nobody is there any more.
        zaslin.adapters.planning.frame.FrameError
            If what arrives is no message.
        """
        wanted = select.POLLIN | (select.POLLOUT if self._unsent else 0)
        poll = select.poll()
        try:
            poll.register(self.connection, wanted)
        except ValueError:
            # Buried while somebody was still asking it.
            raise WorkerGoneError("it was dismissed") from None
        # Rounded up: a wait of 0 ms would be no wait.
        events = dict(poll.poll(max(0, int(timeout_s * 1000.0) + (timeout_s > 0))))
        if not events:
            return []
        happened = next(iter(events.values()))
        if happened & select.POLLOUT:
            self._send_some()
        return self._receive() if happened & ~select.POLLOUT else []

    def _send_some(self) -> None:
        try:
            sent = self.connection.send(self._unsent)
        except BlockingIOError:
            return
        except OSError as error:
            raise WorkerGoneError(one_line(error)) from None
        self._unsent = self._unsent[sent:]

    def _receive(self) -> list[Frame]:
        try:
            data = self.connection.recv(_PIECE)
        except BlockingIOError:
            return []
        except OSError as error:
            raise WorkerGoneError(one_line(error)) from None
        if not data:
            raise WorkerGoneError("it closed its channel")
        return self._reader.feed(data)

    # ---------------------------------------------------------------- its last words

    def listen(self) -> None:
        """Take in what it printed, and forget all but the end of it."""
        with self._listening:
            # Not for as long as it talks: that may be for ever.
            for _ in range(_PIECES_AT_ONCE):
                if self.is_mute:
                    return
                try:
                    data = self.output.recv(_PIECE)
                except BlockingIOError:
                    return
                except OSError:
                    data = b""
                self.is_mute = not data
                self._last_words = (self._last_words + data)[-_LAST_WORDS:]

    def last_words(self) -> str:
        """The end of what it printed, on one line."""
        text = self._last_words.decode("utf-8", "replace")
        return one_line(" ".join(text.split())[-240:])

    # ------------------------------------------------------------------------ its end

    def has_ended(self) -> bool:
        """Whether the process is over; it stays a zombie, and its number taken."""
        if self._process.returncode is not None:
            return True
        if not hasattr(os, "waitid"):  # pragma: no cover  (macOS before Python 3.13)
            return self._process.poll() is not None
        how = os.WEXITED | os.WNOHANG | os.WNOWAIT
        try:
            return os.waitid(os.P_PID, self.pid, how) is not None
        except ChildProcessError:
            return True

    def kill(self) -> None:
        """Kill it with all it started; harmless if it is over already."""
        # Before it is buried its number, and that of its group, are nobody else's.
        if self._process.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)

    def end(self, within_s: float = 0.0) -> bool:
        """Kill it and take note of its end; whether it has come within that time."""
        self.kill()
        try:
            self._process.wait(within_s)
        except subprocess.TimeoutExpired:
            return False
        self.listen()
        return True

    def bury(self, within_s: float = 0.0) -> bool:
        """End it and free what it held; whether it has ended.

        For the thread alone that watches the channel.
        """
        if not self.end(within_s):
            return False
        with self._listening:
            self.is_mute = True
            self.connection.close()
            self.output.close()
        return True

    def how_it_ended(self) -> str:
        """In a few words."""
        code = self._process.returncode
        if code is None:
            return "it does not end"
        how = f"signal {_signal_name(-code)}" if code < 0 else f"exit status {code}"
        words = self.last_words()
        return f"{how}, last words: {words}" if words else how

    @property
    def has_crashed(self) -> bool:
        """Whether it did what no program should: reach where nothing is."""
        code = self._process.returncode
        return code is not None and -code in _CRASHES


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


def _started(
    command: Sequence[str], channel: int, output: int, limits: Limits
) -> "subprocess.Popen[bytes]":
    """A fresh interpreter, not a copy of this process with its locks and threads."""
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    numbers = (channel, os.getpid(), limits.memory_bytes, limits.niceness)
    return subprocess.Popen(  # noqa: S603  (the command is ours, there is no shell)
        [*command, *map(str, numbers)],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        pass_fds=(channel,),
        close_fds=True,
        # Its own session: Ctrl-C on a terminal means the service, which then ends it.
        start_new_session=True,
        env={**kept, **_ONE_THREAD},
    )


Spawn = Callable[[int], WorkerProcess]
"""Starts the worker with this number; raises ``OSError`` if that cannot be done."""
