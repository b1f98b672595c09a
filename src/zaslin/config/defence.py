"""Interceptor types and laydowns from ``configs``."""

from pathlib import Path

from zaslin.config.folder import ConfigError, find, shipped
from zaslin.config.table import read_into
from zaslin.domain.defence import InterceptorType
from zaslin.sim.laydown import Laydown


def read_interceptor_types() -> tuple[InterceptorType, ...]:
    """All shipped interceptor types, one file each, by file name."""
    types = []
    for name, path in shipped("interceptors").items():
        kind = read_into(InterceptorType, path)
        if kind.id != name:
            raise ConfigError(
                f"{path}: id is {kind.id!r}; accepted: {name!r}, the name of the file"
            )
        types.append(kind)
    return tuple(types)


def read_laydown(name: str | Path) -> Laydown:
    """A laydown by shipped name or by path."""
    path = find("defence", name)
    laydown = read_into(Laydown, path)
    known = shipped("interceptors")
    for title, team in laydown.teams.items():
        for magazine in team.magazines:
            if magazine.interceptor_type not in known:
                raise ConfigError(
                    f"{path}: teams.{title}.magazines names "
                    f"{magazine.interceptor_type!r}; accepted: {', '.join(known)}"
                )
    return laydown
