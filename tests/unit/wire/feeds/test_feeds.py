"""Track reports in three formats, with one meaning."""

import csv
import io
import json
from typing import Any

import pytest

from tests import pictures
from tests.unit.wire.sameness import differences
from zaslin.domain.picture import Picture
from zaslin.wire import feeds
from zaslin.wire.picture_json import encode
from zaslin.wire.rejected import Rejected
from zaslin.wire.tracks import with_tracks

PICTURE = pictures.mixed_types()
REPORTS: list[dict[str, Any]] = json.loads(encode(PICTURE))["tracks"]


def as_ndjson(reports: list[dict[str, Any]]) -> bytes:
    """One object per line."""
    return "\n".join(json.dumps(each) for each in reports).encode()


def as_csv(reports: list[dict[str, Any]]) -> bytes:
    """One line per report, what is nested with a dot."""
    rows = [
        {
            name: value
            for key, inner in each.items()
            for name, value in (
                {f"{key}.{part}": inner[part] for part in inner}.items()
                if isinstance(inner, dict)
                else {key: inner}.items()
            )
        }
        for each in reports
    ]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list({name: None for row in rows for name in row}))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def as_geojson(reports: list[dict[str, Any]]) -> bytes:
    """One feature per report."""
    axes = ("longitude_deg", "latitude_deg", "altitude_m")
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [each[axis] for axis in axes]},
            "properties": {key: each[key] for key in each if key not in axes},
        }
        for each in reports
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


FORMATS = [("csv", as_csv), ("ndjson", as_ndjson), ("geojson", as_geojson)]
formats = pytest.mark.parametrize(
    ("suffix", "write"), FORMATS, ids=["csv", "nd", "geo"]
)


def over(data: bytes, source: str, picture: Picture | None = None) -> Picture:
    """The reports laid over a picture, by default one with an empty sky."""
    return with_tracks(picture or pictures.empty_sky(), feeds.decode(data, source))


@formats
def test_every_format_carries_everything(suffix: str, write: Any) -> None:
    """The same tracks as in the picture the reports were taken from."""
    picture = over(write(REPORTS), f"tracks.{suffix}")

    assert differences(PICTURE.tracks, picture.tracks) == []


@formats
def test_a_format_is_known_by_its_content(suffix: str, write: Any) -> None:
    """Standard input has no ending; neither need a file."""
    data = write(REPORTS)

    for source in ("standard input", "tracks.json", f"tracks.{suffix.upper()}"):
        assert feeds.decode(data, source).tracks == (
            feeds.decode(data, f"x.{suffix}").tracks
        )


@formats
def test_the_same_fault_is_the_same_fault_in_every_format(
    suffix: str, write: Any
) -> None:
    """Only the place is worded in the manner of the format."""
    reports = [REPORTS[0], REPORTS[1] | {"p_decoy": 1.7}]

    with pytest.raises(Rejected) as caught:
        feeds.decode(write(reports), f"t.{suffix}")

    place = {
        "csv": "line 3, column p_decoy",
        "ndjson": "line 2, $.p_decoy",
        "geojson": "$.features[1].properties.p_decoy",
    }[suffix]
    assert str(caught.value) == f"zaslin: t.{suffix}: {place}: 1.7; accepted: 0 to 1"


@formats
@pytest.mark.parametrize(
    ("change", "field", "rest"),
    [
        (
            {"class_probabilities": {"cruise_missile": 0.5, "one_way_attack": 0.25}},
            "class_probabilities",
            "sums to 0.75; accepted: probabilities summing to 1",
        ),
        (
            {"latitude_deg": -50.0},
            "latitude_deg",
            "-50°, 30°; accepted: within 1500 km of the picture's origin",
        ),
    ],
    ids=["class probabilities", "far away"],
)
def test_what_shows_only_in_the_picture_has_its_place_too(
    suffix: str, write: Any, change: dict[str, Any], field: str, rest: str
) -> None:
    """Refusals of the domain and of the frame name line, feature or column."""
    reports = [REPORTS[0], REPORTS[1] | {"longitude_deg": 30.0} | change]

    with pytest.raises(Rejected) as caught:
        over(write(reports), f"t.{suffix}")

    geometry = "$.features[1].geometry.coordinates[1]"
    place = {
        "csv": f"line 3, column {field}",
        "ndjson": f"line 2, $.{field}",
        "geojson": geometry
        if field == "latitude_deg"
        else f"$.features[1].properties.{field}",
    }[suffix]
    assert str(caught.value) == f"zaslin: t.{suffix}: {place}: {rest}"


