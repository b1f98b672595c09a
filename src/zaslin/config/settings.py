"""Settings of the service: one dataclass for each table of ``configs/service.toml``.

Every key has a default that suits a laptop; nothing here opens, listens or connects.
Where a setting comes from, and which of several wins, is in
:mod:`zaslin.config.sources`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from urllib.parse import urlsplit

from zaslin.config.address import (
    accept_database,
    accept_host,
    accept_network,
    accept_url,
    is_loopback,
)
from zaslin.domain.accept import accept_range
from zaslin.domain.role import PERSON_ROLES, Grant, Role, Scope

SECRET: Mapping[str, bool] = {"secret": True}
"""Metadata of a key that may come from a file and that no message shows."""

_LEVELS = ("debug", "info", "warning", "error")
_FORMS = ("json", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """Where the service listens, and what it takes from one client.

    ``address``: how other replicas reach this one; by default host and port.
    ``origins``: origins of the console, such as ``https://zaslin.example``; by default
    that of the address listened on.
    ``trusted_proxies``: addresses or networks whose ``X-Forwarded-*`` are believed.
    ``tls``: people reach the service over TLS, ended by a proxy: cookies are Secure.
    ``stop_s``: how long a stop waits for requests and streams.
    ``connections``, ``streams``: most at once, of all clients together.
    ``connections_per_client``: most at once from one address.
    ``body_bytes``, ``reports_bytes``: largest request, and largest batch of reports.
    ``receive_s``: how long a client may take to send a request.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    address: str = ""
    origins: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    tls: bool = False
    stop_s: float = 10.0
    connections: int = 500
    connections_per_client: int = 100
    streams: int = 200
    body_bytes: int = 1_000_000
    reports_bytes: int = 8_000_000
    receive_s: float = 5.0

    def __post_init__(self) -> None:
        accept_host(self.host)
        accept_range("port", self.port, 0, 65535)
        if self.address:
            accept_url("address", self.address, ("http", "https"))
        for index, origin in enumerate(self.origins):
            accept_url(f"origins[{index}]", origin, ("http", "https"), bare=True)
        for index, proxy in enumerate(self.trusted_proxies):
            accept_network(f"trusted_proxies[{index}]", proxy)
        accept_range("stop_s", self.stop_s, 0.0, 300.0)
        accept_range("connections", self.connections, 1, 100_000)
        accept_range(
            "connections_per_client", self.connections_per_client, 1, self.connections
        )
        accept_range("streams", self.streams, 1, 100_000)
        accept_range("body_bytes", self.body_bytes, 1_000, 100_000_000)
        accept_range("reports_bytes", self.reports_bytes, 1_000, 100_000_000)
        accept_range("receive_s", self.receive_s, 0.1, 300.0)

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the service."""
        return is_loopback(self.host)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseSettings:
    """Where journal, people and lease are kept.

    ``url``: ``sqlite:///path`` (one process), or ``postgresql://user@host/name``
    (several).
    ``password``: of the database user, so that the address need not hold it.
    ``lease_s``: how long a leader that is not heard of still leads.
    """

    url: str = "sqlite:///zaslin.db"
    password: str = field(default="", repr=False, metadata=SECRET)
    lease_s: float = 3.0

    def __post_init__(self) -> None:
        accept_database(self.url)
        if self.password and self.url.startswith("sqlite"):
            raise ValueError(
                "password is set for an SQLite file; accepted: a password for "
                "PostgreSQL alone"
            )
        accept_range("lease_s", self.lease_s, 1.0, 60.0)

    @property
    def is_shared(self) -> bool:
        """Whether several processes may serve from it."""
        return not self.url.startswith("sqlite")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """The live desk: what it opens with, and its rhythm.

    ``picture``: document of the units, assets and control measures it opens with if
    its journal is empty; with none of its own the live desk stays empty.
    ``params``: planning parameters, a shipped name or a file.
    ``cycle_s``: how often reports are taken into the journal.
    ``interval_s``, ``shortest_s``: longest and shortest time between two plans.
    ``decision_lead_s``: kept free before each order for the person who decides.
    ``same_shot_s``: a launch that moved by no more than this is the same shot.
    ``refresh_s``: a plan stays on the screen so long while later ones ask for the same.
    ``change_cost_meur``: what it has to be worth to drop a shot that people see; if
    the planning parameters say more, that counts.
    ``withdraw_s``: a plan that nothing has confirmed for so long is taken away.
    ``silent_s``: without any report for this long, what is shown is stale.
    ``mailbox_tracks``: most tracks waiting of one source.
    ``reports_per_s``, ``reports_at_once``: what one source may send, and save up.
    """

    picture: str = ""
    params: str = "fast"
    cycle_s: float = 1.0
    interval_s: float = 1.0
    shortest_s: float = 0.0
    decision_lead_s: float = 12.0
    same_shot_s: float = 30.0
    refresh_s: float = 10.0
    change_cost_meur: float = 3.0
    withdraw_s: float = 10.0
    silent_s: float = 15.0
    mailbox_tracks: int = 5_000
    reports_per_s: float = 2_000.0
    reports_at_once: int = 8_000

    def __post_init__(self) -> None:
        accept_range("cycle_s", self.cycle_s, 0.05, 10.0)
        accept_range("interval_s", self.interval_s, 1.0, 600.0)
        accept_range("shortest_s", self.shortest_s, 0.0, self.interval_s)
        accept_range("decision_lead_s", self.decision_lead_s, 0.0, 600.0)
        accept_range("same_shot_s", self.same_shot_s, 0.0, 600.0)
        accept_range("refresh_s", self.refresh_s, self.interval_s, 3600.0)
        accept_range("change_cost_meur", self.change_cost_meur, 0.0, 1.0e6)
        accept_range("withdraw_s", self.withdraw_s, self.interval_s, 3600.0)
        accept_range("silent_s", self.silent_s, self.cycle_s, 300.0)
        accept_range("mailbox_tracks", self.mailbox_tracks, 100, 1_000_000)
        accept_range("reports_per_s", self.reports_per_s, 1.0, 1_000_000.0)
        accept_range("reports_at_once", self.reports_at_once, 1, 10_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningSettings:
    """The processes that plan.

    ``workers``: processes kept warm for one desk; the second is the spare.
    ``deadline_s``: by then a checked plan is out, whatever the worker does.
    ``memory_mb``: address space of a worker; more ends it.
    ``nice``: how far a worker gives way to the service itself.
    """

    workers: int = 2
    deadline_s: float = 1.0
    memory_mb: int = 4_096
    nice: int = 5

    def __post_init__(self) -> None:
        accept_range("workers", self.workers, 1, 8)
        accept_range("deadline_s", self.deadline_s, 0.2, 30.0)
        accept_range("memory_mb", self.memory_mb, 512, 262_144)
        accept_range("nice", self.nice, 0, 19)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleSettings:
    """Sessions of people.

    ``session_h``: a session ends after so many hours, whatever happens.
    ``idle_min``: and after so many minutes without a request.
    ``step_up_min``: how long a password given again covers decisions.
    ``admin_password``: of the first administrator; without it one is made at the first
    start and printed once.
    """

    session_h: float = 12.0
    idle_min: float = 60.0
    step_up_min: float = 5.0
    admin_password: str = field(default="", repr=False, metadata=SECRET)

    def __post_init__(self) -> None:
        accept_range("session_h", self.session_h, 0.1, 168.0)
        accept_range("idle_min", self.idle_min, 1.0, 10_080.0)
        accept_range("step_up_min", self.step_up_min, 0.5, 60.0)
        if self.admin_password and len(self.admin_password) < 12:
            raise ValueError(
                f"admin_password has {len(self.admin_password)} characters; "
                "accepted: at least 12"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcSettings:
    """An identity provider for people (OpenID Connect); off without an ``issuer``.

    ``redirect_url``: this service as the provider sees it, ending in
    ``/api/v1/session/oidc/callback``.
    ``roles``: roles by group of the provider, such as ``engagement_authority``, or
    ``viewer:sim`` on the desks of exercises alone; nobody else may enter.
    ``groups_claim``: the claim that holds the groups.
    """

    issuer: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False, metadata=SECRET)
    redirect_url: str = ""
    groups_claim: str = "groups"
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.issuer:
            return
        accept_url("issuer", self.issuer, ("https", "http"))
        if urlsplit(self.issuer).scheme == "http" and not is_loopback(
            urlsplit(self.issuer).hostname or ""
        ):
            raise ValueError(
                f"issuer is {self.issuer!r}; accepted: an https address off loopback"
            )
        for name in ("client_id", "client_secret", "redirect_url"):
            if not getattr(self, name):
                raise ValueError(f"{name} is empty; accepted: a value, with an issuer")
        accept_url("redirect_url", self.redirect_url, ("https", "http"))
        if not self.roles:
            raise ValueError("roles is empty; accepted: at least one group with a role")
        for group, roles in self.roles.items():
            for index, role in enumerate(roles):
                grant_of(role, f"roles.{group}[{index}]")


def grant_of(text: str, place: str = "role") -> Grant:
    """What ``viewer`` or ``viewer:sim`` gives; without a scope it holds everywhere."""
    role, colon, scope = text.partition(":")
    scope = scope if colon else Scope.ALL.value
    roles, scopes = sorted(PERSON_ROLES), [each.value for each in Scope]
    if role not in roles or scope not in scopes:
        raise ValueError(
            f"{place} is {text!r}; accepted: {', '.join(roles)}, each alone or with "
            f":{', :'.join(scopes)}"
        )
    return Grant(role=Role(role), scope=Scope(scope))


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoPersonSettings:
    """Which decisions need a second person's confirmation.

    ``types``: interceptor types of which every shot does.
    ``cost_meur``: shots that cost at least this much do; 0 is none.
    ``last_reserve``: shots that take a magazine below its reserve do.
    ``widening``: control that permits more than before does.
    """

    types: tuple[str, ...] = ()
    cost_meur: float = 0.0
    last_reserve: bool = False
    widening: bool = False

    def __post_init__(self) -> None:
        accept_range("cost_meur", self.cost_meur, 0.0, 1_000.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseSettings:
    """The exercise that runs from the start, if any, on the desk ``sim``.

    ``scenario``: a shipped name or a file.
    ``speed``: simulated seconds in a second.
    ``skip_s``: how much of the raid has passed, unanswered, when it begins.
    """

    scenario: str = ""
    seed: int = 1
    speed: float = 1.0
    skip_s: float = 0.0

    def __post_init__(self) -> None:
        accept_range("seed", self.seed, 0, 2**63 - 1)
        accept_range("speed", self.speed, 0.1, 60.0)
        accept_range("skip_s", self.skip_s, 0.0, 86_400.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalSettings:
    """What the journal is secured with.

    ``signing_key``: file of the key that signs checkpoints, made if it is not there;
    beside an SQLite file by itself.
    ``witness``: file, outside of the database, in which this process remembers how far
    its journals had come, so that a database that was set back is refused; beside an
    SQLite file by itself.
    ``snapshot_entries``: after so many entries a snapshot shortens the next start.
    """

    signing_key: str = ""
    witness: str = ""
    snapshot_entries: int = 500

    def __post_init__(self) -> None:
        accept_range("snapshot_entries", self.snapshot_entries, 10, 1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSettings:
    """Lines on standard error: how much, and in what form; and traces.

    ``traces``: where traces of requests are sent to (OTLP over HTTP); nowhere if empty.
    """

    level: str = "info"
    form: str = "json"
    traces: str = ""

    def __post_init__(self) -> None:
        _accept_one("level", self.level, _LEVELS)
        _accept_one("form", self.form, _FORMS)
        if self.traces:
            accept_url("traces", self.traces, ("http", "https"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set about a service."""

    server: ServerSettings = field(default_factory=ServerSettings)
    database: DatabaseSettings = field(default_factory=DatabaseSettings)
    desk: DeskSettings = field(default_factory=DeskSettings)
    planning: PlanningSettings = field(default_factory=PlanningSettings)
    people: PeopleSettings = field(default_factory=PeopleSettings)
    oidc: OidcSettings = field(default_factory=OidcSettings)
    two_person: TwoPersonSettings = field(default_factory=TwoPersonSettings)
    exercise: ExerciseSettings = field(default_factory=ExerciseSettings)
    journal: JournalSettings = field(default_factory=JournalSettings)
    log: LogSettings = field(default_factory=LogSettings)

    def __post_init__(self) -> None:
        if not self.database.is_shared and self.server.address:
            raise ValueError(
                f"server.address is {self.server.address!r} on an SQLite file, which "
                "one process serves; accepted: none, or a database of PostgreSQL"
            )
        wildcard = self.server.host in {"0.0.0.0", "::"}  # noqa: S104  (it is refused)
        if self.database.is_shared and wildcard and not self.server.address:
            raise ValueError(
                f"server.host is {self.server.host!r}, where no other replica can find "
                "this one; accepted: server.address as others reach it"
            )


