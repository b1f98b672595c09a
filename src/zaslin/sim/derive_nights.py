"""Derive the shipped table of nights from the published record of launches.

    python -m zaslin.sim.derive_nights missile_attacks_daily.csv nights.csv

The record: Petro Ivaniuk, UA AirDefense Tracker ("Massive Missile Attacks on
Ukraine"), ODC-BY 1.0.  What is kept, what is left out and why is written in
configs/raids/README.md.
"""

import ast
import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

COLUMNS = (
    "night",
    "window_start_utc",
    "window_end_utc",
    "class",
    "excluded",
    "model",
    "launched",
    "of_which_shahed",
    "launch_areas",
    "source",
)

HEADER = """\
# Derived from: Petro Ivaniuk, UA AirDefense Tracker, "Massive Missile Attacks on
# Ukraine", https://ua-airdefense-tracker.org/, after the bulletins of the Air Force
# Command of Ukraine.  Open Data Commons Attribution License (ODC-BY 1.0).
# One-sided and unverified.  See README.md.
"""

_CLASSES = {
    "one_way_attack": "Shahed-136/131",
    "reconnaissance": (
        "Reconnaissance UAV|ZALA|Orlan-10|Orlan-30|Supercam|Merlin-VR|Orion|Mohajer-6"
        "|Forpost|Eleron|Картограф|Granat-4"
    ),
    "cruise_missile": (
        "X-101/X-555|Kalibr|X-59/X-69|X-59|X-69|X-59MK2|Iskander-K|X-35|Banderol"
    ),
}
_EXCLUDED = {
    "ballistic": (
        "Iskander-M|Iskander-M/KN-23|KN-23|C-300|C-400|C-300/C-400|X-47 Kinzhal"
        "|Ballistic Missile|Intercontinental Ballistic Missile"
        "|Intercontinental ballistic missile"
    ),
    "supersonic": "X-22|X-32|X-31|X-31P|X-31PD|3M22 Zircon|P-800 Oniks",
    "front_line": "Lancet|Молнія|Kub|Привет-82",
    "bomb": "GBU|Aerial Bomb",
    "unidentified": "Unknown UAV|Unknown Missile|Фенікс",
}


def _by_model(table: Mapping[str, str]) -> dict[str, str]:
    return {model: key for key, models in table.items() for model in models.split("|")}


_CLASS_OF = _by_model(_CLASSES)
_EXCLUSION_OF = _by_model(_EXCLUDED)


class _Line(NamedTuple):
    """What entries of the record must share to be added up into one line."""

    ends: datetime
    starts: datetime
    threat_class: str
    excluded: str
    launch_areas: tuple[str, ...]


@dataclass(slots=True)
class _Sum:
    launched: int = 0
    shaheds: int | None = None
    models: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)


def derive(record: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, ...]]:
    """Rows of the table, in the order of COLUMNS, sorted by night and window."""
    sums: dict[_Line, _Sum] = defaultdict(_Sum)
    for entry in record:
        for line, launched, model in _lines(entry):
            total = sums[line]
            total.launched += launched
            total.models.add(model)
            total.sources.add(_channel(entry["source"]))
            if line.threat_class == "one_way_attack" and entry["is_shahed"]:
                shaheds = min(round(float(entry["is_shahed"])), launched)
                total.shaheds = (total.shaheds or 0) + shaheds
    for line, total in sorted(sums.items()):
        clocks = ("", "") if line[:2] == whole(line.starts) else _clocks(line)
        yield (
            f"{line.ends:%Y-%m-%d}",
            *clocks,
            line.threat_class,
            line.excluded,
            "+".join(sorted(total.models)),
            str(total.launched),
            "" if total.shaheds is None else str(total.shaheds),
            "|".join(line.launch_areas),
            "+".join(sorted(total.sources)),
        )


