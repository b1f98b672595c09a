"""Pages lead from one to the next and cannot be made to lead elsewhere."""

import base64
import json

import pytest
from starlette.testclient import TestClient

from tests.probe_routes import probe_router
from tests.serving import bare_service
from zaslin.api.app import create_app
from zaslin.api.limits import Limits
from zaslin.api.pagination import Page


@pytest.fixture
def client() -> TestClient:
    """Somebody who reads a list in pages of up to 20."""
    service = bare_service(limits=Limits(page=3, longest_page=20))
    return TestClient(create_app(service, [("/probe", probe_router())]))


def test_a_list_is_read_page_by_page(client: TestClient) -> None:
    """`next` of one page leads to the next one."""
    first = client.get("/probe/list").json()
    second = client.get(
        "/probe/list", params={"cursor": first["next"], "limit": 2}
    ).json()

    assert first["items"] == [0, 1, 2]
    assert second["items"] == [3, 4]


@pytest.mark.parametrize("limit", [0, -1, 21, 10**30])
def test_a_page_has_a_largest_size(client: TestClient, limit: int) -> None:
    """422 names what is accepted."""
    answer = client.get("/probe/list", params={"limit": limit})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["accepted"] == "1 to 20"


def _cursor(stated: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(stated).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "====",
        "абв",
        "/+/+",
        _cursor(7),
        _cursor(["probe"]),
        _cursor(["probe", "seven"]),
        _cursor(["probe", 7.5]),
        _cursor(["another", 7]),
        _cursor(["probe", 7, 7]),
        "A" * 10_000,
        Page(list_name="journal", limit=1).cursor(7),
    ],
)
def test_a_cursor_of_elsewhere_is_refused(client: TestClient, cursor: str) -> None:
    """Cut, made up, or of another list: 422, and never 500."""
    answer = client.get("/probe/list", params={"cursor": cursor})

    assert answer.status_code in (414, 422)
    assert answer.json()["code"] in ("invalid", "url_too_long")