def resolved(
    settings: Settings, folder: Path, keys: Collection[tuple[str, str]]
) -> Settings:
    """The settings with the paths among some keys seen from a folder."""
    desk, exercise, journal = settings.desk, settings.exercise, settings.journal
    if ("desk", "picture") in keys and desk.picture:
        desk = replace(desk, picture=str(folder / desk.picture))
    if ("desk", "params") in keys:
        desk = replace(desk, params=_seen_from(folder, desk.params))
    if ("exercise", "scenario") in keys:
        seen = _seen_from(folder, exercise.scenario)
        exercise = replace(exercise, scenario=seen)
    if ("journal", "signing_key") in keys and journal.signing_key:
        journal = replace(journal, signing_key=str(folder / journal.signing_key))
    if ("journal", "witness") in keys and journal.witness:
        journal = replace(journal, witness=str(folder / journal.witness))
    return replace(settings, desk=desk, exercise=exercise, journal=journal)


def secret_names(section: str) -> frozenset[str]:
    """Keys of a table that hold secrets."""
    table = getattr(_DEFAULTS, section)
    return frozenset(each.name for each in fields(table) if each.metadata.get("secret"))


def _seen_from(folder: Path, stated: str) -> str:
    """A path seen from a folder; a shipped name stays what it is."""
    return str(folder / stated) if Path(stated).suffix else stated


def _accept_one(name: str, value: str, accepted: tuple[str, ...]) -> None:
    if value not in accepted:
        raise ValueError(f"{name} is {value!r}; accepted: {', '.join(accepted)}")


_DEFAULTS = Settings()
