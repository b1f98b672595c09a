"""The application: its commands, and the one place where errors become exit codes."""

from collections.abc import Sequence
from typing import Annotated

import typer

from zaslin.cli.after_action import report_command
from zaslin.cli.bench import app as bench
from zaslin.cli.campaign import campaign_command
from zaslin.cli.config import app as config
from zaslin.cli.help import examples, write_help
from zaslin.cli.journal import app as journal
from zaslin.cli.keys import app as keys
from zaslin.cli.outcome import (
    FAILURE,
    INTERRUPTED,
    SUCCESS,
    UNUSABLE,
    Failure,
    Unusable,
)
from zaslin.cli.plan import plan_command
from zaslin.cli.raid import raid_command
from zaslin.cli.replay import replay_command
from zaslin.cli.reserve import reserve_command
from zaslin.cli.schema import schema_command
from zaslin.cli.score import score_command
from zaslin.cli.serve import serve_command
from zaslin.cli.simulate import simulate_command
from zaslin.cli.streams import say, write_answer
from zaslin.cli.users import app as users
from zaslin.cli.verify import verify_command
from zaslin.cli.warm import warm_command
from zaslin.cli.wta.app import app as wta
from zaslin.wire.rejected import Rejected

app = typer.Typer(
    name="zaslin",
    epilog=examples(
        "zaslin raid --night 2025-09-07 --at 03:00 > picture.json",
        "zaslin plan picture.json",
    ),
    add_completion=False,
    # A defect is reported as Python reports it, in full and without colours.
    pretty_exceptions_enable=False,
    # Plain help keeps the examples as they are written, in a pipe too.
    rich_markup_mode=None,
)


def _show_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        write_answer(f"zaslin {version('zaslin')}\n".encode())
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001  (acts in its callback)
        bool,
        typer.Option(
            "--version",
            callback=_show_version,
            is_eager=True,
            help="Show the version and leave.",
        ),
    ] = False,
) -> None:
    """Air-defence shot allocation: advice only, for a person to decide on.

    Times are UTC, countdowns m:ss, money notional million euro (M€). Answers go to
    standard output, messages to standard error. Exit codes: 0 success, 1 a clear
    failure, 2 unusable arguments or input.
    """
    write_help(context)


app.command(
    "plan",
    epilog=examples(
        "zaslin plan picture.json",
        "zaslin plan picture.json --tracks reports.csv --deadline 0.5",
        "zaslin plan picture.json --why T0800",
        "zaslin raid --night 2025-09-07 | zaslin plan - --json > plan.json",
    ),
)(plan_command)
app.command(
    "score",
    epilog=examples(
        "zaslin score picture.json",
        "zaslin score picture.json --track T0800 --limit 100",
        "zaslin score picture.json --csv > scores.csv",
        "zaslin score picture.json --heatmap scores.png",
    ),
)(score_command)
app.command(
    "raid",
    epilog=examples(
        "zaslin raid --night 2025-09-07 --at 03:00 --seed 1 > picture.json",
        "zaslin raid --list",
    ),
)(raid_command)
app.command(
    "replay",
    epilog=examples(
        "zaslin replay night.ndjson",
        "zaslin replay night.ndjson --plans --json",
    ),
)(replay_command)
app.command(
    "simulate",
    epilog=examples(
        "zaslin simulate",
        "zaslin simulate two_waves --policy greedy_soonest --seed 7 --bound",
        "zaslin simulate tiny --journal night.ndjson && zaslin replay night.ndjson",
    ),
)(simulate_command)
app.command(
    "report",
    epilog=examples(
        "zaslin simulate tiny --bound --journal night.ndjson && "
        "zaslin report night.ndjson --out night.html",
        "zaslin report study --out study.html --lang en",
    ),
)(report_command)
app.command(
    "campaign",
    epilog=examples(
        "zaslin campaign tiny --policies priced_forecast,greedy_soonest --out study",
        "zaslin campaign all --policies all --runs 30 --seed 1 --out study",
        "zaslin campaign all --cluster tcp://127.0.0.1:8786 --out study",
    ),
)(campaign_command)
app.command(
    "reserve",
    epilog=examples(
        "zaslin reserve scarce_missiles --nights 3 --plot prices.svg",
        "zaslin reserve two_waves --types medium_range_missile --json",
        "zaslin reserve scarce_missiles --resupply medium_range_missile=4",
    ),
)(reserve_command)
app.command("schema", epilog=examples("zaslin schema plan > plan.schema.json"))(
    schema_command
)
app.command(
    "verify",
    epilog=examples(
        "zaslin plan picture.json --witness plan.npz",
        "zaslin verify plan.npz",
        "zaslin verify night.ndjson --checkpoint held.txt --key zaslin.db.key.pub",
    ),
)(verify_command)
app.command(
    "serve",
    epilog=examples(
        "zaslin serve",
        "zaslin serve --scenario tiny --demo",
        "zaslin serve --config /etc/zaslin/service.toml",
    ),
)(serve_command)
app.command("warm", epilog=examples("zaslin warm"))(warm_command)
app.add_typer(config, name="config")
app.add_typer(journal, name="journal")
app.add_typer(users, name="users")
app.add_typer(keys, name="keys")
app.add_typer(bench, name="bench")
app.add_typer(wta, name="wta")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code.

    Parameters
    ----------
    arguments
        What follows the name of the program; by default those of this process.
    """
    try:
        # Not stand-alone: errors come here instead of in a box of several lines.
        code = app(arguments, prog_name="zaslin", standalone_mode=False)
    except Rejected as rejected:
        say(str(rejected))
        return UNUSABLE
    except Unusable as unusable:
        say(f"zaslin: {unusable}")
        return UNUSABLE
    except Failure as failure:
        say(f"zaslin: {failure}")
        return FAILURE
    except typer.TyperException as misuse:
        say(f"zaslin: {_one_line(misuse)}")
        return UNUSABLE
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    if code == INTERRUPTED:
        say("zaslin: interrupted")
    return code if isinstance(code, int) else SUCCESS


def _one_line(misuse: typer.TyperException) -> str:
    """A usage error with the command whose help would have told."""
    context = getattr(misuse, "ctx", None)
    command = context.command_path if context else "zaslin"
    message = " ".join(misuse.format_message().split()).rstrip(".")
    return f"{message}; see {command} --help"
