"""A scenario: a raid, what is laid out against it, and everything that goes wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from zaslin.domain.accept import accept_range
from zaslin.domain.track import ThreatClass
from zaslin.sim.profile import Span, accept_span


class Arrival(StrEnum):
    """How the arrivals of a wave are spread over its window."""

    EVEN = "even"
    HUMP = "hump"
    SALVO = "salvo"


class ForecastFrom(StrEnum):
    """What the evening's forecast rests on; none of it knows the dice of the raid.

    ``RAID``: the size and shape of this very raid; ``RECORD``: what the recorded
    nights of the last months were like; ``WAVES``: waves that somebody states.
    """

    RAID = "raid"
    RECORD = "record"
    WAVES = "waves"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """A part of a raid that flies alike.

    ``count`` objects of ``threat_class`` reach their destinations between
    ``arrives_s`` (seconds after the scenario starts), spread as ``arrival`` says.
    They come from ``bearing_deg`` (where they are seen from the middle of the laydown,
    within ``bearing_spread_deg`` either side), ``distance_m`` away from it.
    ``p_decoy`` of them carry no warhead.
    ``p_aimed`` are bound for an asset, dearer ones more often; the others fly past.
    Routes have up to ``bends`` bends, off the straight line by ``bend_share`` of its
    length, and with probability ``p_loiter`` a holding circle for ``loiter_s``.
    """

    count: int
    threat_class: ThreatClass
    arrives_s: Span
    bearing_deg: float
    bearing_spread_deg: float = 30.0
    distance_m: Span = Span(120_000.0, 200_000.0)
    arrival: Arrival = Arrival.EVEN
    p_decoy: float = 0.0
    p_aimed: float = 0.9
    bends: int = 2
    bend_share: float = 0.06
    p_loiter: float = 0.0
    loiter_s: Span = Span(60.0, 300.0)

    def __post_init__(self) -> None:
        accept_range("count", self.count, 0, 20_000)
        accept_span("arrives_s", self.arrives_s, 0.0, 604_800.0)
        accept_range("bearing_deg", self.bearing_deg, 0.0, 360.0)
        accept_range("bearing_spread_deg", self.bearing_spread_deg, 0.0, 180.0)
        accept_span("distance_m", self.distance_m, 1000.0, 2.0e6)
        accept_range("p_decoy", self.p_decoy, 0.0, 1.0)
        accept_range("p_aimed", self.p_aimed, 0.0, 1.0)
        accept_range("bends", self.bends, 0, 6)
        accept_range("bend_share", self.bend_share, 0.0, 1.0)
        accept_range("p_loiter", self.p_loiter, 0.0, 1.0)
        accept_span("loiter_s", self.loiter_s, 0.0, 7200.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveillance:
    """How the tracks of a raid come to the desk.

    Every ``scan_s`` each object in coverage and above the radar horizon of a sensor
    is measured; a measurement is lost with ``p_lost`` and reported ``delay_s`` later.
    Identification takes ``identify_s`` from the first report on; ``p_unidentified``
    are never identified, ``p_positive`` of the others positively.
    ``false_per_hour`` tracks have nothing behind them and live for ``false_life_s``;
    a track splits with ``p_split`` once in its life, the second one living for
    ``split_life_s``.
    ``sensor_share`` of the sensors work.
    ``others`` bystanders are in the air at any time.
    """

    scan_s: float = 15.0
    sensor_height_m: float = 60.0
    range_m: float = 150_000.0
    position_sigma_m: Span = Span(40.0, 200.0)
    velocity_sigma_mps: Span = Span(0.5, 2.0)
    p_lost: float = 0.1
    delay_s: Span = Span(1.0, 5.0)
    identify_s: Span = Span(20.0, 120.0)
    p_unidentified: float = 0.02
    p_positive: float = 0.7
    class_evidence: Span = Span(1.5, 4.0)
    decoy_evidence: Span = Span(0.3, 1.5)
    false_per_hour: float = 2.0
    false_life_s: Span = Span(40.0, 180.0)
    p_split: float = 0.02
    split_life_s: Span = Span(20.0, 90.0)
    drop_after_s: float = 60.0
    sensor_share: float = 1.0
    others: int = 6

    def __post_init__(self) -> None:
        accept_range("scan_s", self.scan_s, 1.0, 600.0)
        accept_range("sensor_height_m", self.sensor_height_m, 0.0, 12_000.0)
        accept_range("range_m", self.range_m, 1000.0, 1.0e6)
        accept_span("position_sigma_m", self.position_sigma_m, 0.0, 10_000.0)
        accept_span("velocity_sigma_mps", self.velocity_sigma_mps, 0.0, 100.0)
        accept_range("p_lost", self.p_lost, 0.0, 0.99)
        accept_span("delay_s", self.delay_s, 0.0, 600.0)
        accept_span("identify_s", self.identify_s, 0.0, 7200.0)
        accept_range("p_unidentified", self.p_unidentified, 0.0, 1.0)
        accept_range("p_positive", self.p_positive, 0.0, 1.0)
        accept_span("class_evidence", self.class_evidence, 0.0, 20.0)
        accept_span("decoy_evidence", self.decoy_evidence, 0.0, 20.0)
        accept_range("false_per_hour", self.false_per_hour, 0.0, 10_000.0)
        accept_span("false_life_s", self.false_life_s, 1.0, 7200.0)
        accept_range("p_split", self.p_split, 0.0, 1.0)
        accept_span("split_life_s", self.split_life_s, 1.0, 7200.0)
        accept_range("drop_after_s", self.drop_after_s, 1.0, 7200.0)
        accept_range("sensor_share", self.sensor_share, 0.0, 1.0)
        accept_range("others", self.others, 0, 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class KillAssessment:
    """How the result of a shot becomes known: late, not at all, or wrongly."""

    delay_s: Span = Span(0.0, 10.0)
    p_unknown: float = 0.05
    p_wrong: float = 0.02

    def __post_init__(self) -> None:
        accept_span("delay_s", self.delay_s, 0.0, 600.0)
        accept_range("p_unknown", self.p_unknown, 0.0, 1.0)
        accept_range("p_wrong", self.p_wrong, 0.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """The people who decide.

    ``officers`` work in parallel, each on one recommendation at a time, for
    ``decides_s``.  They take up what is to be ordered within ``decide_ahead_s``.
    ``p_refuse``: a recommendation is refused; ``p_overlook``: it is not seen at all.
    """

    officers: int = 4
    decides_s: Span = Span(2.0, 8.0)
    decide_ahead_s: float = 30.0
    p_refuse: float = 0.01
    p_overlook: float = 0.01

    def __post_init__(self) -> None:
        accept_range("officers", self.officers, 1, 1000)
        accept_span("decides_s", self.decides_s, 0.0, 600.0)
        accept_range("decide_ahead_s", self.decide_ahead_s, 0.0, 3600.0)
        accept_range("p_refuse", self.p_refuse, 0.0, 1.0)
        accept_range("p_overlook", self.p_overlook, 0.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A share of the units of some teams is out (or their channels are jammed).

    ``teams`` empty: of any team.  ``channels_left`` is the share of the channels that
    still works meanwhile.
    """

    from_s: float
    until_s: float
    share: float
    teams: tuple[str, ...] = ()
    channels_left: float = 0.0

    def __post_init__(self) -> None:
        accept_range("from_s", self.from_s, 0.0, 604_800.0)
        accept_range("until_s", self.until_s, self.from_s, 604_800.0)
        accept_range("share", self.share, 0.0, 1.0)
        accept_range("channels_left", self.channels_left, 0.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resupply:
    """Rounds of a type that come to each unit which holds that type."""

    at_s: float
    interceptor_type: str
    rounds: int

    def __post_init__(self) -> None:
        accept_range("at_s", self.at_s, 0.0, 604_800.0)
        accept_range("rounds", self.rounds, 1, 100_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanning:
    """When the desk plans anew, and the time it keeps for the people who decide."""

    interval_s: float = 60.0
    shortest_s: float = 20.0
    decision_lead_s: float = 12.0

    def __post_init__(self) -> None:
        accept_range("interval_s", self.interval_s, 1.0, 3600.0)
        accept_range("shortest_s", self.shortest_s, 0.0, self.interval_s)
        accept_range("decision_lead_s", self.decision_lead_s, 0.0, 600.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Everything that a closed-loop run needs but its seed and its policy.

    Either ``night`` names a recorded night, of which the hours from ``starts`` on are
    flown, or ``waves`` state the raid.  A recorded night may be thinned:
    ``raid_share`` of its objects fly.
    ``stock`` multiplies the rounds of a type in every magazine of the laydown.
    ``pk_truth`` is where in its stated range each type's pk truly lies, drawn anew for
    each run.
    ``forecast_scale`` is the size of the evening's forecast, as a multiple of what
    ``forecast_from`` says; ``forecast_waves`` go with WAVES.
    """

    title: str
    laydown: str
    starts: datetime
    duration_s: float
    night: str | None = None
    raid_share: float = 1.0
    waves: tuple[Wave, ...] = ()
    daylight: bool = False
    stock: Mapping[str, float] = field(default_factory=dict)
    pk_truth: Span = Span(0.5, 0.5)
    forecast_scale: float = 1.0
    forecast_from: ForecastFrom = ForecastFrom.RAID
    forecast_waves: tuple[Wave, ...] = ()
    params: str = "default"
    step_s: float = 5.0
    surveillance: Surveillance = Surveillance()
    assessment: KillAssessment = KillAssessment()
    staff: Staff = Staff()
    replanning: Replanning = Replanning()
    outages: tuple[Outage, ...] = ()
    resupply: tuple[Resupply, ...] = ()

    def __post_init__(self) -> None:
        if (self.night is None) == (not self.waves):
            raise ValueError("night and waves: accepted is exactly one of them")
        if (self.forecast_from is ForecastFrom.WAVES) != bool(self.forecast_waves):
            raise ValueError(
                f"forecast_from is {self.forecast_from} with "
                f"{len(self.forecast_waves)} forecast_waves; accepted: waves if and "
                "only if the forecast is from waves"
            )
        if self.starts.tzinfo is None:
            raise ValueError(f"starts is {self.starts}; accepted: a time with its zone")
        accept_range("duration_s", self.duration_s, 60.0, 604_800.0)
        accept_range("raid_share", self.raid_share, 0.0, 1.0)
        for kind, factor in self.stock.items():
            accept_range(f"stock.{kind}", factor, 0.0, 100.0)
        accept_span("pk_truth", self.pk_truth, 0.0, 1.0)
        accept_range("forecast_scale", self.forecast_scale, 0.0, 10.0)
        accept_range("step_s", self.step_s, 1.0, 60.0)
        if self.duration_s % self.step_s:
            raise ValueError(
                f"duration_s is {self.duration_s:g} and step_s {self.step_s:g}; "
                "accepted: whole steps"
            )

    @property
    def starts_s(self) -> float:
        """When it starts, in seconds since the epoch."""
        return self.starts.astimezone(UTC).timestamp()
