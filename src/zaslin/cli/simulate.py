"""``zaslin simulate``: one night, flown against the plans of one policy."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zaslin.cli.bar import bar
from zaslin.cli.inputs import AsJson, Seed, settle
from zaslin.cli.outcome import Unusable
from zaslin.cli.streams import (
    accept_output_path,
    say,
    write_answer,
    write_file,
    write_report,
)

if TYPE_CHECKING:
    from zaslin.sim.run import Run
    from zaslin.sim.setting import Setting

_STEPS = 1000

Scenario = Annotated[
    str,
    typer.Argument(
        metavar="[SCENARIO]",
        help="Shipped name, or a TOML file.",
        show_default=True,
    ),
]
PolicyName = Annotated[
    str,
    typer.Option(
        "--policy",
        metavar="NAME",
        help="What makes the plans: priced_forecast, priced, static, fixed_reserve, or "
        "a baseline such as greedy_soonest.",
    ),
]
JournalPath = Annotated[
    Path | None,
    typer.Option(
        "--journal",
        metavar="FILE",
        help="Write the desk's journal, for `zaslin replay` and `zaslin report`, and "
        "beside it the truth, NAME.truth.json.",
    ),
]
Bound = Annotated[
    bool,
    typer.Option("--bound", help="Bound what any policy leaks of this raid."),
]
Reproducible = Annotated[
    bool,
    typer.Option(
        "--reproducible",
        help="Leave all measured times at zero: equal input and seed, equal bytes.",
    ),
]


def simulate_command(
    scenario: Scenario = "tiny",
    policy: PolicyName = "priced_forecast",
    seed: Seed = 1,
    as_json: AsJson = False,
    journal: JournalPath = None,
    bound: Bound = False,
    reproducible: Reproducible = False,
) -> None:
    """Fly one simulated night: raid, sensors, people and outages round the real desk.

    Under one seed every policy meets the same raid and the same dice. Money is
    notional million euro (M€), times are of the wall clock.
    """
    if journal is not None:
        _accept_paths(journal, scenario)
    setting = _setting(scenario, policy)
    with bar(f"{setting.name}, {policy}", _STEPS) as tell:
        from zaslin.bootstrap.study import fly_setting

        settle()
        run = fly_setting(
            setting,
            policy,
            seed,
            bound=bound,
            on_step=lambda share: tell(round(share * _STEPS)),
        )
    if journal is not None:
        _write_journal(journal, setting, run)
    if as_json:
        from zaslin.bootstrap.run_rows import encode_run

        write_answer(encode_run(run, timed=not reproducible))
        return
    from zaslin.cli.run_report import run_report

    write_report(run_report(run, timed=not reproducible))


def _accept_paths(journal: Path, scenario: str) -> None:
    from zaslin.adapters.truth_json import truth_path
    from zaslin.config import config_folder

    read = (scenario, *map(str, config_folder().rglob("*.toml")))
    accept_output_path(journal, "--journal", inputs=read)
    accept_output_path(truth_path(journal), "truth of --journal", inputs=read)


def _setting(scenario: str, policy: str) -> "Setting":
    from zaslin.bootstrap.simulation import load_setting
    from zaslin.bootstrap.study import accept_policies

    try:
        accept_policies((policy,))
        return load_setting(scenario)
    except ValueError as error:
        raise Unusable(str(error)) from None


def _write_journal(path: Path, setting: "Setting", run: "Run") -> None:
    from zaslin.adapters import truth_json
    from zaslin.adapters.journal import file as journal_file
    from zaslin.bootstrap.replay import about_run
    from zaslin.bootstrap.truth import truth_of

    about = about_run(setting, run.result.policy, run.result.seed)
    entries = run.journal.entries()
    write_file(path, lambda file: journal_file.write(entries, file, about))
    truth = truth_json.encode(truth_of(run, truth_json.file_digest(path)))
    beside = truth_json.truth_path(path)
    write_file(beside, lambda file: file.write(truth))
    say(f"zaslin: wrote {path}")
