"""A planning worker that dies of one track: ``poisoned_worker.py TRACK ...``."""

import os
import sys

from zaslin.adapters.planning import answer, worker
from zaslin.assignment.plan import plan
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan


def main(track: str) -> int:
    """Work as any worker does, until that track is in a picture."""

    def wrong(picture: Picture, *args: object, **named: object) -> Plan:
        if any(each.id == track for each in picture.tracks):
            os.abort()
        return plan(picture, *args, **named)  # type: ignore[arg-type]

    vars(answer)["plan"] = wrong
    return worker.main(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
