"""The shipped table of nights is what the record says."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from zaslin.sim.derive_nights import (
    COLUMNS,
    classify,
    derive,
    launch_areas,
    main,
    window,
)

RECORD = ROOT.parent / "shared" / "data" / "raids" / "missile_attacks_daily.csv"
TABLE = ROOT / "configs" / "raids" / "nights.csv"

needs_record = pytest.mark.skipif(
    not RECORD.exists(), reason=f"the published record is not at {RECORD}"
)


def _record() -> list[dict[str, str]]:
    with RECORD.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def _table() -> list[dict[str, str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def _entry(**stated: str) -> dict[str, str]:
    empty = dict.fromkeys(
        ("launch_place", "is_shahed", "turbojet", "launched_details", "source"), ""
    )
    times = {"time_start": "2025-09-06 17:00", "time_end": "2025-09-07 09:30"}
    return empty | times | {"model": "Shahed-136/131", "launched": "10.0"} | stated


@needs_record
def test_the_shipped_table_is_derived_from_the_record(tmp_path: Path) -> None:
    """Byte for byte."""
    derived = tmp_path / "nights.csv"

    main(RECORD, derived)

    assert derived.read_bytes() == TABLE.read_bytes()


@needs_record
def test_no_launch_of_the_record_is_lost() -> None:
    """Excluded ones included, the sum is that of the record."""
    recorded = sum(float(entry["launched"] or 0) for entry in _record())

    assert sum(int(row["launched"]) for row in _table()) == recorded


def test_the_table_stays_small_and_names_its_source() -> None:
    """Attribution is a condition of the licence."""
    text = TABLE.read_text(encoding="utf-8")

    assert len(text.encode()) < 300_000
    assert "Petro Ivaniuk, UA AirDefense Tracker" in text
    assert "ODC-BY 1.0" in text
    assert tuple(_table()[0]) == COLUMNS


@pytest.mark.parametrize(
    ("night", "expected"),
    [
        (
            "2022-10-17",
            {"one_way_attack": 34, "cruise_missile": 2, "unidentified": 3},
        ),
        ("2024-11-26", {"one_way_attack": 188, "reconnaissance": 1, "ballistic": 5}),
        (
            "2025-09-07",
            {
                "one_way_attack": 810,
                "cruise_missile": 9,
                "ballistic": 4,
                "unidentified": 7,
            },
        ),
        ("2026-05-13", {"one_way_attack": 139 + 753}),
    ],
)
def test_known_nights_have_their_known_counts(
    night: str, expected: dict[str, int]
) -> None:
    """Read off the record by hand."""
    counts: Counter[str] = Counter()
    for row in _table():
        if row["night"] == night:
            counts[row["class"] or row["excluded"]] += int(row["launched"])

    assert counts == expected


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        ("Shahed-136/131", ("one_way_attack", "")),
        ("X-101/X-555 and Kalibr", ("cruise_missile", "")),
        ("Orlan-10 and ZALA and Supercam", ("reconnaissance", "")),
        ("Iskander-M/KN-23", ("", "ballistic")),
        ("X-101/X-555 and Kalibr and X-22", ("", "mixed")),
        ("X-22 and X-31P", ("", "supersonic")),
        ("Something new", ("", "unidentified")),
        ("Kalibr and Something new", ("", "mixed")),
    ],
)
def test_models_have_one_class_or_one_reason(model: str, kind: tuple[str, str]) -> None:
    """Several models under one count stay only if all are of one kind."""
    assert classify(model) == kind


def test_jets_and_stated_models_are_split_off() -> None:
    """Jets are counted within the drones; details divide a common count."""
    record = [
        _entry(turbojet="4.0", is_shahed="5.0"),
        _entry(
            model="Iskander-M and Kalibr",
            launched="5",
            launched_details="{'Iskander-M': 2, 'Kalibr': 3}",
        ),
    ]

    rows = [dict(zip(COLUMNS, row, strict=True)) for row in derive(record)]

    found = {row["class"] or row["excluded"]: row["launched"] for row in rows}
    assert found == {
        "one_way_attack": "6",
        "jet_one_way_attack": "4",
        "cruise_missile": "3",
        "ballistic": "2",
    }
    assert {row["of_which_shahed"] for row in rows} == {"5", ""}


def test_equal_windows_are_added_up() -> None:
    """Models and channels are joined, counts added, links without channel named."""
    record = [
        _entry(model="ZALA", source="kpszsu/posts/1"),
        _entry(model="Orlan-10", source="https://somewhere"),
    ]

    (row,) = derive(record)

    assert row[3:] == (
        "reconnaissance",
        "",
        "Orlan-10+ZALA",
        "20",
        "",
        "",
        "kpszsu+other",
    )


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ("2025-03-06 21:00 ", "2025-03-07 10:00", "2025-03-06 21:00 2025-03-07 10:00"),
        ("2023-05-16 3:30", "2023-05-16 07:00", "2023-05-16 03:30 2023-05-16 07:00"),
        ("2022-10-17", "2022-10-17", "2022-10-17 00:00 2022-10-17 23:59"),
        ("2022-10-17", "2022-10-17 10:00", "2022-10-17 00:00 2022-10-17 10:00"),
    ],
)
def test_times_are_read_as_the_record_writes_them(
    starts: str, ends: str, expected: str
) -> None:
    """Stray blanks, single-digit hours and bare dates occur in it."""
    assert (
        " ".join(f"{time:%Y-%m-%d %H:%M}" for time in window(starts, ends)) == expected
    )


@pytest.mark.parametrize(
    ("places", "codes"),
    [
        ("", []),
        ("Kursk oblast and Hvardiiske, Crimea", ["kursk", "hvardiiske"]),
        ("Oryol oblast and and Shatalovo", ["oryol", "shatalovo"]),
        ("Caspian Sea, Saratov oblast", ["caspian_sea", "saratov"]),
        ("Krasnodar Krai and Crimea", ["krasnodar", "crimea"]),
        ("Soltsy-2", ["soltsy_2"]),
    ],
)
def test_launch_areas_become_codes(places: str, codes: list[str]) -> None:
    """Each once, without the kind of region."""
    assert launch_areas(places) == codes