@formats
def test_a_whole_report_has_a_place(suffix: str, write: Any) -> None:
    """For a refusal that is about no single field."""
    place = feeds.decode(write(REPORTS), f"t.{suffix}").place

    assert (
        place(1, "")
        == {
            "csv": "line 3",
            "ndjson": "line 2, $",
            "geojson": "$.features[1]",
        }[suffix]
    )


@pytest.mark.parametrize("suffix", ["csv", "ndjson", "geojson"])
def test_an_empty_file_is_refused(suffix: str) -> None:
    """It may be a feed that broke down."""
    with pytest.raises(Rejected, match="empty; accepted: a"):
        feeds.decode(b" \n", f"t.{suffix}")


def test_no_reports_is_no_fault_if_the_file_says_so() -> None:
    """An empty sky is good news."""
    header = as_csv(REPORTS).splitlines()[0]

    assert feeds.decode(header, "t.csv").tracks == ()
    assert feeds.decode(as_geojson([]), "t.geojson").tracks == ()


def test_a_report_is_laid_over_the_state_it_is_newer_than() -> None:
    """The latest measurement of a track stays, whole; the others are untouched."""
    newer = REPORTS[0] | {"measured_at": "2025-09-06T23:06:41Z", "altitude_m": 1.0}
    older = REPORTS[1] | {"measured_at": "2025-09-06T23:06:39Z", "altitude_m": 2.0}
    same = REPORTS[2] | {"altitude_m": 3.0}
    new = REPORTS[3] | {"id": "N"}

    picture = over(as_ndjson([newer, older, same, new]), "t.ndjson", PICTURE)

    assert [track.id for track in picture.tracks] == ["T1", "T2", "T3", "T4", "T5", "N"]
    altitudes = [track.position.altitude_m for track in picture.tracks]
    assert altitudes[:3] == [1.0, PICTURE.tracks[1].position.altitude_m, 3.0]
    assert picture.now_s == PICTURE.now_s
    assert picture.fire_units == PICTURE.fire_units


def test_of_several_reports_on_a_track_the_latest_stays() -> None:
    """In whatever order they stand."""
    first = REPORTS[0] | {"measured_at": "2025-09-06T23:06:30Z"}
    last = REPORTS[0] | {"measured_at": "2025-09-06T23:06:38Z"}

    for reports in ([first, last], [last, first]):
        (track,) = over(as_ndjson(reports), "t.ndjson").tracks
        assert track.measured_at_s == pictures.NOW_S - 2.0


def test_two_reports_on_a_track_at_one_time_are_refused() -> None:
    """Which of them is true is not for a program to guess."""
    with pytest.raises(Rejected) as caught:
        over(as_ndjson([REPORTS[0], REPORTS[1], REPORTS[0]]), "t.ndjson")

    assert str(caught.value) == (
        'zaslin: t.ndjson: line 3, $.id: "T1"; accepted: a time other than that of '
        "line 1, $"
    )


def test_a_report_may_not_take_the_id_of_a_forecast_track() -> None:
    """A ghost must never turn into something to shoot at."""
    with pytest.raises(
        Rejected, match='"G1"; accepted: an id that is not used for a fore'
    ):
        over(
            as_ndjson([REPORTS[0] | {"id": "G1"}]),
            "t.ndjson",
            pictures.with_forecast(),
        )
