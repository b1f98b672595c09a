"""Which process leads: a lease in the database, and an epoch that fences others."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from zaslin.adapters.ledger.database import Database
from zaslin.adapters.ledger.faults import Fenced
from zaslin.adapters.ledger.schema import LEAD

LASTS_S = 5.0
"""After so long without a heartbeat another process may take the lead."""

_ROW = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """Who leads, where to reach it, and how long ago it said so."""

    holder: str
    address: str
    epoch: int
    age_s: float
    is_alive: bool


class Lead:
    """One process's claim to lead.

    ``holder`` names this process and no other one, ever; ``address`` is where others
    forward requests to.
    Time is the database's own, so that no clock of a process matters.
    """

    def __init__(
        self,
        database: Database,
        *,
        holder: str,
        address: str,
        lasts_s: float = LASTS_S,
    ) -> None:
        self._database = database
        self._holder = holder
        self._address = address
        self._lasts_s = lasts_s
        self.epoch: int | None = None

    def take(self) -> int | None:
        """Lead if nobody else does; returns the epoch of this lead, or None.

        Journals opened with the epoch cannot be written by earlier leaders any more.
        """
        self.epoch = None
        try:
            with self._database.writing() as connection:
                self.epoch = self._take(connection)
        except IntegrityError:
            # Somebody else was the first one ever.
            return None
        return self.epoch

    def hold(self) -> None:
        """Say that this process is alive; several times in ``lasts_s``.

        Raises
        ------
        Fenced
            If another process has taken the lead; this one has to stop writing.
        """
        with self._database.writing() as connection:
            held = connection.execute(
                update(LEAD)
                .where(
                    LEAD.c.id == _ROW,
                    LEAD.c.holder == self._holder,
                    LEAD.c.epoch == self.epoch,
                )
                .values(heartbeat_s=self._now(connection))
            )
            if held.rowcount:
                return
        was, self.epoch = self.epoch, None
        raise Fenced(
            f"epoch is {was}; accepted: that of the process which leads, another one"
        )

    def release(self) -> None:
        """Give the lead back, so that another process need not wait."""
        if self.epoch is None:
            return
        with self._database.writing() as connection:
            connection.execute(
                update(LEAD)
                .where(LEAD.c.holder == self._holder, LEAD.c.epoch == self.epoch)
                .values(heartbeat_s=0.0)
            )
        self.epoch = None

    def leader(self) -> Leader | None:
        """Who leads, or led last."""
        with self._database.reading() as connection:
            row = connection.execute(select(LEAD)).one_or_none()
            if row is None:
                return None
            age_s = self._now(connection) - row.heartbeat_s
        return Leader(
            holder=row.holder,
            address=row.address,
            epoch=row.epoch,
            age_s=age_s,
            is_alive=abs(age_s) <= self._lasts_s,
        )

    def _take(self, connection: Connection) -> int | None:
        row = connection.execute(select(LEAD).with_for_update()).one_or_none()
        now_s = self._now(connection)
        stated = {
            "holder": self._holder,
            "address": self._address,
            "heartbeat_s": now_s,
        }
        if row is None:
            connection.execute(insert(LEAD).values(id=_ROW, epoch=1, **stated))
            return 1
        # A clock that was set back far must not keep a dead leader in office. On
        # SQLite the file's lock has already shown that there is no other process.
        is_alive = abs(now_s - row.heartbeat_s) <= self._lasts_s
        if is_alive and row.holder != self._holder and not self._database.is_sqlite:
            return None
        epoch = int(row.epoch) + 1
        connection.execute(
            update(LEAD).where(LEAD.c.id == _ROW).values(epoch=epoch, **stated)
        )
        return epoch

    def _now(self, connection: Connection) -> float:
        if self._database.is_sqlite:
            return self._database.now()
        query = text("SELECT extract(epoch FROM clock_timestamp())")
        return float(connection.scalar(query))
