"""The published description says what the routes do."""

from typing import Any

import jsonschema
import msgspec
import pytest
from fastapi import APIRouter
from starlette.responses import Response
from starlette.testclient import TestClient

from tests.probe_routes import PROBE, probe_router
from tests.serving import bare_service
from zaslin.api.app import Routers, create_app
from zaslin.api.endpoint import answer, documented
from zaslin.api.openapi import ClashError, openapi


def _described(routers: Routers | None = None) -> dict[str, Any]:
    return openapi(create_app(bare_service(), routers))


@pytest.fixture(scope="module")
def probe() -> dict[str, Any]:
    """The description of the routes of tests."""
    return _described([("/probe", probe_router())])


def _resolved(description: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """A schema that stands by itself."""
    return {**schema, "components": description["components"]}


def test_documents_are_those_of_msgspec(probe: dict[str, Any]) -> None:
    """With bounds, and nothing of pydantic's."""
    schemas = probe["components"]["schemas"]

    assert schemas["Inner"]["properties"]["number"]["maximum"] == 10
    assert schemas["Order"]["additionalProperties"] is False
    assert "HTTPValidationError" not in schemas
    posted = probe["paths"]["/probe/echo"]["post"]
    assert posted["requestBody"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/Order"
    }


def test_every_operation_says_how_it_fails(probe: dict[str, Any]) -> None:
    """Problems are the same everywhere, and 401 is not where nobody signs in."""
    posted = probe["paths"]["/probe/echo"]["post"]["responses"]
    seen = probe["paths"]["/probe/seen"]["get"]["responses"]

    assert {"200", "400", "408", "409", "413", "415", "422", "429", "500", "503"} <= {
        *posted
    }
    assert "401" not in posted
    assert "401" in seen
    assert seen["401"] == {"$ref": "#/components/responses/problem401"}


def test_every_operation_says_who_may(probe: dict[str, Any]) -> None:
    """A session or a key, or nobody in particular."""
    paths = probe["paths"]

    assert paths["/probe/seen"]["get"]["security"] == [{"session": []}, {"key": []}]
    assert paths["/probe/seen"]["get"]["x-access"] == ["see"]
    assert paths["/probe/echo"]["post"]["security"] == []


def test_headers_and_pages_are_parameters(probe: dict[str, Any]) -> None:
    """What a dependency reads is published as well."""
    acted = probe["paths"]["/probe/act"]["post"]["parameters"]
    listed = probe["paths"]["/probe/list"]["get"]["parameters"]

    assert [(each["in"], each["name"]) for each in acted] == [
        ("header", "Idempotency-Key")
    ]
    assert {each["name"] for each in listed} == {"limit", "cursor"}


def test_conditions_are_published_with_what_they_lead_to() -> None:
    """If-Match where something is changed, If-None-Match where something is read."""
    control = _described()["paths"]["/api/v1/desks/{desk}/control"]

    asked = {each["name"] for each in control["get"]["parameters"]}
    changed = {each["name"] for each in control["put"]["parameters"]}
    assert "If-None-Match" in asked
    assert "304" in control["get"]["responses"]
    assert {"If-Match", "Idempotency-Key"} <= changed
    assert {"412", "428"} <= set(control["put"]["responses"])


def _examples(description: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    found = []
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            contents = [operation.get("requestBody", {}).get("content", {})]
            contents += [
                each.get("content", {}) for each in operation["responses"].values()
            ]
            found += [
                (f"{method} {path}", content["schema"], content["example"])
                for content in (each for group in contents for each in group.values())
                if "example" in content
            ]
    return found


def test_every_example_is_what_it_is_an_example_of() -> None:
    """An example that does not fit its schema teaches the wrong thing."""
    description = _described()
    examples = _examples(description)

    for where, schema, example in examples:
        validator = jsonschema.Draft202012Validator(_resolved(description, schema))
        errors = [error.message for error in validator.iter_errors(example)]
        assert not errors, where
    assert examples


def test_every_reference_leads_somewhere() -> None:
    """In the description of the whole service."""
    description = _described()
    schemas = description["components"]["schemas"]

    def references(part: object) -> set[str]:
        if isinstance(part, dict):
            own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
            return own.union(*(references(each) for each in part.values()))
        if isinstance(part, list):
            return set().union(*(references(each) for each in part))
        return set()

    names = {each.removeprefix("#/components/schemas/") for each in references(schemas)}
    assert names <= set(schemas)


class Order(msgspec.Struct):
    """Another document of the same name."""

    different: int


def test_two_documents_of_one_name_are_refused() -> None:
    """Or readers of the description would take one for the other."""
    router = APIRouter()

    @router.get("/other", dependencies=[PROBE], **documented(response=Order))
    async def other() -> Response:
        return answer(Order(1))

    with pytest.raises(ClashError, match="called Order"):
        _described([("/probe", probe_router()), ("", router)])


def test_two_routes_of_one_name_are_refused() -> None:
    """Clients are made from the names of operations."""
    with pytest.raises(ClashError, match="two routes"):
        _described([("/a", probe_router()), ("/b", probe_router())])


def test_the_description_is_served_with_its_version() -> None:
    """Anybody may read it, and need not read it again."""
    client = TestClient(create_app(bare_service()))

    first = client.get("/api/v1/openapi.json")
    again = client.get(
        "/api/v1/openapi.json", headers={"If-None-Match": first.headers["etag"]}
    )

    assert first.json()["openapi"].startswith("3.1")
    assert again.status_code == 304
    assert again.content == b""
