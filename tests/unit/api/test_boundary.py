"""Whatever happens inside, the client gets an answer, and the service knows."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.probe_routes import SECRET, probe_router
from tests.serving import bare_service
from zaslin.api.app import create_app
from zaslin.api.limits import Limits, Rate
from zaslin.api.logs import make_log
from zaslin.api.service import Service


@pytest.fixture
def lines() -> list[str]:
    """What the service has logged."""
    return []


@pytest.fixture
def service(lines: list[str]) -> Service:
    """A service whose log is kept in memory."""
    return bare_service(log=make_log(lines.append, lambda: 0.0))


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    """Somebody who asks it; an error inside is not raised here."""
    app = create_app(service, [("/probe", probe_router())])
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def _sample(service: Service, name: str, **labels: str) -> float:
    return service.metrics.registry.get_sample_value(name, labels) or 0.0


def test_a_mistake_is_answered_counted_and_logged_but_not_told(
    client: TestClient, service: Service, lines: list[str]
) -> None:
    """500 with a number to ask for; what went wrong is in the log alone."""
    answer = client.get("/probe/fail")

    assert answer.status_code == 500
    assert answer.json()["code"] == "internal"
    assert "swordfish" not in answer.text + str(answer.headers)
    assert _sample(service, "zaslin_http_failures_total") == 1
    failure = next(
        event for event in map(json.loads, lines) if event["event"] == "failure"
    )
    assert failure["request_id"] == answer.json()["request_id"]
    assert failure["exception"][0]["exc_value"] == SECRET
    assert "locals" not in failure["exception"][0]["frames"][-1]


def test_half_an_answer_is_counted_as_a_mistake(
    client: TestClient, service: Service
) -> None:
    """Nobody can be told any more, but the service knows."""
    client.get("/probe/half")

    assert _sample(service, "zaslin_http_failures_total") == 1


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/probe/", 404, "not_found"),
        ("GET", "/probe/echo/", 404, "not_found"),
        ("DELETE", "/probe/things/1", 405, "method_not_allowed"),
        ("BREW", "/probe/echo", 405, "method_not_allowed"),
        ("GET", "/probe/things/one", 422, "invalid"),
        ("GET", "/probe/list?limit=x", 422, "invalid"),
        ("GET", "/probe/seen", 401, "unauthenticated"),
        ("GET", "/nul%00", 400, "bad_request"),
        ("GET", "/newline%0d%0a", 400, "bad_request"),
        ("GET", "/probe/list?cursor=%00", 400, "bad_request"),
    ],
)
def test_every_error_is_a_problem_document(
    client: TestClient, method: str, path: str, status: int, code: str
) -> None:
    """The ones of the framework too."""
    answer = client.request(method, path)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == code
    assert answer.json()["status"] == status
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_a_parameter_that_cannot_be_read_is_named(client: TestClient) -> None:
    """Place, value and what would be accepted, for paths and queries too."""
    problem = client.get("/probe/things/one").json()

    assert problem["errors"] == [
        {
            "place": "path.number",
            "value": '"one"',
            "accepted": "a valid integer, unable to parse string as an integer",
        }
    ]


def test_all_methods_of_a_path_are_named(client: TestClient) -> None:
    """GET and PUT are two routes of one path."""
    answer = client.delete("/probe/things/1")

    assert answer.headers["allow"] == "GET, PUT"


@pytest.mark.parametrize("path", ["/probe/list", "/nowhere", "/probe/fail"])
def test_every_answer_has_the_headers_of_safety(client: TestClient, path: str) -> None:
    """Good ones and bad ones, and no server says what it is."""
    headers = client.get(path).headers

    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers
    assert "strict-transport-security" not in headers


def test_over_tls_the_browser_is_told_to_stay_there(service: Service) -> None:
    """HSTS where there is TLS, and nowhere else."""
    app = create_app(service)

    answer = TestClient(app, base_url="https://testserver").get("/healthz")

    assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_one_request_is_one_line(client: TestClient, lines: list[str]) -> None:
    """With the template of the route, so that logs can be counted."""
    client.get(
        "/probe/seen",
        headers={"Authorization": "Bearer key-of-viewer"},
    )

    (event,) = map(json.loads, lines)
    del event["took_ms"], event["request_id"]
    assert event == {
        "at": "1970-01-01T00:00:00.000Z",
        "event": "request",
        "level": "info",
        "client": "testclient",
        "by": "viewer",
        "method": "GET",
        "path": "/probe/seen",
        "route": "/probe/seen",
        "status": 200,
        "problem": None,
    }


def test_paths_that_are_made_up_do_not_fill_the_counters(
    client: TestClient, service: Service
) -> None:
    """A scanner asks for ten thousand paths; the counters know one."""
    for number in range(20):
        client.get(f"/scan/{number}")
        client.request(f"X{number}", "/scan")
    client.get("/probe/things/17")

    assert (
        _sample(
            service,
            "zaslin_http_requests_total",
            route="(none)",
            method="GET",
            status="404",
        )
        == 20
    )
    assert (
        _sample(
            service,
            "zaslin_http_requests_total",
            route="/probe/things/{number}",
            method="GET",
            status="200",
        )
        == 1
    )
    families = service.metrics.registry.collect()
    (requests,) = [each for each in families if each.name == "zaslin_http_requests"]
    assert len({each.labels["method"] for each in requests.samples}) == 2


def test_problems_are_counted_by_their_code(
    client: TestClient, service: Service
) -> None:
    """Those of routes and those of the layers round them."""
    client.get("/probe/seen")
    client.get("/nul%00")

    assert _sample(service, "zaslin_http_problems_total", code="unauthenticated") == 1
    assert _sample(service, "zaslin_http_problems_total", code="bad_request") == 1


def _limited(**limits: Any) -> TestClient:
    service = bare_service(limits=Limits(**limits), monotonic=lambda: 0.0)
    return TestClient(create_app(service, [("/probe", probe_router())]))


def test_an_address_that_asks_too_often_is_told_when_to_come_again() -> None:
    """429 with Retry-After, before anything else is done for it."""
    client = _limited(per_address=Rate(per_s=0.5, at_once=3))

    statuses = [client.get("/probe/list").status_code for _ in range(5)]
    last = client.get("/probe/list")

    assert statuses == [200, 200, 200, 429, 429]
    assert last.json()["code"] == "too_many_requests"
    assert last.headers["retry-after"] == "2"


def test_a_user_and_a_source_have_rates_of_their_own() -> None:
    """Whoever is over theirs is refused; the other one is not."""
    client = _limited(
        per_user=Rate(per_s=1, at_once=2), per_source=Rate(per_s=1, at_once=1)
    )
    viewer = {"Authorization": "Bearer key-of-viewer"}
    feed = {"Authorization": "Bearer key-of-feed"}

    as_feed = [client.get("/probe/seen", headers=feed).status_code for _ in range(2)]
    as_viewer = [
        client.get("/probe/seen", headers=viewer).status_code for _ in range(3)
    ]

    # A feed may not see, but it is counted before it is told so.
    assert as_feed == [403, 429]
    assert as_viewer == [200, 200, 429]
