"""The lease of :mod:`zaslin.bootstrap.leading`, kept in the ledger's database."""

from zaslin.adapters.ledger.faults import Fenced
from zaslin.adapters.ledger.lead import Lead
from zaslin.bootstrap.leading import Leader


class LedgerLease:
    """Answers :class:`zaslin.bootstrap.leading.Lease`."""

    def __init__(self, lead: Lead) -> None:
        self._lead = lead

    def take(self) -> int | None:
        """The new epoch if the lease was free or has lapsed."""
        return self._lead.take()

    def hold(self, epoch: int) -> bool:
        """Whether this process still leads."""
        if self._lead.epoch != epoch:
            return False
        try:
            self._lead.hold()
        except Fenced:
            return False
        return True

    def release(self, epoch: int) -> None:
        """Give the lease back."""
        if self._lead.epoch == epoch:
            self._lead.release()

    def leader(self) -> Leader | None:
        """Who leads now, if anybody does."""
        found = self._lead.leader()
        if found is None or not found.is_alive:
            return None
        return Leader(address=found.address, epoch=found.epoch)
