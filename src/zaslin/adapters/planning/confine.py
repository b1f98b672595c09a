"""What a worker's process may take, and whom it must not outlive.

Called by the process on itself, before it loads anything large: another process
cannot do it in time without running code between fork and exec, which a program
with threads must not.
"""

import ctypes
import faulthandler
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from zaslin.domain.accept import accept_range

_PR_SET_PDEATHSIG = 1
_LOOKS_EVERY_S = 0.5
_ORPHANED = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Address space in bytes, and how far a worker steps back behind the service."""

    memory_bytes: int = 2 * 2**30
    niceness: int = 5

    def __post_init__(self) -> None:
        accept_range("memory_bytes", self.memory_bytes, 256 * 2**20, 2**40)
        accept_range("niceness", self.niceness, 0, 19)


def confine(limits: Limits, parent: int) -> None:
    """Bind this process to its limits and to the process that started it."""
    _end_with(parent)
    _step_back(limits.niceness)
    _lower(resource.RLIMIT_AS, limits.memory_bytes)
    # A crash is known by its signal; a core of a gigabyte helps nobody in a raid.
    _lower(resource.RLIMIT_CORE, 0)
    # Whoever started the worker ends it, by its channel or for good; a signal meant
    # for everybody on a terminal or in a service must not take the plans away first.
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    if sys.stderr is not None:
        faulthandler.enable()


def _step_back(niceness: int) -> None:
    """Leave the processor to the service where both want it.

    A session of its own is a group of its own to many a kernel, which shares the time
    out between groups before it looks at what is in them: the group steps back too.
    """
    rank = os.nice(niceness)
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(rank))


def _lower(limit: int, most: int) -> None:
    """Set a limit where it is not lower already."""
    _, hard = resource.getrlimit(limit)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(limit, (most, most))
    except (OSError, ValueError):  # pragma: no cover  (macOS has no such limit)
        return


def _end_with(parent: int) -> None:
    """End when the parent does, however it ends.

    The kernel sees to it where it can.  Where it cannot, and for a parent that was
    gone before it was asked to, a thread looks now and then.
    """
    dies_with_parent()
    if os.getppid() != parent:
        os._exit(_ORPHANED)
    threading.Thread(
        target=_watch, args=(parent, threading.Event().wait), daemon=True
    ).start()


def dies_with_parent() -> bool:
    """Ask the kernel to kill this process when its parent ends; whether it will.

    The kernel means the *thread* that started the process: it must stay.
    """
    try:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
    except (AttributeError, OSError):  # pragma: no cover  (only Linux has it)
        return False
    return bool(prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) == 0)


def _watch(parent: int, wait: Callable[[float], object]) -> None:
    while os.getppid() == parent:
        wait(_LOOKS_EVERY_S)
    os._exit(_ORPHANED)
