"""How a recorded raid is played out: every number of it, notional and stated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from zaslin.domain.accept import accept_range
from zaslin.domain.track import ThreatClass


@dataclass(frozen=True, slots=True)
class Span:
    """An interval from which a number is drawn uniformly."""

    low: float
    high: float

    def __post_init__(self) -> None:
        accept_range("low", self.low, -1.0e9, 1.0e9)
        accept_range("high", self.high, self.low, 1.0e9)


def accept_span(name: str, span: Span, low: float, high: float) -> None:
    """Raise ``ValueError`` unless both ends of the span are within the range."""
    accept_range(f"{name}.low", span.low, low, high)
    accept_range(f"{name}.high", span.high, low, high)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightProfile:
    """How objects of one class fly.

    Arrivals follow a Beta(``arrival_alpha``, ``arrival_beta``) over the part of the
    window that the flight leaves.
    With ``salvo_count`` > 0 they come in that many salvos, each spread by
    ``salvo_spread_s`` (standard deviation) around a moment of the same Beta.
    Altitudes are log-normal around the median, within the span.
    A route has up to ``dogleg_count`` bends, each off the straight line by a
    standard deviation of ``dogleg_share`` of its length.
    Cities are chosen by the square root of their population, fading by e over
    ``reach_m``; in the city, a defended asset with probability ``p_aimed``.
    """

    speed_mps: Span
    altitude_m: Span
    altitude_median_m: float
    altitude_log_sigma: float
    arrival_alpha: float
    arrival_beta: float
    salvo_count: int = 0
    salvo_spread_s: float = 0.0
    dogleg_count: int = 2
    dogleg_share: float = 0.1
    reach_m: float = 600_000.0
    p_aimed: float = 0.85

    def __post_init__(self) -> None:
        accept_span("speed_mps", self.speed_mps, 1.0, 1000.0)
        accept_span("altitude_m", self.altitude_m, 0.0, 40_000.0)
        accept_range("altitude_median_m", self.altitude_median_m, 1.0, 40_000.0)
        accept_range("altitude_log_sigma", self.altitude_log_sigma, 0.0, 3.0)
        accept_range("arrival_alpha", self.arrival_alpha, 0.1, 100.0)
        accept_range("arrival_beta", self.arrival_beta, 0.1, 100.0)
        accept_range("salvo_count", self.salvo_count, 0, 100)
        accept_range("salvo_spread_s", self.salvo_spread_s, 0.0, 86_400.0)
        accept_range("dogleg_count", self.dogleg_count, 0, 6)
        accept_range("dogleg_share", self.dogleg_share, 0.0, 1.0)
        accept_range("reach_m", self.reach_m, 1000.0, 1.0e7)
        accept_range("p_aimed", self.p_aimed, 0.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorProfile:
    """What the surveillance network makes of an object.

    Objects are tracked within ``coverage_m`` of a city of the laydown.
    ``class_evidence`` and ``decoy_evidence`` say how far apart, in standard
    deviations, classes and decoys look, from poorly to well seen objects.
    """

    coverage_m: float
    position_sigma_m: Span
    velocity_sigma_mps: Span
    age_s: Span
    p_stale: float
    stale_age_s: Span
    class_evidence: Span
    decoy_evidence: Span

    def __post_init__(self) -> None:
        accept_range("coverage_m", self.coverage_m, 1000.0, 1.0e7)
        accept_span("position_sigma_m", self.position_sigma_m, 0.0, 100_000.0)
        accept_span("velocity_sigma_mps", self.velocity_sigma_mps, 0.0, 100.0)
        accept_span("age_s", self.age_s, 0.0, 3600.0)
        accept_range("p_stale", self.p_stale, 0.0, 1.0)
        accept_span("stale_age_s", self.stale_age_s, 0.0, 3600.0)
        accept_span("class_evidence", self.class_evidence, 0.0, 20.0)
        accept_span("decoy_evidence", self.decoy_evidence, 0.0, 20.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityProfile:
    """How far identification has come, and who else is in the air.

    ``p_unidentified``: raid objects still pending, unknown or suspect.
    ``other_share``: friendly, neutral, civil and unclear tracks, as a share of the
    raid's live tracks.
    ``p_positive``: hostile by positive identification; the others procedurally.
    ``p_lapsed``: identified, but longer ago than an identification holds.
    """

    authority: str
    p_unidentified: float
    other_share: float
    p_positive: float
    p_lapsed: float
    holds_s: Span

    def __post_init__(self) -> None:
        if not self.authority.strip():
            raise ValueError("authority is empty; accepted: a name")
        accept_range("p_unidentified", self.p_unidentified, 0.0, 1.0)
        accept_range("other_share", self.other_share, 0.0, 1.0)
        accept_range("p_positive", self.p_positive, 0.0, 1.0)
        accept_range("p_lapsed", self.p_lapsed, 0.0, 1.0)
        accept_span("holds_s", self.holds_s, 0.0, 86_400.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecoyShare:
    """Share of decoys among one-way drones from a month on (``YYYY-MM``)."""

    since: str
    share: float

    def __post_init__(self) -> None:
        accept_range("share", self.share, 0.0, 1.0)
        try:
            datetime.fromisoformat(f"{self.since}-01")
        except ValueError:
            raise ValueError(
                f"since is {self.since!r}; accepted: a month, YYYY-MM"
            ) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class RaidProfile:
    """Everything that turns the lines of a record into flying objects.

    ``launch_scatter_m`` and ``aim_scatter_m`` are standard deviations around a
    launch area and around a city, in each axis.
    ``shortest_window_s``: a window reported as one clock time gets this length.
    """

    launch_scatter_m: float
    aim_scatter_m: float
    shortest_window_s: float
    flight: Mapping[ThreatClass, FlightProfile]
    sensor: SensorProfile
    identity: IdentityProfile
    decoys: tuple[DecoyShare, ...]

    def __post_init__(self) -> None:
        accept_range("launch_scatter_m", self.launch_scatter_m, 0.0, 200_000.0)
        accept_range("aim_scatter_m", self.aim_scatter_m, 0.0, 200_000.0)
        accept_range("shortest_window_s", self.shortest_window_s, 1.0, 86_400.0)
        for threat_class in ThreatClass:
            if threat_class not in self.flight:
                raise ValueError(f"flight lacks {threat_class}; accepted: every class")

    def decoy_share(self, month: str) -> float:
        """Share of decoys among one-way drones in a month (``YYYY-MM``)."""
        past = [each for each in self.decoys if each.since <= month]
        return max(past, key=lambda each: each.since).share if past else 0.0
