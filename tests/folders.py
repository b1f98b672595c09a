"""Where tests put what they write often: in memory, if there is room."""

import os
import shutil
from pathlib import Path

DISK = Path("/tmp")  # noqa: S108  (mkdtemp makes a private folder in it)

_ROOM_BYTES = 2 * 2**30
_MEMORY = Path("/dev/shm")  # noqa: S108


def roomy() -> Path:
    """A folder in memory if it has room for some databases, and else on disk.

    A process that is killed leaves the same behind in both: only a power cut would
    not, and no test cuts the power.
    """
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK):
        free = shutil.disk_usage(_MEMORY).free
        if free > _ROOM_BYTES:
            return _MEMORY
    return DISK
