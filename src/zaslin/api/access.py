"""Deny by default: a route says who may use it, or the app is not built.

A dependency that decides about access is marked with :func:`guard`; a route that
anybody may use carries :func:`public` and a reason.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from fastapi import Depends
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.routing import BaseRoute

F = TypeVar("F", bound=Callable[..., Any])

_MARK = "__zaslin_access__"
PUBLIC = "public"


class UnguardedRouteError(Exception):
    """A route says nothing about who may use it, or two things."""


def guard(dependency: F, access: str) -> F:
    """Mark a dependency as the one that decides who may; ``access`` names the right."""
    setattr(dependency, _MARK, access)
    return dependency


def public(why: str) -> Any:
    """A dependency that lets everybody in; ``why`` is for the reader of the route."""
    if not why:
        raise ValueError("public: no reason; accepted: why anybody may use the route")

    def everybody() -> None:
        return None

    return Depends(guard(everybody, PUBLIC))


def served(routes: list[BaseRoute]) -> Iterator[RouteContext]:
    """Every route as it is served, those of included routers too."""
    return iter_route_contexts(routes)


def access_of(route: RouteContext) -> set[str]:
    """What the guards of a route ask for; empty if it has none."""
    if not isinstance(route.original_route, APIRoute):
        return set()
    return set(_marks(route.dependant))


def refuse_unguarded(routes: list[BaseRoute]) -> None:
    """Raise unless each route has a guard, and none is both public and guarded."""
    for route in served(routes):
        marks = access_of(route)
        name = f"{sorted(route.methods or ())} {route.path}"
        if not marks:
            raise UnguardedRouteError(
                f"{name}: no guard; accepted: require(...) or public(...)"
            )
        if PUBLIC in marks and len(marks) > 1:
            raise UnguardedRouteError(
                f"{name}: public and {sorted(marks - {PUBLIC})}; accepted: one of them"
            )


def _marks(dependant: Dependant) -> Iterator[str]:
    mark = getattr(dependant.call, _MARK, None)
    if mark is not None:
        yield str(mark)
    for each in dependant.dependencies:
        yield from _marks(each)
