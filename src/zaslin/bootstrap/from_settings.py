"""Settings of the service as each of its parts wants them."""

from collections.abc import Collection
from urllib.parse import quote, urlsplit, urlunsplit

from zaslin.adapters.people import PeopleParams
from zaslin.adapters.people.sessions import Lifetimes
from zaslin.adapters.planning import Limits as WorkerLimits
from zaslin.api.limits import Limits, Rate
from zaslin.bootstrap.room import Rules
from zaslin.config.settings import DatabaseSettings, Settings
from zaslin.domain.ids import InterceptorTypeId
from zaslin.live.params import LiveParams
from zaslin.ops.policy import TwoPerson
from zaslin.ops.replan import ReplanParams

_MB = 2**20
# So many deadlines without a plan, and planning is late.
_LATE_AFTER_DEADLINES = 2.0


def limits_of(settings: Settings) -> Limits:
    """What one client may ask."""
    server, desk = settings.server, settings.desk
    return Limits(
        body_bytes=server.body_bytes,
        report_body_bytes=server.reports_bytes,
        receive_s=server.receive_s,
        connections=server.connections,
        connections_per_address=server.connections_per_client,
        streams=server.streams,
        tracks_per_source=Rate(per_s=desk.reports_per_s, at_once=desk.reports_at_once),
    )


def rules_of(settings: Settings) -> Rules:
    """How desks work."""
    desk, planning = settings.desk, settings.planning
    live = LiveParams(
        cycle_s=desk.cycle_s,
        deadline_s=planning.deadline_s,
        plan_late_s=max(
            LiveParams().plan_late_s,
            desk.interval_s + _LATE_AFTER_DEADLINES * planning.deadline_s,
        ),
        silent_s=desk.silent_s,
        most_waiting=desk.mailbox_tracks,
    )
    return Rules(
        live=live,
        replan=ReplanParams(
            interval_s=desk.interval_s,
            shortest_s=desk.shortest_s,
            decision_lead_s=desk.decision_lead_s,
            same_shot_s=desk.same_shot_s,
            refresh_s=desk.refresh_s,
            withdraw_after_s=desk.withdraw_s,
        ),
        change_cost_meur=desk.change_cost_meur,
        two_person=two_person_of(settings),
        workers=planning.workers,
        worker_limits=WorkerLimits(
            memory_bytes=planning.memory_mb * _MB, niceness=planning.nice
        ),
    )


def two_person_of(settings: Settings) -> TwoPerson:
    """What two people have to sign."""
    stated = settings.two_person
    return TwoPerson(
        types=frozenset(InterceptorTypeId(kind) for kind in stated.types),
        cost_meur=stated.cost_meur or None,
        last_reserve=stated.last_reserve,
        widening=stated.widening,
    )


def people_params_of(settings: Settings) -> PeopleParams:
    """How long sessions last, and whether cookies are for TLS alone."""
    people = settings.people
    return PeopleParams(
        secure=settings.server.tls or not settings.server.on_loopback,
        lifetimes=Lifetimes(
            session_s=people.session_h * 3600.0,
            idle_s=people.idle_min * 60.0,
            step_up_s=people.step_up_min * 60.0,
        ),
    )


def database_url_of(database: DatabaseSettings) -> str:
    """The address of the database, with the password that was kept apart from it."""
    if not database.password:
        return database.url
    parts = urlsplit(database.url)
    login, _, place = parts.netloc.rpartition("@")
    user = login.partition(":")[0]
    netloc = f"{user}:{quote(database.password, safe='')}@{place}"
    return urlunsplit(parts._replace(netloc=netloc))


def address_of(settings: Settings, port: int) -> str:
    """Where the service is reached: by the other replicas, and by whoever started it.

    ``port`` is the one that it listens on.
    """
    if settings.server.address:
        return settings.server.address
    host = settings.server.host
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def replica_hosts(addresses: Collection[str]) -> tuple[str, ...]:
    """The hosts of other replicas."""
    return tuple({urlsplit(each).hostname or "" for each in addresses} - {""})
