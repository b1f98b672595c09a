"""The shipped table of recorded nights, ``configs/raids/nights.csv``."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from zaslin.config.folder import ConfigError, config_folder, read_text
from zaslin.domain.track import ThreatClass
from zaslin.sim.night import Excluded, Night, ReportingWindow

Row = dict[str, str]


def read_nights(path: Path | None = None) -> dict[date, Night]:
    """Every night of the table, by the date on which it ends."""
    path = path or config_folder() / "raids" / "nights.csv"
    windows: dict[date, list[ReportingWindow]] = {}
    excluded: dict[date, list[Excluded]] = {}
    for number, row in _rows(path):
        try:
            night = date.fromisoformat(row["night"])
            windows.setdefault(night, [])
            excluded.setdefault(night, [])
            if row["excluded"]:
                excluded[night].append(_excluded(row))
            else:
                windows[night].append(_window(row, night))
        except KeyError as error:
            raise ConfigError(f"{path}: no column {error}; see its header") from None
        except ValueError as error:
            raise ConfigError(f"{path}, line {number}: {error}") from None
    return {
        night: Night(night, tuple(windows[night]), tuple(excluded[night]))
        for night in sorted(windows)
    }


def read_night(name: str) -> Night:
    """The night that ends on a date, ``YYYY-MM-DD``."""
    try:
        night = date.fromisoformat(name)
    except ValueError:
        raise ConfigError(
            f"night {name!r} is not a date; accepted: YYYY-MM-DD"
        ) from None
    nights = read_nights()
    if night not in nights:
        raise ConfigError(
            f"night {name} is not in the table; accepted: "
            f"{min(nights)} to {max(nights)}, where something was recorded"
        )
    return nights[night]


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Rows of the table with their line numbers; lines of its header skipped."""
    lines = read_text(path).splitlines()
    numbered = [
        (number, line)
        for number, line in enumerate(lines, start=1)
        if line and not line.startswith("#")
    ]
    reader = csv.DictReader((line for _, line in numbered), restval="")
    numbers = [number for number, _ in numbered][1:]
    return zip(numbers, reader, strict=True)


def _excluded(row: Row) -> Excluded:
    return Excluded(
        reason=row["excluded"], model=row["model"], launched=_count(row, "launched")
    )


def _window(row: Row, night: date) -> ReportingWindow:
    whole_day = not row["window_start_utc"]
    if whole_day:
        starts = datetime.combine(night, time(), tzinfo=UTC)
        ends = starts + timedelta(hours=23, minutes=59)
    else:
        starts = datetime.fromisoformat(row["window_start_utc"]).replace(tzinfo=UTC)
        ends = datetime.fromisoformat(row["window_end_utc"]).replace(tzinfo=UTC)
    if ends.date() != night:
        raise ValueError(f"window_end_utc is {ends:%Y-%m-%d}; accepted: {night}")
    return ReportingWindow(
        starts=starts,
        ends=ends,
        threat_class=ThreatClass(row["class"]),
        model=row["model"],
        launched=_count(row, "launched"),
        launch_areas=tuple(filter(None, row["launch_areas"].split("|"))),
        shaheds=_count(row, "of_which_shahed") if row["of_which_shahed"] else None,
        whole_day=whole_day,
    )


def _count(row: Row, column: str) -> int:
    if not row[column].isdecimal():
        raise ValueError(f"{column} is {row[column]!r}; accepted: a whole number")
    return int(row[column])
