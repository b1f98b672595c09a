"""A real service process of one's own, with everything it starts."""

import asyncio
import contextlib
import ctypes
import os
import re
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

COMMAND = (sys.executable, "-m", "zaslin", "serve")
"""What starts a service."""

_PAGE = os.sysconf("SC_PAGE_SIZE")
_SERVING = re.compile(rb"serving at (\S+)")
_STARTS_WITHIN_S = 90.0
_PDEATHSIG = 1


class NotStartedError(RuntimeError):
    """The service ended, or said nothing, instead of serving."""


class ServiceProcess:
    """A service that was started, and is stopped or killed from here."""

    def __init__(self, process: asyncio.subprocess.Process, errors: Path) -> None:
        self.process = process
        self.address = ""
        self.said: list[str] = []
        self._errors = errors
        self._reader: asyncio.Task[None] | None = None

    @classmethod
    async def start(
        cls,
        arguments: Sequence[str],
        *,
        folder: Path,
        environment: Mapping[str, str] | None = None,
        command: Sequence[str] = COMMAND,
    ) -> "ServiceProcess":
        """Start one, and come back when it serves.

        Raises
        ------
        NotStartedError
            With what it said last.
        """
        handle, name = tempfile.mkstemp(dir=folder, prefix="service-", suffix=".log")
        process = await asyncio.create_subprocess_exec(
            *command,
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=handle,
            cwd=folder,
            env=os.environ | (environment or {}),
            # Its own group, so that nothing it started can be left behind; and it
            # ends with whoever measures, however that ends.
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )
        os.close(handle)
        started = cls(process, Path(name))
        try:
            async with asyncio.timeout(_STARTS_WITHIN_S):
                await started._await_address()
        except BaseException as error:
            await started.kill()
            if not isinstance(error, TimeoutError | NotStartedError):
                raise
            raise NotStartedError(
                f"no service within {_STARTS_WITHIN_S:g} s: {started.last_words()}"
            ) from None
        started._reader = asyncio.create_task(started._read_on())
        return started

    @property
    def pid(self) -> int:
        """The process of the service itself."""
        return self.process.pid

    def memory_mb(self, *, with_workers: bool = True) -> float:
        """Resident memory of the service, with all its workers or alone."""
        pids = family(self.pid) if with_workers else [self.pid]
        return sum(_resident(pid) for pid in pids) / 1e6

    async def stop(self, within_s: float = 30.0) -> int:
        """Stop it with grace; returns its exit code."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(within_s):
                    await self.process.wait()
            except TimeoutError:
                await self.kill()
        await self._finish()
        return self.process.returncode or 0

    async def kill(self) -> None:
        """Kill it, as a power cut would: the service alone, then what is left."""
        if self.process.returncode is None:
            os.kill(self.pid, signal.SIGKILL)
            await self.process.wait()
        # Workers end with their service; a group that is gone already is none.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        await self._finish()

    def last_words(self) -> str:
        """The end of what it wrote, for whoever looks for the reason."""
        errors = self._errors.read_text(encoding="utf-8", errors="replace")
        return f"{' / '.join(self.said[-3:])} {errors[-1500:]}".strip()

    def errors(self) -> str:
        """Everything it wrote to standard error."""
        return self._errors.read_text(encoding="utf-8", errors="replace")

    async def _await_address(self) -> None:
        output = self._output()
        while line := await output.readline():
            self.said.append(line.decode(errors="replace").rstrip())
            found = _SERVING.search(line)
            if found is not None:
                self.address = found[1].decode()
                return
        await self.process.wait()
        raise NotStartedError

    async def _read_on(self) -> None:
        """Keep reading, so that it never waits for us."""
        output = self._output()
        while line := await output.readline():
            self.said.append(line.decode(errors="replace").rstrip())

    async def _finish(self) -> None:
        if self._reader is not None:
            await self._reader
            self._reader = None

    def _output(self) -> asyncio.StreamReader:
        output = self.process.stdout
        if output is None:
            raise RuntimeError("the service has no output; accepted: a pipe")
        return output


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGTERM)


def family(pid: int) -> list[int]:
    """A process and everything that it started, as far as it lives."""
    found = [pid]
    for each in found:
        try:
            tasks = list(Path(f"/proc/{each}/task").iterdir())
        except OSError:
            continue
        for task in tasks:
            try:
                found += [
                    int(child) for child in (task / "children").read_text().split()
                ]
            except OSError:
                continue
    return found


def _resident(pid: int) -> int:
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * _PAGE
