"""A lease in memory with a clock that the test moves, for several processes."""

from dataclasses import dataclass

from zaslin.bootstrap.leading import Leader


@dataclass(slots=True)
class Clock:
    """Seconds that pass when the test says so."""

    now_s: float = 100.0

    def __call__(self) -> float:
        """The seconds now."""
        return self.now_s


class SharedLease:
    """What the database keeps: who leads, since which epoch, heard of when."""

    def __init__(self, clock: Clock, lease_s: float) -> None:
        self.clock, self.lease_s = clock, lease_s
        self.holder = ""
        self.epoch = 0
        self.heard_s = -1e9

    @property
    def lapsed(self) -> bool:
        """Whether anybody may take it."""
        return self.clock() - self.heard_s > self.lease_s


class FakeLease:
    """One process's hold on the shared lease; ``cut`` is its line to the database."""

    def __init__(self, shared: SharedLease, address: str) -> None:
        self.shared, self.address = shared, address
        self.cut = False

    def take(self) -> int | None:
        """The new epoch, if nobody else holds the lease."""
        self._reach()
        if not self.shared.lapsed and self.shared.holder != self.address:
            return None
        self.shared.holder = self.address
        self.shared.epoch += 1
        self.shared.heard_s = self.shared.clock()
        return self.shared.epoch

    def hold(self, epoch: int) -> bool:
        """Whether this process still leads."""
        self._reach()
        if epoch != self.shared.epoch or self.shared.holder != self.address:
            return False
        self.shared.heard_s = self.shared.clock()
        return True

    def release(self, epoch: int) -> None:
        """Give it back."""
        self._reach()
        if epoch == self.shared.epoch:
            self.shared.heard_s = -1e9

    def leader(self) -> Leader | None:
        """Who leads."""
        self._reach()
        if self.shared.lapsed:
            return None
        return Leader(address=self.shared.holder, epoch=self.shared.epoch)

    def _reach(self) -> None:
        if self.cut:
            raise ConnectionError("the line is cut")
