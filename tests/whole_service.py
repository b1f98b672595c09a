"""A whole service as bootstrap opens it: database, people, planning, an exercise.

Nothing in it is made up except who uses it: one person with every role that a person
may have, one viewer, and the keys of a feed and of an auditor.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from fastapi import FastAPI

from tests.people import HERE, ON_THE_MACHINE, password_of
from tests.serving import Address, serving
from zaslin.adapters.people import PeopleStore
from zaslin.api.app import create_app
from zaslin.api.limits import Limits, Rate
from zaslin.api.logs import silent
from zaslin.api.service import Service
from zaslin.bootstrap.parts import Parts, open_parts
from zaslin.config.settings import (
    DatabaseSettings,
    ExerciseSettings,
    ServerSettings,
    Settings,
)
from zaslin.domain.account import KeyOrder
from zaslin.domain.role import PERSON_ROLES, Grant, Role, Scope

SCENARIO = "tiny"
# A fuzzer asks as fast as it can, and what it is to test lies behind the rates.
NO_RATE = Rate(per_s=1e6, at_once=1e6)
UNHURRIED = {
    "per_address": NO_RATE,
    "per_user": NO_RATE,
    "per_source": NO_RATE,
    "tracks_per_source": NO_RATE,
}


@dataclass(frozen=True)
class Whole:
    """The service, where it listens, and headers that say who asks."""

    service: Service
    app: FastAPI
    address: Address
    parts: Parts
    headers: Mapping[str, dict[str, str]]


@contextmanager
def whole_service(folder: Path, **limits: object) -> Iterator[Whole]:
    """A service with its files in a folder, on a port of its own."""
    settings = Settings(
        server=ServerSettings(port=0),
        database=DatabaseSettings(
            url=f"sqlite:///{folder / 'zaslin.db'}",
            # A busy machine is no reason to stand down in the middle of a test.
            lease_s=60.0,
        ),
        exercise=ExerciseSettings(scenario=SCENARIO),
    )
    with ExitStack() as closing:
        parts = open_parts(settings, demo=False, log=silent(), closing=closing)
        wanted = Limits(**{**UNHURRIED, **limits})  # type: ignore[arg-type]
        service = replace(parts.service, limits=wanted)
        app = create_app(service)
        address = closing.enter_context(
            serving(app, limits=wanted, metrics=service.metrics)
        )
        headers = _who(cast("PeopleStore", service.people), address)
        yield Whole(service, app, address, parts, headers)


def _who(people: PeopleStore, address: Address) -> dict[str, dict[str, str]]:
    def person(name: str, *roles: Role) -> dict[str, str]:
        added = people.administration.add_user(ON_THE_MACHINE, name, _grants(*roles))
        first = people.sign_in(name, added.secret, HERE)
        chosen = password_of(name)
        begun = people.change_password(first.principal, added.secret, chosen, HERE)
        stepped = people.step_up(begun.principal, chosen, HERE)
        return {
            "Host": f"{address.host}:{address.port}",
            "Origin": address.url,
            "Cookie": f"zaslin={stepped.token}",
        }

    def key(name: str, *roles: Role, source: str = "") -> dict[str, str]:
        order = KeyOrder(
            name=name,
            grants=frozenset(_grants(*roles)),
            expires_s=time.time() + 86_400.0,
            source=source,
        )
        secret = people.administration.add_key(ON_THE_MACHINE, order).secret
        return {"Authorization": f"Bearer {secret}"}

    return {
        "everybody": person("everybody", *sorted(PERSON_ROLES)),
        "viewer": person("viewer", Role.VIEWER),
        "feed": key("radar-key", Role.FEED, source="radar"),
        "auditor": key("auditor-key", Role.AUDITOR),
        "nobody": {},
    }


def _grants(*roles: Role) -> tuple[Grant, ...]:
    return tuple(Grant(role=role, scope=Scope.ALL) for role in roles)
