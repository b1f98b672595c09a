"""What every desk has that can be looked at, be it live, an exercise or a recording."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future  # noqa: TC003
from typing import Protocol, TypeVar

from zaslin.domain.params import PlanParams
from zaslin.domain.track import Track
from zaslin.live.board import Board, Health
from zaslin.live.broadcast import Broadcast
from zaslin.live.clock import DeskClock
from zaslin.live.health import Mode
from zaslin.live.mailbox import Delivery
from zaslin.live.params import LiveParams
from zaslin.ops.desk import Desk

T = TypeVar("T")


class OpenDesk(Protocol):
    """A desk as those around it see it."""

    name: str
    mode: Mode
    era: str
    params: LiveParams
    clock: DeskClock
    broadcast: Broadcast

    @property
    def board(self) -> Board:
        """What there is to see of the desk."""
        ...

    @property
    def plan_oldest_s(self) -> float:
        """Age at which a plan that nobody has confirmed is withdrawn."""
        ...

    @property
    def plan_params(self) -> PlanParams | None:
        """What its plans are made with; None where plans are only shown."""
        ...

    def start(self) -> None:
        """Let the desk live."""
        ...

    def stop(self) -> None:
        """End it."""
        ...

    def submit(self, work: Callable[[Desk, float], T]) -> "Future[T]":
        """Have something done at the desk."""
        ...

    def reports(self, source: str, tracks: Sequence[Track]) -> Delivery:
        """Take in what a source reports."""
        ...

    def health(self) -> Health:
        """How the desk is now."""
        ...
