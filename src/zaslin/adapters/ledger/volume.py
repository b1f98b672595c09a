"""What is left on the volume of a database that is a file."""

import shutil
from pathlib import Path

from zaslin.adapters.ledger.database import Database
from zaslin.live.health import Space
from zaslin.live.link import Volume, unknown

_MB = 1e6


def volume_of(database: Database) -> Volume:
    """Asks for the room beside a file; that of a server is its own to watch."""
    if not database.is_sqlite:
        return unknown
    # The name of a database that is a file is its path.
    folder = Path(database.name).absolute().parent

    def left() -> Space | None:
        try:
            found = shutil.disk_usage(folder)
        except OSError:
            # The journal itself will say so, and louder.
            return None
        if not found.total:
            # A volume without a size, as some of the kernel's own are.
            return None
        return Space(free_share=found.free / found.total, free_mb=found.free / _MB)

    return left
