"""Whether a process can be relied on is judged from what it has done."""

from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from tests.live_desks import Bench, bench
from tests.serving import bare_service
from zaslin.api.app import create_app
from zaslin.api.ports import Alone
from zaslin.live.board import Health
from zaslin.ops.journal_fault import JournalUnavailableError


class OnTheBench:
    """A desk whose turns the test takes, told of as if its thread did."""

    def __init__(self, bench_: Bench) -> None:
        self._bench = bench_

    def health(self) -> Health:
        """As the board has it."""
        return self._bench.live.board.health


class Unreachable:
    """A database that does not answer."""

    def check(self) -> None:
        """Nothing comes back."""
        raise ConnectionError("refused")


@pytest.fixture
def working() -> Bench:
    """A desk that has been at work for some seconds."""
    made = bench()
    made.turns(5)
    return made


def _client(working: Bench | None = None, **parts: Any) -> TestClient:
    desks = {} if working is None else {"live": OnTheBench(working)}
    app = create_app(bare_service(desks=desks, **parts))
    return TestClient(app, client=("127.0.0.1", 50_000))


def test_a_process_is_alive_if_it_answers() -> None:
    """Nothing else is asked, so that a lost database is no reason to kill it."""
    assert _client(database=Unreachable()).get("/healthz").json() == {"status": "alive"}


def test_readiness_counts_what_each_stage_has_done(working: Bench) -> None:
    """A count that stands still says that something hangs."""
    client = _client(working)

    first = client.get("/readyz").json()
    working.turns(3)
    second = client.get("/readyz").json()

    assert first["ready"] is True
    before, after = (each["desks"]["live"]["stages"] for each in (first, second))
    for stage in ("ingest", "picture", "plan", "publish"):
        assert 0 < before[stage]["done"] < after[stage]["done"], stage
    assert first["desks"]["live"]["workers_ready"] == 1


def test_a_database_that_does_not_answer_is_missing(working: Bench) -> None:
    """503, with the same members beside those of the problem."""
    answer = _client(working, database=Unreachable()).get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["code"] == "not_ready"
    assert answer.json()["missing"] == ["database"]
    assert answer.json()["desks"]["live"]["stages"]["plan"]["done"] > 0
    assert "refused" not in answer.text


def test_a_desk_without_its_journal_is_not_ready(working: Bench) -> None:
    """Reasons come as stable words, without what they are about."""
    working.journal.fault = JournalUnavailableError("disk of /var/lib is full")
    working.journal.deaf = True
    working.turns(5)

    answer = _client(working).get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["missing"] == ["journal"]
    assert "journal_unavailable" in answer.json()["desks"]["live"]["reasons"]
    assert "/var/lib" not in answer.text


@pytest.mark.parametrize(
    ("lead", "missing"),
    [
        (Alone(leads=False, address="http://192.0.2.1:8000", epoch=3), []),
        (Alone(leads=False, address=None, epoch=3), ["leader"]),
        (Alone(), ["desk"]),
    ],
)
def test_a_standby_needs_a_leader_and_a_leader_needs_desks(
    lead: Alone, missing: list[str]
) -> None:
    """Each is ready for what it is there for."""
    readiness = _client(lead=lead).get("/readyz").json()

    assert readiness["missing"] == missing
    assert readiness["ready"] is (not missing)


def test_desks_are_told_to_prometheus(working: Bench) -> None:
    """Stages, feeds, plan, workers, in families that parse."""
    text = _client(working).get("/metrics").text

    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert samples["zaslin_stage_done_total", "live", "plan"] > 0
    assert samples["zaslin_reports_total", "live", "accepted", "radar"] > 0
    assert samples["zaslin_feed_silent_seconds", "live", "radar"] < 5
    assert samples["zaslin_planning_workers_ready", "live"] == 1
    assert samples["zaslin_plan_age_seconds", "live"] < 5
    states = [key for key in samples if key[0] == "zaslin_desk_state"]
    assert sum(samples[key] for key in states) == 1


@pytest.mark.parametrize(
    ("client", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("192.0.2.1", {}, 401),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.1"}, 401),
        ("127.0.0.1", {"Forwarded": "for=192.0.2.1"}, 401),
        ("192.0.2.1", {"Authorization": "Bearer key-of-viewer"}, 200),
        ("192.0.2.1", {"Authorization": "Bearer key-of-feed"}, 403),
        ("a socket", {}, 401),
    ],
)
def test_metrics_are_for_this_machine_and_for_keys(
    client: str, headers: dict[str, str], status: int
) -> None:
    """A proxy on this machine does not make everybody local."""
    asking = TestClient(create_app(bare_service()), client=(client, 1))

    assert asking.get("/metrics", headers=headers).status_code == status
