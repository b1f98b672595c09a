"""``zaslin report``: one HTML page about a night, or about a campaign."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zaslin.cli.outcome import Unusable
from zaslin.cli.streams import accept_output_path, progress, say, write_file
from zaslin.wire.rejected import Rejected, printable

if TYPE_CHECKING:
    from zaslin.adapters.page.words import Words
    from zaslin.domain.event import Entry
    from zaslin.ops.advice import Advice

_STANDARD_INPUT = "-"

Source = Annotated[
    str,
    typer.Argument(
        metavar="JOURNAL|CAMPAIGN_DIR",
        help="Journal of a desk, or the folder of a campaign; - is a journal on "
        "standard input.",
        show_default=False,
    ),
]
Out = Annotated[
    Path,
    typer.Option(
        "--out", metavar="FILE.html", help="The page to write.", show_default=False
    ),
]
Language = Annotated[
    str,
    typer.Option("--lang", metavar="uk|en", help="Language of the page."),
]
Plans = Annotated[
    bool,
    typer.Option(
        "--plans",
        help="Make every plan of a journal again, to tell why tracks got no shot; not "
        "needed where the truth is beside it.",
    ),
]


def report_command(
    source: Source, out: Out, lang: Language = "uk", plans: Plans = False
) -> None:
    """Write a self-contained HTML page: what came, what leaked and why, at what price.

    A journal tells what the desk knew. If the truth of a simulation is beside it
    (NAME.truth.json, from `zaslin simulate --journal`), the page tells that as well,
    and says so. Nothing on the page is fetched from anywhere.
    """
    words = _words(lang)
    accept_output_path(out, "--out", inputs=_inputs(source))
    is_campaign = source != _STANDARD_INPUT and Path(source).is_dir()
    if is_campaign and plans:
        raise Unusable(f"--plans with {source}: a folder; accepted: with a journal")
    with progress("reading"):
        if is_campaign:
            data = _of_campaign(Path(source), words)
        else:
            data = _of_night(source, words, plans=plans)
    write_file(out, lambda file: file.write(data))
    say(f"zaslin: wrote {out}")


def _words(language: str) -> "Words":
    from zaslin.adapters.page.words import Words

    try:
        return Words(language)
    except ValueError as error:
        raise Unusable(f"--lang: {error}") from None


def _inputs(source: str) -> list[str]:
    from zaslin.adapters.truth_json import truth_path

    if source == _STANDARD_INPUT or not Path(source).name:
        return []
    return [source, str(truth_path(Path(source)))]


def _of_night(source: str, words: "Words", *, plans: bool) -> bytes:
    from zaslin.adapters import truth_json
    from zaslin.adapters.journal import file as journal_file
    from zaslin.adapters.page.night import night_page
    from zaslin.ops.after_action import tell

    stdin = None if sys.stdin is None else sys.stdin.buffer
    is_file = source != _STANDARD_INPUT
    name = source if is_file else "standard input"
    with journal_file.reading(source, stdin) as file:
        about, entries = journal_file.read(file, name)
        try:
            # Kept only for the second time.
            kept = list(entries) if plans else []
            story = tell(kept if plans else entries)
        except ValueError as error:
            raise _misfit(name, error) from None
    truth = truth_json.read_beside(Path(source)) if is_file else None
    advice = _planned_again(name, kept, about) if plans else None
    return night_page(story, truth, about, words, advice=advice)


def _planned_again(
    source: str, entries: Sequence["Entry"], about: Mapping[str, str]
) -> "Advice":
    from zaslin.bootstrap.replay import replanner_of
    from zaslin.ops.advice import Advice, noted
    from zaslin.ops.replay import replay

    try:
        replanner = replanner_of(about)
    except ValueError as error:
        raise Unusable(f"{source}: {printable(str(error), 400)}") from None
    advice = Advice()
    planner = noted(replanner.planner, advice)
    differing = list(
        replay(entries, planner, decision_lead_s=replanner.decision_lead_s)
    )
    if differing:
        say(
            f"zaslin: {len(differing)} plans come out otherwise than they were entered;"
            " see zaslin replay --plans"
        )
    return advice


def _of_campaign(folder: Path, words: "Words") -> bytes:
    from zaslin.bench.campaign.page import campaign_page
    from zaslin.bench.campaign.read import read_comparison

    return campaign_page(read_comparison(folder), words)


def _misfit(source: str, error: ValueError) -> Rejected:
    value, _, accepted = str(error).partition("; accepted: ")
    place, _, value = value.rpartition(": ")
    return Rejected(source, place, value, accepted or "the journal of a desk")
