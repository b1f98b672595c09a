"""Scores and witnesses for other tools."""

import csv
import io
import itertools
import json
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from tests.pictures import (
    all_friendly,
    empty_sky,
    mixed_types,
    one_track_one_unit,
    random_picture,
)
from zaslin.adapters.export import heatmap, witness_npz
from zaslin.adapters.export.score_matrix import REASON_CLASSES, score_matrix
from zaslin.assignment.score import score
from zaslin.domain.picture import Picture
from zaslin.domain.reason import ReasonCode
from zaslin.wire.export import score_csv, score_json
from zaslin.wire.rejected import Rejected


def test_every_reason_has_exactly_one_class() -> None:
    """Or a cell of the heat map would have no colour, or two."""
    classed = [code for codes in REASON_CLASSES.values() for code in codes]

    assert sorted(classed) == sorted(ReasonCode)


def test_the_matrix_holds_the_best_of_all_positions() -> None:
    """A unit that may move has one cell for each type."""
    scores = score(mixed_types())

    matrix = score_matrix(scores)

    assert len(matrix.columns) == len(set(matrix.columns)) == 4
    row, column = (
        matrix.tracks.index(scores[0].track),
        matrix.columns.index(("gun_round", "gun")),
    )
    gains = [
        each.best.net_gain_meur if each.best else np.nan
        for each in scores
        if (each.track, each.fire_unit) == (scores[0].track, "gun")
    ]
    assert len(gains) == 2
    assert matrix.gain_meur[row, column] == pytest.approx(
        np.nanmax(gains) if np.isfinite(gains).any() else np.nan, nan_ok=True
    )


def test_csv_and_json_hold_the_same_numbers() -> None:
    """To the last digit."""
    picture = mixed_types()
    scores = score(picture)

    rows = list(csv.DictReader(io.StringIO(score_csv.encode(scores).decode())))
    document = json.loads(score_json.encode(scores, picture))

    jsonschema.validate(document, score_json.score_schema())
    for row, each in zip(rows, document["scores"], strict=True):
        best = each["best"] or {}
        for name in ("pk_low", "pk_high", "damage_averted_meur", "price_meur"):
            assert row[name] == (repr(best[name]) if best else "")
        assert row["launch"] == best.get("launch", "")


@pytest.mark.parametrize("file_format", heatmap.FORMATS)
def test_a_heat_map_is_reproducible(file_format: str) -> None:
    """The same scores give the same bytes."""
    picture = mixed_types()
    scores = score(picture)

    first = heatmap.draw(scores, picture, file_format)

    assert first == heatmap.draw(scores, picture, file_format)
    assert len(first) > 1_000


def test_a_heat_map_says_notional() -> None:
    """In words, on the picture itself."""
    picture = mixed_types()
    drawn = heatmap.draw(score(picture), picture, "svg").decode()

    # Text in an SVG of matplotlib is drawn, and kept readable in comments.
    assert "<!-- NOTIONAL · advice only -->" in drawn


@pytest.mark.parametrize(
    "picture",
    [
        empty_sky(),
        all_friendly(),
        replace(mixed_types(), fire_units=()),
        random_picture(3, tracks=90, units=70),
    ],
    ids=["nothing to shoot at", "nobody to shoot at", "nobody to shoot", "large"],
)
def test_any_picture_can_be_drawn(picture: Picture) -> None:
    """Empty ones and those with more rows than are drawn whole."""
    assert heatmap.draw(score(picture), picture, "png").startswith(b"\x89PNG")


def _few(tracks: int, fire_units: int) -> Picture:
    picture = mixed_types()
    return replace(
        picture,
        tracks=picture.tracks[:tracks],
        fire_units=picture.fire_units[:fire_units],
    )


@pytest.mark.parametrize(
    "picture",
    [one_track_one_unit(), _few(1, 1), _few(3, 2), mixed_types()],
    ids=["1 x 1", "another 1 x 1", "3 x 2", "mixed"],
)
def test_the_words_of_a_small_heat_map_do_not_overlap(picture: Picture) -> None:
    """The legend lies below the grid, its names and the colour bar with its label."""
    figure = heatmap.figure(score(picture), picture)

    for one, other in itertools.combinations(_boxes(figure), 2):
        assert not one.overlaps(other), (one, other)


