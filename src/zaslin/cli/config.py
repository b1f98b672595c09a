"""``zaslin config check``: whether configuration files can be used."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from zaslin.cli.help import examples, write_help
from zaslin.cli.inputs import AsJson
from zaslin.cli.outcome import Unusable
from zaslin.cli.streams import say, write_answer

app = typer.Typer()


@app.callback(invoke_without_command=True)
def _start(context: typer.Context) -> None:
    """Configuration files."""
    write_help(context)


@app.command(
    "check",
    epilog=examples(
        "zaslin config check",
        "zaslin config check my_params.toml my_laydown.toml",
        "zaslin config check /etc/zaslin/service.toml",
    ),
)
def check_command(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILES…]",
            help="Files to check; without any, all that are shipped.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Validate configuration files: service settings, parameters, types and others.

    What a file configures is told by its keys. Every unusable file gets one line on
    standard error with the key, its value and what is accepted; the exit code is
    then 2.
    """
    from zaslin.config import ConfigError

    good: list[tuple[str, Path]] = []
    bad: list[str] = []
    for path in map(_from_here, files or _shipped()):
        try:
            good.append((_check(path), path))
        except ConfigError as error:
            bad.append(str(error))
    for line in bad[:-1]:
        say(f"zaslin: {line}")
    if bad:
        raise Unusable(bad[-1])
    if as_json:
        checked = [{"file": str(path), "configures": kind} for kind, path in good]
        write_answer(f"{json.dumps({'checked': checked})}\n".encode())
        return
    write_answer("".join(f"ok  {kind:18}  {path}\n" for kind, path in good).encode())


def _from_here(path: Path) -> Path:
    """The path as a person in the current folder would write it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _shipped() -> Iterator[Path]:
    from zaslin.config import config_folder

    folder = config_folder()
    yield from sorted(folder.glob("*/*.toml"))
    yield folder / "raids" / "nights.csv"
    yield folder / "service.toml"


def _check(path: Path) -> str:
    """What the file configures; raises ``ConfigError`` if it cannot."""
    from zaslin.config import read_laydown, read_nights, read_scenario
    from zaslin.config.named import accept_named

    if path.suffix == ".csv":
        read_nights(path)
        return "recorded nights"
    from zaslin.config.settings import Settings
    from zaslin.config.sources import read_settings
    from zaslin.config.table import read_into, read_table
    from zaslin.domain.defence import InterceptorType
    from zaslin.domain.params import PlanParams
    from zaslin.sim.laydown import Laydown
    from zaslin.sim.place import Places
    from zaslin.sim.profile import RaidProfile
    from zaslin.sim.scenario import Scenario

    kinds: dict[str, type] = {
        "parameters": PlanParams,
        "interceptor type": InterceptorType,
        "laydown": Laydown,
        "places": Places,
        "raid profile": RaidProfile,
        "scenario": Scenario,
        "service": Settings,
    }
    keys = set(read_table(path))
    # An empty table is a set of parameters that keeps every default.
    kind = max(kinds, key=lambda name: len(keys & set(_fields(kinds[name]))))
    # These name other things, which must exist.
    if kinds[kind] is Settings:
        accept_named(read_settings(path), path)
    elif kinds[kind] is Laydown:
        read_laydown(path)
    elif kinds[kind] is Scenario:
        read_scenario(path)
    else:
        read_into(kinds[kind], path)
    return kind


def _fields(kind: type) -> list[str]:
    import dataclasses

    return [field.name for field in dataclasses.fields(kind)]