def _channel(source: str) -> str:
    """The bulletin's channel; links that name none are the record's own."""
    channel = source.split("/")[0].strip()
    return "other" if channel in {"", "https:", "watch"} else channel


def _clocks(line: _Line) -> tuple[str, str]:
    return f"{line.starts:%Y-%m-%dT%H:%M}", f"{line.ends:%Y-%m-%dT%H:%M}"


def _lines(entry: Mapping[str, str]) -> Iterator[tuple[_Line, int, str]]:
    starts, ends = window(entry["time_start"], entry["time_end"])
    areas = tuple(launch_areas(entry["launch_place"]))
    for model, launched, threat_class, excluded in _parts(entry):
        if excluded:
            # Only how much was left out is of interest, so a night's lines add up.
            day = ends.replace(hour=0, minute=0)
            yield _Line(*whole(day), "", excluded, ()), launched, model
        else:
            yield _Line(ends, starts, threat_class, "", areas), launched, model


def _parts(entry: Mapping[str, str]) -> Iterator[tuple[str, int, str, str]]:
    """Model, count, class and exclusion of each part of one entry.

    Jet-powered drones are counted within the drones of the entry.
    """
    launched = round(float(entry["launched"] or 0))
    jets = round(float(entry["turbojet"] or 0))
    if jets:
        yield "jet Shahed", jets, "jet_one_way_attack", ""
        launched -= jets
    details = entry["launched_details"].strip()
    counts: dict[str, int] = (
        ast.literal_eval(details) if details else {entry["model"]: launched}
    )
    for model, count in counts.items():
        if count > 0:
            yield model, count, *classify(model)


def classify(model: str) -> tuple[str, str]:
    """Class of a model as the record writes it, and why it is excluded.

    Exactly one of the two is empty.
    Several models with one count are kept only if all are of one kind.
    """
    kinds = {
        (_CLASS_OF.get(part, ""), _EXCLUSION_OF.get(part, ""))
        for part in model.split(" and ")
    }
    if kinds == {("", "")}:
        return "", "unidentified"
    return kinds.pop() if len(kinds) == 1 else ("", "mixed")


def window(starts: str, ends: str) -> tuple[datetime, datetime]:
    """Start and end of a reporting window; a bare date means its whole day."""
    first = _moment(starts)
    last = _moment(ends)
    if len(ends.strip()) == len("2022-10-17"):
        last, _ = whole(last)
    return first, max(first, last)


def whole(day: datetime) -> tuple[datetime, datetime]:
    """End and start of the window that stands for a day without clock times."""
    return day + timedelta(hours=23, minutes=59), day


def _moment(text: str) -> datetime:
    day, _, clock = text.strip().partition(" ")
    hours, _, minutes = (clock or "0:0").partition(":")
    return datetime.fromisoformat(day) + timedelta(
        hours=int(hours), minutes=int(minutes)
    )


def launch_areas(places: str) -> list[str]:
    """Codes of the launch areas that an entry names, in its order.

    Examples
    --------
    >>> launch_areas("Chauda, Crimea and Kursk oblast")
    ['chauda', 'kursk']
    """
    codes: list[str] = []
    for name in re.split(r"\band\b", places):
        parts = [_code(part) for part in name.split(",") if part.strip()]
        # A place in Crimea says more than Crimea does.
        if len(parts) > 1:
            parts = [part for part in parts if part != "crimea"]
        codes += [part for part in parts if part not in codes]
    return codes


def _code(name: str) -> str:
    plain = re.sub(r"\b(oblast|krai)\b", "", name.lower())
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def main(record: Path, table: Path) -> None:
    """Write the table of nights derived from the record."""
    with record.open(encoding="utf-8", newline="") as source:
        rows = list(derive(csv.DictReader(source)))
    with table.open("w", encoding="utf-8", newline="") as sink:
        sink.write(HEADER)
        writer = csv.writer(sink, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(f"usage: {__doc__}")
    main(Path(sys.argv[1]), Path(sys.argv[2]))
