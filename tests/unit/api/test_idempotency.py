"""The same request twice has one effect and one answer."""

import pytest
from starlette.testclient import TestClient

from tests.probe_routes import probe_router
from tests.serving import KnownPeople, bare_service, principal
from zaslin.api.app import create_app
from zaslin.domain.role import Role

VIEWER = {"Authorization": "Bearer key-of-viewer"}
OTHER = {"Authorization": "Bearer key-of-other"}


@pytest.fixture
def client() -> TestClient:
    """Somebody who acts; there are two who may."""
    people = KnownPeople(
        {
            "key-of-viewer": principal("viewer", Role.VIEWER),
            "key-of-other": principal("other", Role.VIEWER),
        }
    )
    service = bare_service(people=people)
    return TestClient(create_app(service, [("/probe", probe_router())]))


def _act(
    client: TestClient, key: str, who: dict[str, str] = VIEWER, name: str = "a"
) -> tuple[int, object, bool]:
    answer = client.post(
        "/probe/act", json={"name": name}, headers={**who, "Idempotency-Key": key}
    )
    return answer.status_code, answer.json(), "idempotency-replayed" in answer.headers


def test_asked_again_the_answer_is_the_first_one(client: TestClient) -> None:
    """Byte for byte, with its status, and marked as given before."""
    first = _act(client, "key-00001")
    again = _act(client, "key-00001")
    another = _act(client, "key-00002")

    assert first == (201, ["viewer", "a", 0], False)
    assert again == (201, ["viewer", "a", 0], True)
    assert another == (201, ["viewer", "a", 1], False)


def test_a_key_belongs_to_one_request(client: TestClient) -> None:
    """Another body under the same key is a mistake of the client."""
    _act(client, "key-00001")

    status, problem, _ = _act(client, "key-00001", name="b")

    assert status == 422
    assert isinstance(problem, dict)
    assert problem["code"] == "idempotency_key_reused"


def test_two_people_may_choose_the_same_key(client: TestClient) -> None:
    """Nobody gets the answer that was meant for somebody else."""
    _act(client, "key-00001")

    status, answer, is_replayed = _act(client, "key-00001", OTHER)

    assert (status, answer, is_replayed) == (201, ["other", "a", 1], False)


def test_a_decision_without_a_key_is_refused(client: TestClient) -> None:
    """Whoever cannot ask again safely should not ask at all."""
    answer = client.post("/probe/act", json={"name": "a"}, headers=VIEWER)

    assert answer.status_code == 400
    assert answer.json()["code"] == "idempotency_key_missing"


@pytest.mark.parametrize(
    "key", ["short", "a" * 129, "with space", "ключ-ключ", "a/b/c/d/e"]
)
def test_a_key_has_a_shape(client: TestClient, key: str) -> None:
    """Long enough not to be hit upon, short enough to keep."""
    answer = client.post(
        "/probe/act",
        json={"name": "a"},
        headers=[
            (b"authorization", b"Bearer key-of-viewer"),
            (b"idempotency-key", key.encode()),
        ],
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["place"] == "header.Idempotency-Key"
