"""The parts of one process of the service, put together from the database up."""

import secrets
import time
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from socket import socket

from zaslin.adapters.ledger.database import Database, open_database
from zaslin.adapters.ledger.lead import Lead
from zaslin.adapters.people import (
    PeopleStore,
    Provider,
    ProviderParams,
    demo_users,
    first_admin,
    make_client,
    make_ground,
)
from zaslin.api.logs import Log
from zaslin.api.metrics import Metrics
from zaslin.api.service import Service
from zaslin.api.telemetry import NO_TELEMETRY, traced
from zaslin.bootstrap import load_params
from zaslin.bootstrap.exercise import ExerciseDesk
from zaslin.bootstrap.from_settings import (
    address_of,
    database_url_of,
    limits_of,
    people_params_of,
    rules_of,
)
from zaslin.bootstrap.leading import Leading
from zaslin.bootstrap.lease import LedgerLease
from zaslin.bootstrap.listen import listen, port_of
from zaslin.bootstrap.live_desk import LIVE, open_live_desk
from zaslin.bootstrap.replay_desk import ReplayDesk
from zaslin.bootstrap.replica_key import replica_key
from zaslin.bootstrap.room import Outside, Room
from zaslin.bootstrap.simulation import load_setting
from zaslin.bootstrap.snapshots import Snapshots
from zaslin.config.settings import OidcSettings, Settings, grant_of
from zaslin.domain.account import NewUser
from zaslin.domain.params import PlanParams
from zaslin.live.doors import OpenDesk
from zaslin.live.health import Code
from zaslin.live.planning import PlanWorkers

OUTSIDE = Outside(
    wall=time.time, monotonic=time.monotonic, token=lambda: secrets.token_urlsafe(24)
)
"""The clocks and the secrets of this process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a process of the service consists of.

    ``newcomers`` are users made at this start, with secrets to be told once.
    """

    service: Service
    room: Room
    exercises: ExerciseDesk
    listening: socket
    address: str
    newcomers: tuple[NewUser, ...]


def open_parts(
    settings: Settings, *, demo: bool, log: Log, closing: ExitStack
) -> Parts:
    """Open everything; what was opened is closed with ``closing``, last first.

    Raises
    ------
    zaslin.bootstrap.listen.CannotListenError, zaslin.wire.rejected.Rejected
        If a setting names what cannot be had.
    zaslin.adapters.ledger.faults.DatabaseRefused, LedgerUnavailable
        If the database cannot be used.
    """
    listening = closing.enter_context(
        listen(settings.server.host, settings.server.port)
    )
    address = address_of(settings, port_of(listening))
    database = closing.enter_context(_database(settings))
    people, newcomers = _people(settings, database, demo=demo)
    room = Room(database, rules_of(settings), OUTSIDE, log)
    params = room.rules.at_desk(load_params(settings.desk.params))
    workers = room.start_workers(params)
    closing.callback(workers.close)
    aside = room.start_workers(params, workers=1)
    closing.callback(aside.close)
    led = _Led(settings, room, workers, params, log)
    leading = _leading(settings, database, led, address)
    leading.start()
    closing.callback(leading.stop)
    led.snapshots.start()
    closing.callback(led.snapshots.stop)
    service = _service(settings, led, leading, people, aside)
    return Parts(
        service=service,
        room=room,
        exercises=led.exercises,
        listening=listening,
        address=address,
        newcomers=newcomers,
    )


