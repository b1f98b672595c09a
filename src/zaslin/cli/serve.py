"""``zaslin serve``: the operations service, until it is told to stop."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zaslin.cli.inputs import LARGEST_SEED, settle
from zaslin.cli.numbers import number, whole
from zaslin.cli.outcome import Failure, Unusable

if TYPE_CHECKING:
    from zaslin.config.settings import Settings

# Options by the setting that each of them states.
_OPTIONS = {
    "--db": ("database", "url"),
    "--host": ("server", "host"),
    "--port": ("server", "port"),
    "--scenario": ("exercise", "scenario"),
    "--speed": ("exercise", "speed"),
    "--skip": ("exercise", "skip_s"),
    "--seed": ("exercise", "seed"),
}

ConfigPath = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Settings, TOML as configs/service.toml; also ZASLIN_CONFIG.",
        show_default=False,
    ),
]


Db = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="URL",
        help="sqlite:///FILE, or postgresql://USER@HOST/NAME.",
        show_default="sqlite:///zaslin.db",
    ),
]
Host = Annotated[
    str | None,
    typer.Option(
        "--host", metavar="HOST", help="Where to listen.", show_default="127.0.0.1"
    ),
]
Port = Annotated[
    int | None,
    typer.Option(
        "--port",
        parser=whole(0, 65535),
        metavar="N",
        help="Port; 0 takes a free one.",
        show_default="8000",
    ),
]
Scenario = Annotated[
    str | None,
    typer.Option(
        "--scenario",
        metavar="NAME|FILE",
        help="Fly this simulated raid on the desk `sim` from the start.",
        show_default=False,
    ),
]
Speed = Annotated[
    float | None,
    typer.Option(
        "--speed",
        parser=number(0.1, 60.0, "simulated seconds in a second"),
        metavar="X",
        help="Simulated seconds in a second.",
        show_default="1",
    ),
]
Skip = Annotated[
    float | None,
    typer.Option(
        "--skip",
        parser=number(0.0, 86_400.0, "seconds"),
        metavar="S",
        help="Seconds of the raid that have passed, unanswered, when it begins.",
        show_default="0",
    ),
]
RaidSeed = Annotated[
    int | None,
    typer.Option(
        "--seed",
        parser=whole(0, LARGEST_SEED),
        metavar="N",
        help="Seed of the simulated raid.",
        show_default="1",
    ),
]
Demo = Annotated[
    bool,
    typer.Option(
        "--demo", help="Demonstration users with every role; on loopback only."
    ),
]
StopAfter = Annotated[
    float | None,
    typer.Option(
        "--stop-after",
        parser=number(0.0, 1e7, "seconds"),
        metavar="S",
        help="Stop by itself so many seconds after the first plan or, without a "
        "scenario, after the start.",
        show_default=False,
    ),
]


def serve_command(
    config: ConfigPath = None,
    db: Db = None,
    host: Host = None,
    port: Port = None,
    scenario: Scenario = None,
    speed: Speed = None,
    skip: Skip = None,
    seed: RaidSeed = None,
    demo: Demo = False,
    stop_after: StopAfter = None,
) -> None:
    """Serve the live desk, its journal and the API until told to stop.

    Settings come from the command line, the environment (ZASLIN_…) and a file, in this
    order. Log lines go to standard error. SIGTERM or Ctrl-C stops it gracefully: what
    was acknowledged is kept, streams are closed.
    """
    stated = {
        "--db": db,
        "--host": host,
        "--port": port,
        "--scenario": scenario,
        "--speed": speed,
        "--skip": skip,
        "--seed": seed,
    }
    settings = read_service_settings(config, stated)
    if demo and not settings.server.on_loopback:
        raise Unusable(
            f"--demo with server.host {settings.server.host!r}, where others could use "
            "a login that everybody knows; accepted: 127.0.0.1, ::1 or localhost"
        )
    _serve(settings, demo=demo, stop_after_s=stop_after)


def read_service_settings(
    config: Path | None, stated: Mapping[str, Any] | None = None
) -> "Settings":
    """The settings of the service, checked together with what they name.

    Raises :class:`Unusable`.
    """
    from zaslin.config import ConfigError
    from zaslin.config.named import accept_named
    from zaslin.config.sources import CONFIG_VARIABLE, Stated, read_settings

    named = os.environ.get(CONFIG_VARIABLE, "")
    path = config or (Path(named) if named else None)
    options = {
        _OPTIONS[option]: Stated(value=value, place=option)
        for option, value in (stated or {}).items()
        if value is not None
    }
    try:
        settings = read_settings(path, os.environ, options)
        accept_named(settings)
    except ConfigError as error:
        raise Unusable(str(error)) from None
    return settings


def _serve(settings: "Settings", *, demo: bool, stop_after_s: float | None) -> None:
    try:
        from zaslin.bootstrap.service import (
            CannotServeError,
            UnusableSettingsError,
            run_service,
        )
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("zaslin"):
            raise
        raise Failure(
            f"{error.name} is not installed; accepted: an installation with the extra "
            "'serve', pip install 'zaslin[serve]'"
        ) from None
    from zaslin.cli.serving import OnPaper

    settle()
    try:
        run_service(
            settings,
            demo=demo,
            stop_after_s=stop_after_s,
            listener=OnPaper(demo=demo),
        )
    except UnusableSettingsError as error:
        raise Unusable(str(error)) from None
    except CannotServeError as error:
        raise Failure(str(error)) from None
