"""Files that are whole or not there at all, whatever happens meanwhile."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO


def write_whole(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """A whole file or none: written beside its place, on the disk, then renamed.

    Raises ``OSError`` if the disk refuses; what was there before stays.
    """
    beside: Path | None = None
    # Through a link, so that the link stays one.
    path = path.resolve()
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False
        ) as file:
            beside = Path(file.name)
            write(file)
            file.flush()
            os.fsync(file.fileno())
        # A temporary file is private; the answer is as readable as any other file.
        beside.chmod(0o666 & ~_umask())
        beside.replace(path)
        beside = None
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
