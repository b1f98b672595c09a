"""``zaslin raid``: the picture of a recorded night over a notional laydown."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from zaslin.cli.inputs import AsJson, Seed
from zaslin.cli.numbers import number
from zaslin.cli.outcome import Unusable
from zaslin.cli.streams import write_answer, write_report

if TYPE_CHECKING:
    from zaslin.sim.night import Night


def raid_command(
    night: Annotated[
        str | None,
        typer.Option(
            "--night",
            metavar="YYYY-MM-DD",
            help="Date (UTC) on which the recorded night ends.",
        ),
    ] = None,
    at: Annotated[
        str,
        typer.Option(
            "--at",
            metavar="HH:MM",
            help="Time (UTC) in that night, or a whole YYYY-MM-DDTHH:MM; within "
            "what was recorded.",
        ),
    ] = "03:00",
    seed: Seed = 1,
    laydown: Annotated[
        str,
        typer.Option(
            "--laydown",
            metavar="NAME|FILE",
            help="Defence: a TOML file, or a shipped name "
            "(notional_ukraine, notional_city).",
        ),
    ] = "notional_ukraine",
    forecast: Annotated[
        float,
        typer.Option(
            "--forecast",
            parser=number(0.0, 10.0, "a multiple"),
            metavar="SCALE",
            help="Add a forecast of what is still to come, as a multiple of the "
            "recorded raid (1: as recorded); rounds are then held back for it.",
        ),
    ] = 0.0,
    list_nights: Annotated[
        bool, typer.Option("--list", help="List the recorded nights and leave.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print the air picture of a recorded night, as JSON.

    Size, composition and time of the raid are recorded (attribution in
    configs/raids/README.md); routes and arrivals are drawn from the seed, and the
    defence is notional.
    """
    if list_nights:
        _write_nights(as_json)
        return
    if night is None:
        raise Unusable(
            "--night is missing; accepted: YYYY-MM-DD, see zaslin raid --list"
        )
    from zaslin.bootstrap import build_raid
    from zaslin.wire import picture_json

    try:
        picture = build_raid(night, at, seed, laydown, forecast)
        document = picture_json.encode(picture)
    except ValueError as error:
        raise Unusable(str(error)) from None
    write_answer(document)


def _write_nights(as_json: bool) -> None:
    from zaslin.config import read_nights

    nights = [_summary(night) for night in read_nights().values()]
    if as_json:
        write_answer(f"{json.dumps(nights)}\n".encode())
        return
    from zaslin.cli.report.paper import heading, ledger

    table = ledger(
        [("night", "name"), *((name, "number") for name in list(nights[0])[1:])],
        ([f"{value}" for value in summary.values()] for summary in nights),
    )
    write_report(heading(f"{len(nights)} recorded nights", "objects launched"), table)


def _summary(night: "Night") -> dict[str, str | int]:
    from zaslin.domain.track import ThreatClass

    launched = {each.value: night.launched(each) for each in ThreatClass}
    return {
        "night": night.ends_on.isoformat(),
        "windows": len(night.windows),
        **launched,
        "all": sum(launched.values()),
    }