@pytest.mark.parametrize(
    "picture",
    [
        one_track_one_unit(),
        _few(3, 2),
        mixed_types(),
        all_friendly(),
        empty_sky(),
        replace(mixed_types(), fire_units=()),
        random_picture(3, tracks=12, units=9),
    ],
    ids=["1 x 1", "3 x 2", "mixed", "grey", "empty", "no units", "12 x 9"],
)
def test_a_heat_map_is_as_large_as_what_it_shows(picture: Picture) -> None:
    """Nothing is cut off, and no side has more than an inch of empty paper."""
    figure = heatmap.figure(score(picture), picture)
    boxes = _boxes(figure)

    paper, inch = figure.bbox, figure.dpi
    west, east = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
    south, north = min(box.y0 for box in boxes), max(box.y1 for box in boxes)

    assert 0.0 <= west <= inch
    assert 0.0 <= south <= inch
    assert 0.0 <= paper.x1 - east <= inch
    assert 0.0 <= paper.y1 - north <= inch


def _boxes(figure: Figure) -> list[Bbox]:
    """Where the words and the parts of a heat map are, in pixels."""
    figure.draw_without_rendering()
    parts = [*figure.axes, *figure.legends, *figure.texts]
    boxes = [part.get_tightbbox() for part in parts]
    return [Bbox(box) for box in boxes if box is not None]


def test_the_legend_names_the_reasons_that_occur() -> None:
    """And no others; a map without a grey cell has none."""
    grey = heatmap.figure(score(all_friendly()), all_friendly())
    full = heatmap.figure(score(one_track_one_unit()), one_track_one_unit())

    (legend,) = grey.legends
    assert [text.get_text() for text in legend.get_texts()] == ["f: never engaged"]
    assert not full.legends


def test_a_heat_map_of_one_counts_in_the_singular() -> None:
    """One track, one inventory, one opportunity."""
    picture = one_track_one_unit()
    drawn = heatmap.draw(score(picture), picture, "svg").decode()

    assert "1 track × 1 inventory = 1 pairing, 1 has a shot -->" in drawn


def test_a_heat_map_says_which_names_it_leaves_out() -> None:
    """Of many units; of few none is left out."""
    large = random_picture(3, tracks=30, units=250)
    small = mixed_types()

    assert re.search(
        r"fire units \(every \d+(nd|rd|th) name shown\)",
        heatmap.draw(score(large), large, "svg").decode(),
    )
    assert "name shown" not in heatmap.draw(score(small), small, "svg").decode()


def test_reasons_have_letters_where_cells_have_room() -> None:
    """Greys alone are hard to tell apart; the legend names the letters."""
    picture = all_friendly()

    drawn = heatmap.draw(score(picture), picture, "svg").decode()

    assert "<!-- f: never engaged -->" in drawn
    assert "<!-- f -->" in drawn


def test_a_witness_reads_back_as_it_was(tmp_path: Path) -> None:
    """Names, shapes, types and values."""
    arrays = {"a": np.arange(6).reshape(2, 3), "b": np.array(1.5)}
    path = tmp_path / "witness.npz"
    with path.open("wb") as file:
        witness_npz.write(file, arrays)

    read = witness_npz.read(str(path))

    assert list(read) == list(arrays)
    for name, array in arrays.items():
        assert read[name].dtype == array.dtype
        np.testing.assert_array_equal(read[name], array)


def test_a_witness_that_unpacks_to_a_giant_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small file can claim any size; the claim is looked at first."""
    path = tmp_path / "witness.npz"
    with path.open("wb") as file:
        witness_npz.write(file, {"a": np.zeros(10_000)})
    monkeypatch.setattr(witness_npz, "LIMIT_BYTES", 1_000)

    with pytest.raises(Rejected, match="bytes unpacked"):
        witness_npz.read(str(path))
