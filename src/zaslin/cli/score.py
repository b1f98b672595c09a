"""``zaslin score``: each track against each inventory."""

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zaslin.cli.inputs import (
    AsJson,
    ParamsName,
    PicturePath,
    TracksPath,
    accept_tracks,
    read_parameters,
    read_picture,
    settle,
)
from zaslin.cli.numbers import whole
from zaslin.cli.outcome import Unusable
from zaslin.cli.streams import (
    accept_output_path,
    progress,
    report_width,
    say,
    write_answer,
    write_file,
    write_report,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zaslin.domain.picture import Picture
    from zaslin.domain.score import Score

_DEFAULT_ROWS = 30


OnlyTrack = Annotated[
    list[str] | None,
    typer.Option("--track", metavar="TRACK", help="Only this track; may be repeated."),
]
AsCsv = Annotated[
    bool, typer.Option("--csv", help="Every pairing as comma-separated values.")
]
HeatmapPath = Annotated[
    Path | None,
    typer.Option(
        "--heatmap",
        metavar="FILE.png|svg",
        help="Draw tracks × fire units, coloured by net gain (needs matplotlib).",
    ),
]
Limit = Annotated[
    int,
    typer.Option(
        "--limit", parser=whole(0, 10**9), metavar="N", help="Rows of the table."
    ),
]


class Form(StrEnum):
    """What the scores are written as."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    HEATMAP = "heatmap"


def score_command(
    picture: PicturePath,
    tracks: TracksPath = None,
    params: ParamsName = "default",
    track: OnlyTrack = None,
    as_csv: AsCsv = False,
    as_json: AsJson = False,
    heatmap: HeatmapPath = None,
    limit: Limit = _DEFAULT_ROWS,
) -> None:
    """Score each track against each inventory: its best shot, or why there is none.

    Net gain = damage averted by this shot alone − rounds and debris − price, in
    notional million euro (M€); the price is what the rounds and the channel would
    earn elsewhere, with all tracks competing. Times are m:ss from the picture's
    instant.
    """
    form = _form(as_csv, as_json, heatmap)
    if heatmap is not None:
        _accept_heatmap(heatmap, (picture, tracks, params))
    given = read_picture(picture, tracks)
    accept_tracks("--track", track, given)
    chosen = read_parameters(params)
    with progress(f"scoring {len(given.tracks)} tracks") as tell:
        from zaslin.assignment.score import score

        settle()
        scores = [
            each
            for each in score(given, chosen)
            if track is None or each.track in track
        ]
        if heatmap is not None:
            tell("drawing")
            _write_heatmap(heatmap, scores, given)
    if heatmap is not None:
        say(f"zaslin: wrote {heatmap}")
    elif form is Form.TABLE:
        _write_table(scores, given, limit, named=track is not None)
    else:
        _write_data(scores, given, form)


def _write_data(scores: "Sequence[Score]", picture: "Picture", form: Form) -> None:
    if form is Form.CSV:
        from zaslin.wire.export import score_csv

        write_answer(score_csv.encode(scores))
        return
    from zaslin.wire.export import score_json

    write_answer(score_json.encode(scores, picture))


def _form(as_csv: bool, as_json: bool, heatmap: Path | None) -> Form:
    asked = [
        form
        for form, wanted in (
            (Form.CSV, as_csv),
            (Form.JSON, as_json),
            (Form.HEATMAP, heatmap is not None),
        )
        if wanted
    ]
    if len(asked) > 1:
        names = " and ".join(f"--{form.value}" for form in asked)
        raise Unusable(f"{names} exclude each other; accepted: one of them")
    return asked[0] if asked else Form.TABLE


def _accept_heatmap(path: Path, inputs: "Sequence[str | None]") -> None:
    """Refuse what cannot be drawn before anything is computed."""
    accept_output_path(path, "--heatmap", (".png", ".svg"), inputs)
    from importlib.util import find_spec

    if find_spec("matplotlib") is None:
        raise Unusable(
            "--heatmap needs matplotlib, which is not installed; accepted: "
            "pip install 'zaslin[report]' first, or --csv"
        )


def _write_heatmap(path: Path, scores: "Sequence[Score]", picture: "Picture") -> None:
    from zaslin.adapters.export import heatmap

    data = heatmap.draw(scores, picture, path.suffix.lower().removeprefix("."))
    write_file(path, lambda file: file.write(data))


def _write_table(
    scores: "Sequence[Score]", picture: "Picture", limit: int, named: bool
) -> None:
    from zaslin.cli.report.scores import reasons, scores_report

    write_report(
        scores_report(scores, picture, limit, report_width()),
        *reasons(Counter(each.reason for each in scores if each.reason), named),
    )
