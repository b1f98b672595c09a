"""What the routes of a desk ask of whoever keeps journals, plans aside and exercises.

All of it may wait for a database or a computation: call it off the event loop.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from zaslin.domain.event import Entry
from zaslin.domain.picture import Picture
from zaslin.domain.plan import Plan
from zaslin.ops.ports import Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedNote:
    """A checkpoint: size and root of a journal, and the signed note that says so."""

    size: int
    root: str
    note: str


class Archive(Protocol):
    """The journal of a desk, to be read."""

    def size(self) -> int:
        """How many entries there are."""
        ...

    def entries(self, from_number: int, limit: int) -> Sequence[Entry]:
        """Entries in their order, from a number on; fewer than asked if they are large.

        At least one if there is one.
        """
        ...

    def find(
        self,
        *,
        by: str | None,
        kinds: Collection[str],
        since_s: float | None,
        from_number: int,
        before: int | None,
        limit: int,
    ) -> Iterator[Entry]:
        """The newest wanted entries between two numbers, one read at a time.

        The newest first.
        """
        ...

    def lines(self, from_number: int = 0) -> Iterator[bytes]:
        """The lines of the journal's file, its header first if from the beginning."""
        ...

    def receipt(self, key: str) -> Receipt | None:
        """What was answered to the request with this key, if it was entered."""
        ...

    def plan_document(self, revision: int) -> bytes | None:
        """The document of the plan that was shown for a revision."""
        ...

    def checkpoint(self) -> SignedNote:
        """A checkpoint of the journal as it stands."""
        ...


class Made(Protocol):
    """A plan that was made aside."""

    @property
    def plan(self) -> Plan:
        """The plan, checked."""
        ...


class SidePlanner(Protocol):
    """Plans for what-ifs, in a worker of its own; of LIVE's ``PlanWorkers``."""

    def plan(
        self,
        picture: Picture,
        previous: Plan | None,
        *,
        deadline_s: float,
        on_plan: Callable[[Plan, str], None],
    ) -> Made:
        """A checked plan by the deadline."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioCard:
    """A raid that can be simulated."""

    name: str
    title: str
    starts_s: float
    duration_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """An exercise or a replay that runs, under the name of a desk."""

    desk: str
    name: str
    seed: int | None
    speed: float
    paused: bool
    over: bool
    starts_s: float
    now_s: float
    ends_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A journal that can be shown again."""

    id: str
    kind: str
    about: str
    opened_s: float
    entries: int


class Exercises(Protocol):
    """Simulated raids, one at a time, each with a journal of its own.

    ``start`` raises ``KeyError`` for an unknown scenario and ``RuntimeError`` if one
    runs already; the others raise ``LookupError`` if none does.
    """

    def scenarios(self) -> Sequence[ScenarioCard]:
        """What can be simulated."""
        ...

    def current(self) -> Running | None:
        """The exercise that runs."""
        ...

    def start(self, scenario: str, *, seed: int, speed: float, paused: bool) -> Running:
        """Begin an exercise."""
        ...

    def steer(self, *, paused: bool | None, speed: float | None) -> Running:
        """Hold it, let it go on, or change its speed."""
        ...

    def stop(self) -> None:
        """End it; its journal stays."""
        ...


class Replays(Protocol):
    """Recorded journals shown again, one at a time; raises as :class:`Exercises`."""

    def recordings(self) -> Sequence[Recording]:
        """What can be shown again, the latest first."""
        ...

    def current(self) -> Running | None:
        """The replay that runs."""
        ...

    def start(
        self, journal: str, *, at_s: float | None, speed: float, paused: bool
    ) -> Running:
        """Begin a replay."""
        ...

    def steer(
        self, *, paused: bool | None, speed: float | None, at_s: float | None
    ) -> Running:
        """Hold it, let it go on, change its speed, or go to another time."""
        ...

    def stop(self) -> None:
        """End it."""
        ...
