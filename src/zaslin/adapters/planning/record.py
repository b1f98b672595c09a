"""What went wrong so far, counted; may be written and read from any thread."""

import threading
from collections import Counter
from collections.abc import Mapping

from zaslin.live.planning import FaultKind, PlanningFault


class Record:
    """Counts faults by kind and keeps the last one that says what happened.

    That nobody was ready is the consequence of another one.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[FaultKind] = Counter()
        self._last: PlanningFault | None = None

    def note(self, fault: PlanningFault) -> None:
        """Count a fault."""
        with self._lock:
            self._counts[fault.kind] += 1
            if fault.kind is not FaultKind.NO_WORKER:
                self._last = fault

    def counts(self) -> Mapping[FaultKind, int]:
        """How often each kind was seen."""
        with self._lock:
            return dict(self._counts)

    def last(self) -> PlanningFault | None:
        """The latest fault, if there was any."""
        with self._lock:
            return self._last
