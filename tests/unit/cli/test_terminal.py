"""What only happens on a terminal: colours, progress, the keyboard, an interruption."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

_PATIENCE_S = 60.0


class Terminal:
    """A process that believes to sit at a terminal."""

    def __init__(self, *arguments: str) -> None:
        self._master, slave = pty.openpty()
        command = [sys.executable, "-m", "zaslin", *arguments]
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("COLUMNS", "NO_COLOR")
        }
        # What a shell runs in the background ignores Ctrl-C and hands that on.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**environment, "TERM": "xterm-256color"},
        )
        os.close(slave)

    def read_until(self, words: bytes) -> bytes:
        """What the process writes, up to and including some words."""
        seen = b""
        while words not in seen and (part := self._read()):
            seen += part
        return seen

    def interrupt(self) -> None:
        """As Ctrl-C does, once the process waits for its input.

        A signal just before that would be seen only after the input has come.
        """
        time.sleep(0.5)
        self._process.send_signal(signal.SIGINT)

    def end(self) -> tuple[int, bytes]:
        """The exit code and everything that was written and not read yet."""
        rest = b""
        while part := self._read():
            rest += part
        return self._process.wait(_PATIENCE_S), rest

    def close(self) -> None:
        """Leave nothing running."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        os.close(self._master)

    def _read(self) -> bytes:
        ready, _, _ = select.select([self._master], [], [], _PATIENCE_S)
        if not ready:
            return b""
        try:
            return os.read(self._master, 65_536)
        except OSError:
            # Linux says so when the process at the other end is gone.
            return b""


@contextmanager
def terminal(*arguments: str) -> Iterator[Terminal]:
    """``zaslin`` at a terminal."""
    opened = Terminal(*arguments)
    try:
        yield opened
    finally:
        opened.close()


def test_a_terminal_gets_colours_and_progress(small: str) -> None:
    """Bold headings, and a line about what is going on, which goes away."""
    with terminal("plan", small) as opened:
        code, seen = opened.end()

    assert code == 0
    assert b"\x1b[1m" in seen
    assert b"planning 1 tracks against 1 fire units" in seen
    assert b"a named person decides" in seen


def test_an_interruption_is_one_line() -> None:
    """Exit 130 as the shell has it; who typed by mistake is told what is awaited."""
    with terminal("plan", "-") as opened:
        seen = opened.read_until(b"Ctrl-D")
        opened.interrupt()
        code, rest = opened.end()

    assert b"reading from the keyboard" in seen
    assert code == 130
    assert rest.count(b"zaslin: interrupted\r\n") == 1
    assert b"Traceback" not in rest