class _Led:
    """What the process opens when it leads, and closes when it does so no more."""

    def __init__(
        self,
        settings: Settings,
        room: Room,
        workers: PlanWorkers,
        params: PlanParams,
        log: Log,
    ) -> None:
        self.room, self.params, self.log = room, params, log
        self.exercises, self.replays = ExerciseDesk(room), ReplayDesk(room)
        self.snapshots = Snapshots(room, settings.journal.snapshot_entries, log)
        self._settings, self._workers = settings, workers

    def take_over(self, epoch: int) -> None:
        """Open the desks; all of them or none."""
        self.room.enter(epoch)
        try:
            self._open()
        except BaseException:
            self.stand_down()
            raise

    def stand_down(self) -> None:
        """Close them, with a snapshot of each for the next start."""
        self.snapshots.keep(1)
        self.replays.close()
        self.exercises.close()
        self.room.leave()

    def _open(self) -> None:
        stated = self._settings.exercise
        picture = self._settings.desk.picture
        open_live_desk(self.room, self._workers, self.params, picture)
        if stated.scenario:
            setting = load_setting(stated.scenario)
            self.exercises.play(
                setting, seed=stated.seed, speed=stated.speed, skip_s=stated.skip_s
            )


def _leading(
    settings: Settings, database: Database, led: _Led, address: str
) -> Leading:
    lease_s = settings.database.lease_s
    lead = Lead(database, holder=OUTSIDE.token(), address=address, lasts_s=lease_s)
    return Leading(
        LedgerLease(lead),
        led.take_over,
        led.stand_down,
        lease_s=lease_s,
        monotonic=OUTSIDE.monotonic,
        alone=not settings.database.is_shared,
        is_stuck=lambda: _has_moved(led.room.desks.get(LIVE)),
        log=led.log,
    )


def _service(
    settings: Settings,
    led: _Led,
    leading: Leading,
    people: PeopleStore,
    aside: PlanWorkers,
) -> Service:
    room, traces = led.room, settings.log.traces
    is_shared = settings.database.is_shared
    return Service(
        desks=room.desks,
        people=people,
        clock=OUTSIDE.wall,
        monotonic=OUTSIDE.monotonic,
        token=OUTSIDE.token,
        archives=room.archives,
        side_planner=aside,
        exercises=led.exercises,
        replays=led.replays,
        two_person=room.rules.two_person,
        params=led.params,
        lead=leading,
        database=_Answers(room.database),
        limits=limits_of(settings),
        metrics=Metrics(),
        log=led.log,
        telemetry=traced(traces) if traces else NO_TELEMETRY,
        origins=frozenset(settings.server.origins),
        proxies=settings.server.trusted_proxies,
        replica_key=replica_key(room.database) if is_shared else "",
        version=version("zaslin"),
    )


def _has_moved(desk: OpenDesk | None) -> bool:
    """Whether the journal of a desk holds other entries than the desk believes."""
    reasons = desk.board.health.standing.reasons if desk else ()
    return any(reason.code is Code.JOURNAL_MOVED for reason in reasons)


class _Answers:
    """Readiness asks the database whether it answers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def check(self) -> None:
        """Raise unless it answers within its time limit."""
        with self._database.reading() as connection:
            connection.exec_driver_sql("SELECT 1")


def _database(settings: Settings) -> Database:
    journal = settings.journal
    return open_database(
        database_url_of(settings.database),
        now=OUTSIDE.wall,
        token=OUTSIDE.token,
        witness=Path(journal.witness) if journal.witness else None,
        key=Path(journal.signing_key) if journal.signing_key else None,
    )


def _people(
    settings: Settings, database: Database, *, demo: bool
) -> tuple[PeopleStore, tuple[NewUser, ...]]:
    """Who may use the service, and who was made at this start."""
    ground = make_ground(
        database,
        now=OUTSIDE.wall,
        secret=secrets.token_bytes,
        params=people_params_of(settings),
    )
    people = PeopleStore(ground, _provider(settings.oidc))
    if demo:
        return people, demo_users(ground)
    admin = first_admin(ground, settings.people.admin_password)
    return people, () if admin is None else (admin,)


def _provider(stated: OidcSettings) -> Provider | None:
    if not stated.issuer:
        return None
    params = ProviderParams(
        issuer=stated.issuer,
        client_id=stated.client_id,
        client_secret=stated.client_secret,
        redirect_url=stated.redirect_url,
        groups_claim=stated.groups_claim,
        roles={
            group: frozenset(grant_of(role) for role in roles)
            for group, roles in stated.roles.items()
        },
    )
    return Provider(params, make_client(), OUTSIDE.wall)
