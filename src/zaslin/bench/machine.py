"""What a measurement was taken on, without naming the machine."""

import os
import platform
from dataclasses import dataclass
from importlib.metadata import version


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Enough to judge a time, not enough to find the machine.

    ``cores`` are those this process may use; ``load`` is the average number of busy
    processes over the last minute, before anything was measured: well above zero, and
    somebody else was working too.
    """

    cores: int
    architecture: str
    python: str
    numpy: str
    numba: str
    load: float


def this_machine() -> Machine:
    """The machine this process runs on."""
    return Machine(
        cores=len(os.sched_getaffinity(0)),
        architecture=platform.machine(),
        python=platform.python_version(),
        numpy=version("numpy"),
        numba=version("numba"),
        load=os.getloadavg()[0],
    )
