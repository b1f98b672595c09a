"""Two people sign what the policy wants signed twice: over HTTP, by their sessions."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import httpx2
import pytest

from tests.desk_server import Served, committed, open_line, served
from tests.pictures import MISSILE
from zaslin.domain.event import Decided, Nominated, Withdrawn
from zaslin.ops.policy import TwoPerson

NOMINATIONS = "/desks/live/nominations"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Served]:
    """A service where every missile takes two people."""
    policy = TwoPerson(types=frozenset({MISSILE.id}))
    with served(tmp_path, two_person=policy) as made:
        yield made


def kinds(at: Served, *wanted: type) -> list[type]:
    """Kinds of the entries of some kinds, in their order."""
    events = [type(entry.event) for entry in at.journal.entries()]
    return [kind for kind in events if kind in wanted]


def nominated(at: Served) -> str:
    """Bondar has signed; the id of what waits."""
    answer = committed(at, "bondar", open_line(at))
    assert answer.status_code == 202, answer.text
    name: str = answer.json()["nomination"]
    return name


def confirm(at: Served, name: str, nomination: str) -> httpx2.Response:
    """The second signature, under a key of its own."""
    path = f"{NOMINATIONS}/{nomination}/confirmation"
    return at(name).post(path, {}, key=secrets.token_hex(8))


def test_the_first_signature_engages_nothing(at: Served) -> None:
    """It waits, with what it would do, and every console is told why."""
    nomination = nominated(at)

    assert kinds(at, Nominated, Decided) == [Nominated]
    (waiting,) = at("marta").get(NOMINATIONS).json()["nominations"]
    assert waiting["id"] == nomination
    assert waiting["decision"]["by"] == "bondar"
    assert waiting["why"]["code"] == "interceptor_type"
    assert waiting["review"]["shot"]["track"] == waiting["decision"]["track"]
    assert at("viewer").get("/desks/live/engagements").json()["engagements"] == []


def test_another_person_signs_and_both_are_named(at: Served) -> None:
    """For good, in the journal."""
    answer = confirm(at, "marta", nominated(at))

    assert answer.status_code == 201, answer.text
    decision = answer.json()["engagement"]["decision"]
    assert (decision["by"], decision["confirmed_by"]) == ("bondar", "marta")
    assert kinds(at, Nominated, Decided) == [Nominated, Decided]


def test_nobody_is_their_own_second_person(at: Served) -> None:
    """Whatever they sign with."""
    answer = confirm(at, "bondar", nominated(at))

    assert answer.status_code == 409
    assert answer.json()["code"] == "same_person"
    assert kinds(at, Decided) == []


@pytest.mark.parametrize("name", ["chief", "olena", "planner", "viewer"])
def test_the_second_person_has_engagement_authority_too(at: Served, name: str) -> None:
    """Two people who may not decide are not one who may."""
    assert confirm(at, name, nominated(at)).status_code == 403


def test_the_second_signature_takes_the_password_given_of_late(at: Served) -> None:
    """As the first one does."""
    answer = confirm(at, "tired", nominated(at))

    assert answer.json()["code"] == "step_up_required"


def test_a_nomination_is_confirmed_once(at: Served) -> None:
    """Two second persons reach for it at the same moment."""
    nomination, gate, statuses = nominated(at), Barrier(4), []

    def sign() -> None:
        gate.wait()
        statuses.append(confirm(at, "marta", nomination).status_code)

    threads = [Thread(target=sign) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses)[0] == 201
    assert statuses.count(201) == 1
    assert kinds(at, Decided) == [Decided]


def test_a_second_signature_whose_answer_was_lost_is_answered_again(
    at: Served,
) -> None:
    """The same key and the same request: it was entered, and only once."""
    path = f"{NOMINATIONS}/{nominated(at)}/confirmation"
    first, again = (at("marta").post(path, {}, key="signed-once") for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 201), again.text
    assert again.content == first.content
    assert kinds(at, Decided) == [Decided]


def test_a_nomination_is_taken_back(at: Served) -> None:
    """And can be confirmed no more."""
    nomination = nominated(at)

    answer = at("marta").ask("DELETE", f"{NOMINATIONS}/{nomination}")

    assert answer.status_code == 200
    assert answer.json()["status"] == "withdrawn"
    assert confirm(at, "marta", nomination).status_code == 404
    assert kinds(at, Nominated, Withdrawn, Decided) == [Nominated, Withdrawn]


def test_the_same_shot_is_nominated_once(at: Served) -> None:
    """The second one who wants it is told that somebody has signed already."""
    line = open_line(at)
    assert committed(at, "bondar", line).status_code == 202

    again = committed(at, "marta", line)

    assert again.status_code == 409
    assert again.json()["code"] == "already_decided"
    assert again.json()["by"] == "bondar"


def test_a_nomination_lapses_with_its_line(at: Served) -> None:
    """Weapons hold: nothing is shown any more, and nothing waits."""
    nomination = nominated(at)
    at("chief").post("/desks/live/hold-all")
    at.until(lambda board: not board.situation.nominated)

    assert confirm(at, "marta", nomination).status_code == 404
    assert kinds(at, Decided) == []


@pytest.mark.parametrize("verdict", ["refuse", "hold"])
def test_what_only_takes_away_is_one_person_s(at: Served, verdict: str) -> None:
    """A refusal and a hold need no second signature."""
    assert committed(at, "bondar", open_line(at), verdict).status_code == 201
    assert kinds(at, Nominated, Decided) == [Decided]


def test_lines_say_beforehand_that_two_are_needed(at: Served) -> None:
    """So that a console can say so before anybody begins."""
    assert open_line(at)["second"] == "interceptor_type"
