"""What the settings of a service name: parameters, a scenario, interceptor types."""

from collections.abc import Callable
from pathlib import Path

from zaslin.config.defence import read_interceptor_types
from zaslin.config.folder import ConfigError, read_text
from zaslin.config.params import read_params
from zaslin.config.scenario import read_scenario
from zaslin.config.settings import Settings


def accept_named(settings: Settings, path: Path | None = None) -> None:
    """Refuse settings that name something that is not there or cannot be used.

    Raises
    ------
    ConfigError
        Naming the setting, the value and what is accepted.
    """
    where = f"{path}: " if path else ""
    _accept("desk.params", settings.desk.params, where, read_params)
    if settings.exercise.scenario:
        _accept("exercise.scenario", settings.exercise.scenario, where, read_scenario)
    if settings.desk.picture:
        _accept("desk.picture", settings.desk.picture, where, _read_start)
    known = {str(kind.id) for kind in read_interceptor_types()}
    for index, kind in enumerate(settings.two_person.types):
        # A live picture may bring types of its own; without one, these are all.
        if kind not in known and not settings.desk.picture:
            raise ConfigError(
                f"{where}two_person.types[{index}] is {kind!r}; "
                f"accepted: {', '.join(sorted(known))}"
            )


def _accept(name: str, value: str, where: str, read: Callable[[str], object]) -> None:
    try:
        read(value)
    except ConfigError as error:
        raise ConfigError(f"{where}{name}: {error}") from None


def _read_start(path: str) -> str:
    """The text of a picture; what it says is judged when the desk opens with it."""
    return read_text(Path(path))
