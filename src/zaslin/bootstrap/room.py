"""What only the process that leads has: its epoch, and its desks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from zaslin.adapters.ledger.database import Database
from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.adapters.ledger.shelf import Kind, begin_journal
from zaslin.adapters.planning import Limits, start
from zaslin.api.desk_ports import Archive
from zaslin.api.logs import Log
from zaslin.bootstrap.archive import LedgerArchive
from zaslin.config.at_desk import at_desk
from zaslin.domain.params import PlanParams
from zaslin.live.doors import OpenDesk
from zaslin.live.params import LiveParams
from zaslin.live.planning import PlanWorkers
from zaslin.ops.policy import TwoPerson
from zaslin.ops.replan import ReplanParams


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How desks of this service work, as its settings say.

    ``change_cost_meur``: what it has to be worth to drop a shot that people see.
    """

    live: LiveParams
    replan: ReplanParams
    change_cost_meur: float
    two_person: TwoPerson
    workers: int
    worker_limits: Limits

    def at_desk(self, params: PlanParams) -> PlanParams:
        """Planning parameters where people read each plan."""
        return at_desk(params, self.change_cost_meur)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What is asked of the world: time and secrets."""

    wall: Callable[[], float]
    monotonic: Callable[[], float]
    token: Callable[[], str]


class NotLeadingError(RuntimeError):
    """The process holds no desks; another one leads."""

    def __init__(self) -> None:
        super().__init__(
            "this process does not lead; accepted: a request to the leader"
        )


T = TypeVar("T")


class Shown(Mapping[str, T], Generic[T]):
    """What is there by name: others may look through it while it changes."""

    def __init__(self) -> None:
        self._all: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        return self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def put(self, name: str, what: T) -> None:
        """Show another one; whoever is looking goes on with what there was."""
        self._all = {**self._all, name: what}

    def take(self, name: str) -> T | None:
        """Show one no more."""
        there = self._all
        self._all = {each: what for each, what in there.items() if each != name}
        return there.get(name)


class Room:
    """Desks and their archives, by name; empty while another process leads.

    ``desks`` and ``archives`` are the same objects for the life of the process, and
    change as desks are put up and taken down.
    """

    def __init__(
        self, database: Database, rules: Rules, outside: Outside, log: Log
    ) -> None:
        self.database = database
        self.rules = rules
        self.outside = outside
        self._log = log
        self.desks: Shown[OpenDesk] = Shown()
        self.archives: Shown[Archive] = Shown()
        self._epoch: int | None = None
        self._lock = Lock()

    @property
    def leads(self) -> bool:
        """Whether desks may be opened here."""
        return self._epoch is not None

    @property
    def epoch(self) -> int:
        """Under which journals are written.

        Raises
        ------
        NotLeadingError
            If another process leads.
        """
        if self._epoch is None:
            raise NotLeadingError
        return self._epoch

    def enter(self, epoch: int) -> None:
        """Lead from now on."""
        self._epoch = epoch

    def leave(self) -> None:
        """Take every desk down: another process leads, or this one stops."""
        self._epoch = None
        for name in tuple(self.desks):
            self.take_down(name)

    # Journals.

    def begin_journal(self, kind: Kind, about: Mapping[str, str]) -> LedgerJournal:
        """A new journal, written by this process."""
        number = begin_journal(self.database, kind, about, epoch=self.epoch)
        return self.journal(number)

    def journal(self, number: int) -> LedgerJournal:
        """A journal of the database, taken from whoever wrote it before."""
        return LedgerJournal(self.database, number, self.epoch)

    def archive(self, journal: LedgerJournal) -> LedgerArchive:
        """How the routes read a journal."""
        return LedgerArchive(journal)

    # Planners.

    def start_workers(
        self, params: PlanParams, workers: int | None = None
    ) -> PlanWorkers:
        """Processes that plan; whoever asks for them closes them."""
        return start(
            params,
            workers=workers or self.rules.workers,
            limits=self.rules.worker_limits,
            monotonic=self.outside.monotonic,
        )

    # Desks.

    def put_up(self, desk: OpenDesk, archive: Archive) -> None:
        """Start a desk and let it be seen under its name."""
        with self._lock:
            if desk.name in self.desks:
                raise ValueError(
                    f"desk is {desk.name!r}; accepted: a name that no desk has"
                )
            desk.start()
            self.archives.put(desk.name, archive)
            self.desks.put(desk.name, desk)
        self._log.info("desk_opened", desk=desk.name)

    def take_down(self, name: str) -> None:
        """Let a desk be seen no more, and stop it; nothing if there is none."""
        with self._lock:
            desk = self.desks.take(name)
            self.archives.take(name)
        if desk is not None:
            desk.stop()
            self._log.info("desk_closed", desk=name)
