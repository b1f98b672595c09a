"""A standby answers with the leader's voice, and says so when there is none."""

import itertools
import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import httpx2
import pytest

from tests.probe_routes import probe_router
from tests.serving import Address, bare_service, eventually, exchange, serving
from zaslin.api.app import create_app
from zaslin.api.forwarding import believe_replica
from zaslin.api.limits import Limits
from zaslin.api.logs import make_log
from zaslin.api.routes import description, health
from zaslin.api.service import Service

KEY = "a key that replicas share"
PROBE = "/api/v1/probe"


@dataclass
class Following:
    """The lead as a standby sees it; a test may move it."""

    leads: bool = False
    address: str | None = None
    epoch: int = 4


@dataclass(frozen=True)
class Pair:
    """A leader, and a standby that follows it."""

    leader: Service
    leader_at: Address
    standby: Service
    standby_at: Address
    lead: Following
    leader_lines: list[str]
    standby_lines: list[str]

    def get(self, path: str, **more: object) -> httpx2.Response:
        """Ask the standby."""
        return self.request("GET", path, **more)

    def request(self, method: str, path: str, **more: object) -> httpx2.Response:
        """Ask the standby."""
        with httpx2.Client(trust_env=False) as client:
            return client.request(method, self.standby_at.url + path, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    """Two processes' worth of service, each on a port of its own."""
    routers = [
        (PROBE, probe_router()),
        ("", health.router),
        ("/api/v1", description.router),
    ]
    lead = Following()
    lines: tuple[list[str], list[str]] = ([], [])
    leader = bare_service(replica_key=KEY, log=make_log(lines[0].append, lambda: 0.0))
    standby = bare_service(
        replica_key=KEY,
        lead=lead,
        limits=Limits(forward_s=1.0, body_bytes=2_000),
        log=make_log(lines[1].append, lambda: 0.0),
    )
    with ExitStack() as stack:
        leader_at = stack.enter_context(serving(create_app(leader, routers)))
        standby_at = stack.enter_context(serving(create_app(standby, routers)))
        yield Pair(leader, leader_at, standby, standby_at, lead, *lines)


@pytest.fixture(autouse=True)
def _follow(pair: Pair) -> None:
    """Each test begins with a standby that knows its leader."""
    pair.lead.leads, pair.lead.address = False, pair.leader_at.url


def _outcomes(pair: Pair, outcome: str) -> float:
    name = "zaslin_http_forwarded_total"
    registry = pair.standby.metrics.registry
    return registry.get_sample_value(name, {"outcome": outcome}) or 0.0


def _numbers(lines: list[str]) -> set[str]:
    return {json.loads(line)["request_id"] for line in lines}


def _is_over(service: Service, route: str) -> bool:
    """Whether a request to the route is over: only then is it counted."""
    return any(
        sample.name == "zaslin_http_requests_total" and route in sample.labels.values()
        for family in service.metrics.registry.collect()
        for sample in family.samples
    )


def test_the_leader_answers_through_the_standby(pair: Pair) -> None:
    """Status, headers and body are the leader's."""
    before = _outcomes(pair, "answered")
    found = pair.get(f"{PROBE}/things/7")
    unchanged = pair.get(f"{PROBE}/things/7", headers={"If-None-Match": '"v7"'})
    posted = pair.request("POST", f"{PROBE}/echo", json={"name": "a"})
    missing = pair.get("/api/v1/nowhere%20at%2Fall?a=%20b")

    assert (found.status_code, found.json(), found.headers["etag"]) == (200, 7, '"v7"')
    assert unchanged.status_code == 304
    assert posted.json()["name"] == "a"
    assert missing.json()["code"] == "not_found"
    assert eventually(lambda: _outcomes(pair, "answered") == before + 4)


def test_who_asked_is_known_to_the_leader(pair: Pair) -> None:
    """And nobody but a replica can say who asked."""
    forged = {
        "x-zaslin-client": "203.0.113.9",
        "x-zaslin-replica": "guessed",
        "x-zaslin-scheme": "https",
        "x-forwarded-for": "203.0.113.9",
    }

    through = pair.get(f"{PROBE}/client", headers=forged)
    with httpx2.Client(trust_env=False) as client:
        direct = client.get(f"{pair.leader_at.url}{PROBE}/client", headers=forged)

    assert through.json() == ["127.0.0.1", "http"]
    assert direct.json() == ["127.0.0.1", "http"]


def test_a_request_has_one_number_in_both_logs(pair: Pair) -> None:
    """What the client is told is what both processes have logged."""
    answer = pair.get("/api/v1/nowhere")

    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    number = answer.json()["request_id"]
    assert eventually(lambda: number in _numbers(pair.leader_lines))
    assert eventually(lambda: number in _numbers(pair.standby_lines))


def test_credentials_pass_through(pair: Pair) -> None:
    """The leader judges them; the standby knows nobody."""
    named = pair.get(f"{PROBE}/seen", headers={"Authorization": "Bearer key-of-viewer"})

    assert named.json() == "viewer"
    assert pair.get(f"{PROBE}/seen").status_code == 401


def test_a_stream_is_passed_on_as_it_comes(pair: Pair) -> None:
    """Nobody waits for its end, and when the client leaves the leader stops too."""
    url = f"{pair.standby_at.url}{PROBE}/forever"
    with (
        httpx2.Client(trust_env=False) as client,
        client.stream("GET", url) as answer,
    ):
        first = list(itertools.islice(answer.iter_lines(), 5))

    assert answer.headers["content-type"].startswith("text/event-stream")
    assert "data: again" in first
    # The standby knows no route of what it passes on.
    assert eventually(lambda: _is_over(pair.leader, f"{PROBE}/forever"))


def test_the_standby_has_limits_of_its_own(pair: Pair) -> None:
    """A flood is stopped where it arrives."""
    answer = pair.request("POST", f"{PROBE}/echo", json={"name": "a" * 3_000})

    # And one whose length nobody stated, on its way to the leader already.
    parts = iter([b" " * 1_500] * 3)
    streamed = pair.request(
        "POST",
        f"{PROBE}/echo",
        content=parts,
        headers={"Content-Type": "application/json"},
    )

    assert answer.json()["code"] == "body_too_large"
    assert streamed.json()["code"] == "body_too_large"


def test_the_standby_speaks_for_itself(pair: Pair) -> None:
    """Health, metrics and the description are those of the process that is asked."""
    for path in ("/healthz", "/metrics", "/api/v1/openapi.json"):
        assert pair.get(path).status_code == 200
    ready = pair.get("/readyz").json()

    assert (ready["ready"], ready["leads"], ready["epoch"]) == (True, False, 4)


@pytest.mark.parametrize("address", [None, "http://127.0.0.1:9"])
def test_without_a_leader_the_client_is_told_to_come_again(
    pair: Pair, address: str | None
) -> None:
    """503 not_leader: certain that nothing was done."""
    pair.lead.address = address

    answer = pair.request("POST", f"{PROBE}/echo", json={"name": "a"})

    assert answer.status_code == 503
    assert answer.json()["code"] == "not_leader"
    assert answer.headers["retry-after"] == "1"


def test_a_leader_that_does_not_answer_may_have_acted(pair: Pair) -> None:
    """A lost answer to a change is `outcome_unknown`, and to a question is not."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        pair.lead.address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        changed = pair.request("POST", f"{PROBE}/echo", json={"name": "a"})
        asked = pair.get(f"{PROBE}/list")

    assert changed.json()["code"] == "outcome_unknown"
    assert asked.json()["code"] == "not_leader"


def test_two_that_take_each_other_for_the_leader_do_not_go_round(pair: Pair) -> None:
    """A request is passed on once."""
    pair.lead.address = pair.standby_at.url

    answer = pair.get(f"{PROBE}/list")

    assert answer.json()["code"] == "not_leader"


def test_a_mistake_of_the_leader_is_passed_on_as_one(pair: Pair) -> None:
    """500 stays 500; half an answer stays half."""
    assert pair.get(f"{PROBE}/fail").json()["code"] == "internal"
    request = f"GET {PROBE}/half HTTP/1.1\r\nHost: x\r\n\r\n".encode()

    half = exchange(pair.standby_at, request)

    assert b"the first half" in half
    assert not half.endswith(b"0\r\n\r\n")


def test_a_service_without_replicas_believes_nobody() -> None:
    """An empty key matches nothing, not even an empty one."""
    scope = {"headers": [(b"x-zaslin-replica", b""), (b"x-zaslin-client", b"a")]}

    assert not believe_replica(scope, "")
    assert "client" not in scope
