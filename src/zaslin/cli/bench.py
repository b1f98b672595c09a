"""``zaslin bench live``: how fast and how good plans are, measured here and now."""

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zaslin.cli.help import examples, write_help
from zaslin.cli.inputs import AsJson, Seed
from zaslin.cli.numbers import whole
from zaslin.cli.outcome import Unusable
from zaslin.cli.streams import (
    accept_output_path,
    progress,
    say,
    write_answer,
    write_file,
    write_report,
)

if TYPE_CHECKING:
    from zaslin.bench.live_report import LiveReport, Size

app = typer.Typer()

_SIZE = re.compile(r"(\d{1,5})x(\d{1,4})")

Pictures = Annotated[
    int,
    typer.Option(
        "--pictures",
        parser=whole(1, 10_000),
        metavar="N",
        help="Pictures of each size.",
    ),
]
Sizes = Annotated[
    str,
    typer.Option(
        "--sizes",
        metavar="TxU,…",
        help="Sizes: tracks x fire units, separated by commas.",
    ),
]
Document = Annotated[
    Path | None,
    typer.Option(
        "--write",
        metavar="FILE.md",
        help="Put the report between its markers in this Markdown document as well.",
    ),
]


@app.callback(invoke_without_command=True)
def _start(context: typer.Context) -> None:
    """Measurements, with their baselines."""
    write_help(context)


@app.command(
    "live",
    epilog=examples(
        "zaslin bench live",
        "zaslin bench live --sizes 100x20 --pictures 5 --json",
    ),
)
def live_command(
    pictures: Pictures = 30,
    sizes: Sizes = "100x20,500x200,1000x200",
    seed: Seed = 1,
    as_json: AsJson = False,
    write: Document = None,
) -> None:
    """Time live planning on synthetic raids, and compare its plans with baselines.

    Times are milliseconds as median and 99th percentile; values are notional million
    euro (M€), as ratios to the proven bound and to each baseline. The default takes
    some minutes.
    """
    wanted = _sizes(sizes)
    if write is not None:
        _accept_document(write)
    with progress("bench: starting") as tell:
        from zaslin.bench.live import run_live

        report = run_live(wanted, pictures, seed, progress=tell)
    if write is not None:
        _write_into(write, report)
        say(f"zaslin: wrote {write}")
    from zaslin.bench import live_render

    if as_json:
        write_answer(live_render.to_json(report).encode())
    else:
        write_report(live_render.render(report))


def _sizes(text: str) -> "tuple[Size, ...]":
    from zaslin.bench.live_report import Size

    sizes = []
    for part in text.split(","):
        match = _SIZE.fullmatch(part.strip())
        if match is None or not (int(match[1]) >= 1 and int(match[2]) >= 1):
            raise Unusable(
                f"--sizes holds {part.strip()!r}; accepted: tracks x fire units, such "
                "as 500x200, separated by commas"
            )
        sizes.append(Size(tracks=int(match[1]), units=int(match[2])))
    return tuple(sizes)


def _accept_document(path: Path) -> None:
    """Refuse a document without the place to write to, before minutes of work."""
    accept_output_path(path, "--write", (".md",))
    from zaslin.bench.live_render import BEGIN, END

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise Unusable(f"--write {path}: {reason}; accepted: a Markdown file") from None
    if END not in text.partition(BEGIN)[2]:
        raise Unusable(f"--write {path}: no place for it; accepted: {BEGIN} … {END}")


def _write_into(path: Path, report: "LiveReport") -> None:
    """The report into a copy of the document, and the copy into its place."""
    from zaslin.bench import live_render

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "document.md"
        copy.write_bytes(path.read_bytes())
        live_render.write_into(copy, report)
        written = copy.read_bytes()
    write_file(path, lambda file: file.write(written))
