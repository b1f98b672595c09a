"""A route that does not say who may use it is not served."""

import pytest
from fastapi import APIRouter, Depends

from tests.serving import bare_service
from zaslin.api.access import UnguardedRouteError, access_of, guard, public, served
from zaslin.api.app import create_app
from zaslin.api.security import Permission, require


def _router(*dependencies: object) -> APIRouter:
    router = APIRouter()

    @router.get("/new", dependencies=list(dependencies))  # type: ignore[arg-type]
    async def new() -> None:
        """Nothing."""

    return router


def test_an_app_with_a_forgotten_route_is_not_built() -> None:
    """Deny by default: saying nothing is an error, and not an open door."""
    with pytest.raises(UnguardedRouteError, match=r"/api/new.*no guard"):
        create_app(bare_service(), [("/api", _router())])


def test_a_route_is_not_public_and_guarded() -> None:
    """Who reads the route must not have to guess which of the two holds."""
    both = _router(public("why not"), require(Permission.SEE))

    with pytest.raises(UnguardedRouteError, match="public and"):
        create_app(bare_service(), [("", both)])


def test_an_ordinary_dependency_is_no_guard() -> None:
    """Only what is marked as a guard counts as one."""
    with pytest.raises(UnguardedRouteError):
        create_app(bare_service(), [("", _router(Depends(lambda: None)))])


def test_a_guard_inside_a_dependency_counts() -> None:
    """A dependency that depends on a guard brings it along."""

    def found(_who: object = require(Permission.SEE)) -> None:
        """Stands for the dependency of a desk."""

    app = create_app(bare_service(), [("", _router(Depends(found)))])

    (route,) = served(app.routes)
    assert access_of(route) == {"see"}


def test_a_public_route_has_its_reason() -> None:
    """Somebody thought about it."""
    with pytest.raises(ValueError, match="no reason"):
        public("")


def test_a_marked_guard_says_what_it_asks_for() -> None:
    """The description of the API takes it from there."""

    def anybody() -> None:
        """A guard of the test."""

    app = create_app(bare_service(), [("", _router(Depends(guard(anybody, "x"))))])

    (route,) = served(app.routes)
    assert access_of(route) == {"x"}
