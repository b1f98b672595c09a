"""The API does not change without its snapshot, and decides by one way only."""

import json
from typing import Any

from tests.openapi_snapshot import SNAPSHOT, described

READING = {"get"}
# Of everything that can be asked, only this leads to an engagement.
DECIDES = {
    ("post", "/api/v1/desks/{desk}/decisions"),
    ("post", "/api/v1/desks/{desk}/nominations/{nomination}/confirmation"),
}


def _operations() -> list[tuple[str, str, dict[str, Any]]]:
    description = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    return [
        (method, path, operation)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_snapshot_is_what_the_service_publishes() -> None:
    """If the change is meant: ``python -m tests.openapi_snapshot``."""
    assert json.loads(described()) == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def test_only_decisions_of_a_person_lead_to_an_engagement() -> None:
    """The right to decide, and the password given anew, and no other door."""
    deciding = {
        (method, path)
        for method, path, operation in _operations()
        if any(access == "decide+step_up" for access in operation["x-access"])
    }

    assert deciding == DECIDES


def test_whatever_changes_something_is_guarded() -> None:
    """Anybody may sign in; everything else that changes something asks who it is."""
    open_to_all = {
        (method, path)
        for method, path, operation in _operations()
        if method not in READING and operation["x-access"] == ["public"]
    }

    assert open_to_all == {("post", "/api/v1/session")}


def test_what_a_desk_is_told_can_be_told_twice() -> None:
    """Every POST to a desk that changes it takes an Idempotency-Key.

    Reports are newest-wins, preparations and what-ifs change nothing.
    """
    unkeyed = {
        path.removeprefix("/api/v1/desks/{desk}/")
        for method, path, operation in _operations()
        if method == "post"
        and path.startswith("/api/v1/desks/{desk}/")
        and "Idempotency-Key"
        not in {each["name"] for each in operation.get("parameters", ())}
    }

    assert unkeyed == {"reports", "decisions/preparations", "what-if"}
