"""A field around a desk where people decide: its crews read their orders there."""

from collections.abc import Callable, Iterable

from zaslin.domain.engagement import EngagementState
from zaslin.domain.event import Entry
from zaslin.domain.ids import EngagementId  # noqa: TC001
from zaslin.domain.plan import Plan  # noqa: TC001
from zaslin.domain.track import Track
from zaslin.ops.desk import Desk
from zaslin.sim.field import Field
from zaslin.sim.outbox import Outbox


class Exercised:
    """Lets a field happen as the time of a desk passes; called on the desk's thread.

    Crews take an order from the desk when a person has authorised it there, and from
    nowhere else.

    Parameters
    ----------
    field
        What happens.
    desk
        Where people decide.
    tail
        Entries of the desk's journal from a number on.
    by
        Who brings what crews report.
    ends_s
        When the exercise is over.
    hold
        Called when it is.
    """

    def __init__(
        self,
        field: Field,
        desk: Desk,
        tail: Callable[[int], Iterable[Entry]],
        *,
        by: str,
        ends_s: float,
        hold: Callable[[], None],
    ) -> None:
        self._field = field
        self._deliver: Callable[[tuple[Track, ...]], object] | None = None
        self.outbox = Outbox(desk, self._received, tail, by)
        self._ends_s, self._hold = ends_s, hold
        self._ordered: set[EngagementId] = set()
        self._read: Plan | None = None
        self._at_s: float | None = None

    def reports_to(self, deliver: Callable[[tuple[Track, ...]], object]) -> None:
        """Let sensors report; until then nothing happens at all."""
        self._deliver = deliver

    def __call__(self, desk: Desk, now_s: float) -> None:
        """Let everything happen that does so by now."""
        if self._deliver is None or self._at_s == now_s:
            return
        self.outbox.send(now_s)
        self._deliver(())
        self._order(desk, now_s)
        self._at_s = now_s
        self._field.step(self.outbox, now_s)
        if desk.shown is not None and desk.shown is not self._read:
            self._read = desk.shown
            self._field.call_off(self.outbox, desk.shown, now_s)
        self.outbox.send(now_s)
        if now_s >= self._ends_s:
            self._hold()

    def _order(self, desk: Desk, now_s: float) -> None:
        """Hand crews what was authorised since, in the order of the decisions."""
        for name, engagement in desk.situation.engagements.items():
            if name not in self._ordered:
                self._ordered.add(name)
                if engagement.state is EngagementState.AUTHORISED:
                    self._field.order(engagement, now_s)

    def _received(self, tracks: tuple[Track, ...], now_s: float) -> None:
        del now_s
        if self._deliver is not None:
            self._deliver(tracks)
