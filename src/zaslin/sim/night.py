"""A recorded night: what was launched at whom in which reporting window."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from zaslin.domain.accept import accept_range
from zaslin.domain.track import ThreatClass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingWindow:
    """One line of the record: objects of one class reported for one window.

    ``whole_day``: the record names a day but no clock time.
    ``shaheds``: how many of the one-way drones the record calls Shahed; the rest
    are decoys and other types.  None where it does not say.
    """

    starts: datetime
    ends: datetime
    threat_class: ThreatClass
    model: str
    launched: int
    launch_areas: tuple[str, ...] = ()
    shaheds: int | None = None
    whole_day: bool = False

    def __post_init__(self) -> None:
        accept_range("launched", self.launched, 0, 100_000)
        if self.starts > self.ends:
            raise ValueError(
                f"reporting window starts {self.starts:%Y-%m-%dT%H:%M} after its end "
                f"{self.ends:%Y-%m-%dT%H:%M}; accepted: start before end"
            )
        if self.shaheds is not None:
            accept_range("shaheds", self.shaheds, 0, self.launched)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """What the record counts and this project leaves out, and why."""

    reason: str
    model: str
    launched: int

    def __post_init__(self) -> None:
        accept_range("launched", self.launched, 0, 100_000)


@dataclass(frozen=True, slots=True)
class Night:
    """All reporting windows that end on one date (UTC), in the record's order.

    A window belongs to the date on which it ends, as the bulletins of the morning
    after do; a daylight attack of that date belongs to it as well.
    """

    ends_on: date
    windows: tuple[ReportingWindow, ...]
    excluded: tuple[Excluded, ...] = ()

    def launched(self, threat_class: ThreatClass) -> int:
        """Objects of one class that the record counts for this night."""
        return sum(
            each.launched for each in self.windows if each.threat_class is threat_class
        )


def instant(night: Night, clock: str) -> datetime:
    """The moment of a recorded raid that a clock time means, in UTC.

    Parameters
    ----------
    night
        The night it is asked of.
    clock
        ``HH:MM`` in UTC: on the date the night ends on, or on the evening before,
        whichever the record covers.
        Or a whole moment, ``YYYY-MM-DDTHH:MM`` in UTC.

    Raises
    ------
    ValueError
        If it is no time, or if the record of the night does not cover it.

    Examples
    --------
    >>> from datetime import date
    >>> night = date(2025, 9, 7)
    >>> window = ReportingWindow(
    ...     starts=datetime(2025, 9, 6, 17, tzinfo=UTC),
    ...     ends=datetime(2025, 9, 7, 9, tzinfo=UTC),
    ...     threat_class=ThreatClass.ONE_WAY_ATTACK, model="drone", launched=810)
    >>> instant(Night(night, (window,)), "22:00").isoformat()
    '2025-09-06T22:00:00+00:00'
    """
    covered = _covered(night)
    if not covered:
        raise ValueError(
            f"night {night.ends_on}: the record says nothing of what this project "
            "simulates; accepted: another night"
        )
    for moment in _readings(night, clock):
        if any(starts <= moment <= ends for starts, ends in covered):
            return moment
    accepted = " or ".join(
        f"{starts:%Y-%m-%dT%H:%M} to {ends:%Y-%m-%dT%H:%M}" for starts, ends in covered
    )
    raise ValueError(
        f"time {clock!r} is outside the recorded raid of the night {night.ends_on}; "
        f"accepted: {accepted}, in UTC"
    )


def _covered(night: Night) -> list[tuple[datetime, datetime]]:
    """What the record covers, in order, touching windows joined.

    A day without a clock time says little about when; it counts only where the record
    of the night knows no better.
    """
    timed = [each for each in night.windows if not each.whole_day]
    joined: list[tuple[datetime, datetime]] = []
    for starts, ends in sorted((w.starts, w.ends) for w in timed or night.windows):
        if joined and starts <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((starts, ends))
    return joined


def _readings(night: Night, clock: str) -> tuple[datetime, ...]:
    """What a clock time may mean, the likelier first."""
    if "T" in clock:
        return (_whole_moment(clock),)
    try:
        parsed = time.fromisoformat(clock)
    except ValueError:
        parsed = None
    if parsed is None or parsed.tzinfo is not None:
        raise ValueError(
            f"time {clock!r} is not a clock time; "
            "accepted: HH:MM or YYYY-MM-DDTHH:MM, in UTC"
        )
    that_day = datetime.combine(night.ends_on, parsed, tzinfo=UTC)
    return that_day, that_day - timedelta(days=1)


def _whole_moment(clock: str) -> datetime:
    try:
        moment = datetime.fromisoformat(clock)
    except ValueError:
        raise ValueError(
            f"time {clock!r} is not a moment; "
            "accepted: HH:MM or YYYY-MM-DDTHH:MM, in UTC"
        ) from None
    return (
        moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    )
