"""Decisions over HTTP: two steps by one person, once, on what still stands."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import msgspec
import pytest

from tests.desk_server import Served, asked, committed, open_line, served, urge
from zaslin.domain.decision import Verdict
from zaslin.domain.event import Decided
from zaslin.wire.form.deciding import BecameOfLine, Entered, Prepared

PREPARATIONS = "/desks/live/decisions/preparations"
DECISIONS = "/desks/live/decisions"


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Served]:
    """A service of its own for each test."""
    with served(tmp_path) as made:
        yield made


def decided(at: Served) -> list[Decided]:
    """Decisions of the journal, as it is on the disk."""
    events = [entry.event for entry in at.journal.entries()]
    return [event for event in events if isinstance(event, Decided)]


def test_one_person_authorises_one_shot_in_two_steps(at: Served) -> None:
    """The first step says what would be done; the second one does it, by name."""
    line = open_line(at)
    bondar = at("bondar")

    first = bondar.post(PREPARATIONS, asked(line))
    prepared = msgspec.json.decode(first.content, type=Prepared)
    assert first.status_code == 201
    assert prepared.review.shot is not None
    assert prepared.review.shot.track == line["track"]
    assert prepared.review.rounds_ready_after == 3
    assert {each.code for each in prepared.review.checks} >= {
        "line_stands",
        "identity",
        "weapons_control",
        "channel",
        "time",
        "independent_check",
    }
    assert decided(at) == []

    commit = {
        "token": prepared.token,
        "verdict": "authorise",
        "revision": line["revision"],
    }
    second = bondar.post(DECISIONS, commit, key=secrets.token_hex(8))
    entered = msgspec.json.decode(second.content, type=Entered)
    assert second.status_code == 201
    assert entered.engagement is not None
    assert entered.engagement.decision.by == "bondar"
    (event,) = decided(at)
    assert event.decision.by == "bondar"
    (shown,) = at("viewer").get("/desks/live/engagements").json()["engagements"]
    assert shown["id"] == entered.engagement.id
    assert shown["state"] == "authorised"


def test_a_preparation_is_good_once(at: Served) -> None:
    """Whoever wants the same again reads again what it would do."""
    bondar, line = at("bondar"), open_line(at)
    token = bondar.post(PREPARATIONS, asked(line, "refuse")).json()["token"]
    commit = {"token": token, "verdict": "refuse", "revision": line["revision"]}

    assert bondar.post(DECISIONS, commit, key="first-key").status_code == 201
    again = bondar.post(DECISIONS, commit, key="second-key")

    assert again.status_code == 410
    assert again.json()["reason"] == "preparation_unknown"
    assert len(decided(at)) == 1


def test_a_preparation_is_good_for_its_person_alone(at: Served) -> None:
    """And stays good for them when somebody else has tried."""
    line = open_line(at)
    token = at("bondar").post(PREPARATIONS, asked(line)).json()["token"]
    commit = {"token": token, "verdict": "authorise", "revision": line["revision"]}

    assert at("marta").post(DECISIONS, commit, key="marta-key").status_code == 410
    assert at("bondar").post(DECISIONS, commit, key="bondar-key").status_code == 201


@pytest.mark.parametrize(
    ("change", "place"),
    [({"verdict": "refuse"}, "$.verdict"), ({"revision": 0}, "$.revision")],
)
def test_what_is_committed_is_what_was_prepared(
    at: Served, change: dict[str, object], place: str
) -> None:
    """A token does not carry a decision that nobody has read."""
    line = open_line(at)
    token = at("bondar").post(PREPARATIONS, asked(line)).json()["token"]
    commit = {
        "token": token,
        "verdict": "authorise",
        "revision": line["revision"],
        **change,
    }

    answer = at("bondar").post(DECISIONS, commit, key="some-key-1")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["place"] == place
    assert decided(at) == []


def test_the_revision_may_stand_in_the_header(at: Served) -> None:
    """As an entity tag; it has to stand somewhere."""
    line = open_line(at)
    bondar = at("bondar")
    token = bondar.post(PREPARATIONS, asked(line)).json()["token"]
    commit = {"token": token, "verdict": "authorise"}
    nowhere = bondar.post(DECISIONS, commit, key="no-revision")
    assert nowhere.status_code == 428

    token = bondar.post(PREPARATIONS, asked(line)).json()["token"]
    stated = {"If-Match": f'"{line["revision"]}"'}
    commit = {"token": token, "verdict": "authorise"}
    there = bondar.post(DECISIONS, commit, key="in-header", headers=stated)
    assert there.status_code == 201


def test_a_lost_answer_is_given_again_and_nothing_is_done_twice(at: Served) -> None:
    """The same key and the same request: the first answer, byte for byte."""
    line = open_line(at)
    bondar = at("bondar")
    token = bondar.post(PREPARATIONS, asked(line)).json()["token"]
    commit = {"token": token, "verdict": "authorise", "revision": line["revision"]}

    first = bondar.post(DECISIONS, commit, key="lost-answer")
    again = bondar.post(DECISIONS, commit, key="lost-answer")

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true"
    assert len(decided(at)) == 1


def test_a_key_is_for_one_request(at: Served) -> None:
    """Another request under it is refused, and not answered with the first one's."""
    assert committed(at, "bondar", open_line(at), key="one-key-1").status_code == 201

    other = committed(at, "bondar", open_line(at), "refuse", key="one-key-1")

    assert other.status_code == 422
    assert other.json()["code"] == "idempotency_key_reused"


def test_without_a_key_nothing_is_committed(at: Served) -> None:
    """A console that lost an answer could not find out what became of it."""
    line = open_line(at)
    token = at("bondar").post(PREPARATIONS, asked(line)).json()["token"]
    commit = {"token": token, "verdict": "authorise", "revision": line["revision"]}

    answer = at("bondar").post(DECISIONS, commit)

    assert answer.status_code == 400
    assert answer.json()["code"] == "idempotency_key_missing"


@pytest.mark.parametrize("name", ["viewer", "planner", "olena", "chief", "auditor"])
def test_nobody_else_prepares_or_commits(at: Served, name: str) -> None:
    """Engagement authority is a role of its own."""
    line = open_line(at)

    assert at(name).post(PREPARATIONS, asked(line)).status_code == 403
    commit = {"token": "x" * 20, "verdict": "authorise", "revision": 1}
    assert at(name).post(DECISIONS, commit, key="not-mine").status_code == 403


def test_a_commit_takes_the_password_given_of_late(at: Served) -> None:
    """Preparing does not."""
    line = open_line(at)
    first = at("tired").post(PREPARATIONS, asked(line))
    assert first.status_code == 201
    commit = {
        "token": first.json()["token"],
        "verdict": "authorise",
        "revision": line["revision"],
    }

    answer = at("tired").post(DECISIONS, commit, key="tired-key")

    assert answer.status_code == 403
    assert answer.json()["code"] == "step_up_required"
    assert decided(at) == []


def test_who_comes_second_is_told_who_decided_and_when(at: Served) -> None:
    """Two consoles show the same line; one of them is quicker."""
    line = open_line(at)
    token = at("marta").post(PREPARATIONS, asked(line)).json()["token"]
    assert committed(at, "bondar", line).status_code == 201

    commit = {"token": token, "verdict": "authorise", "revision": line["revision"]}
    late = at("marta").post(DECISIONS, commit, key="marta-key")

    problem = late.json()
    assert late.status_code == 409
    assert problem["code"] == "already_decided"
    assert (problem["by"], problem["verdict"]) == ("bondar", "authorise")
    became = msgspec.convert(problem["line"], BecameOfLine)
    assert became.state == "decided"
    assert became.by == "bondar"
    assert len(decided(at)) == 1


def test_a_line_that_is_gone_is_refused_with_what_is_there_now(at: Served) -> None:
    """The track has left the picture; a plan without it was shown."""
    line = open_line(at)
    token = at("bondar").post(PREPARATIONS, asked(line)).json()["token"]
    assert at("chief").post("/desks/live/hold-all").status_code == 200
    at.until(lambda board: board.shown is not None and not board.situation.shown)

    commit = {"token": token, "verdict": "authorise", "revision": line["revision"]}
    late = at("bondar").post(DECISIONS, commit, key="too-late-1")

    problem = late.json()
    assert late.status_code == 409, problem
    assert problem["code"] == "plan_moved_on"
    assert problem["current_revision"] > line["revision"]
    assert problem["line"]["state"] == "gone"
    assert problem["line"]["reason"] == "weapons_hold"
    assert decided(at) == []


def test_a_line_that_still_stands_may_be_decided_on_an_older_revision(
    at: Served,
) -> None:
    """Another line was decided meanwhile; nobody has to read this one again."""
    line = open_line(at)
    token = at("bondar").post(PREPARATIONS, asked(line)).json()["token"]
    unit = {"channels": 2}
    assert at("planner").put("/desks/live/fire-units/U1", unit).status_code == 200

    commit = {"token": token, "verdict": "authorise", "revision": line["revision"]}
    answer = at("bondar").post(DECISIONS, commit, key="still-good")

    assert answer.status_code == 201, answer.text


def test_a_refused_pairing_is_forbidden_and_may_be_released(at: Served) -> None:
    """With its reason, for the journal."""
    line = open_line(at)
    answer = committed(at, "bondar", line, "refuse")
    assert answer.status_code == 201
    assert answer.json()["engagement"] is None
    forbidden = answer.json()["forbidden"]
    assert forbidden["track"] == line["track"]
    control = at("viewer").get("/desks/live/control").json()["control"]
    assert control["forbidden"] == [forbidden]

    released = at("bondar").post("/desks/live/releases", forbidden)

    assert released.status_code == 201
    assert released.json()["status"] == "released"
    again = at("bondar").post("/desks/live/releases", forbidden)
    assert again.status_code == 404


def test_fire_is_held_on_a_track_by_whatever_unit(at: Served) -> None:
    """The picture says so, and the next plan gives it as the reason."""
    line = open_line(at)

    answer = committed(at, "bondar", line, "hold")

    assert answer.status_code == 201
    assert answer.json()["forbidden"] == {"track": line["track"]}
    held = at("viewer").get(f"/desks/live/tracks/{line['track']}").json()
    assert held["track"]["held"] is True
    at.until(
        lambda board: line["track"] not in [s.track for s in board.situation.shown]
    )


@pytest.mark.parametrize("verdict", ["refuse", "hold"])
def test_whoever_refuses_says_why(at: Served, verdict: str) -> None:
    """An empty reason is none."""
    document = {**asked(open_line(at), verdict), "why": " "}

    answer = at("bondar").post(PREPARATIONS, document)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["place"] == "$.why"


def test_an_amended_shot_is_reviewed_and_committed_as_reviewed(at: Served) -> None:
    """Another unit at the same track; the plan's own shot is not taken."""
    line = open_line(at)
    other = "U2" if line["fire_unit"] == "U1" else "U1"
    wish = {"fire_unit": other, "interceptor_type": "missile"}
    document = {**asked(line, "amend"), "amended": wish}
    first = at("bondar").post(PREPARATIONS, document)
    assert first.status_code == 201, first.text
    shot = first.json()["review"]["shot"]
    assert (shot["fire_unit"], shot["track"]) == (other, line["track"])

    commit = {
        "token": first.json()["token"],
        "verdict": "amend",
        "revision": line["revision"],
    }
    answer = at("bondar").post(DECISIONS, commit, key="amend-key")

    assert answer.status_code == 201, answer.text
    engagement = answer.json()["engagement"]
    assert engagement["fire_unit"] == other
    assert engagement["launch"] == shot["launch"]
    assert engagement["decision"]["verdict"] == "amend"


def test_an_amended_shot_that_there_is_not_is_refused_with_its_reason(
    at: Served,
) -> None:
    """As a code, for the console to say in its language."""
    line = open_line(at)
    wish = {"fire_unit": "U1", "interceptor_type": "missile", "salvo_size": 16}
    document = {**asked(line, "amend"), "amended": wish}

    answer = at("bondar").post(PREPARATIONS, document)

    assert answer.status_code == 422
    assert answer.json()["code"] == "decision_refused"
    assert answer.json()["reason"] == "no_shot"


def test_without_advice_nothing_is_engaged_and_fire_is_still_held(at: Served) -> None:
    """Nobody plans any more; holding fire needs no plan."""
    line = open_line(at)
    token = at("bondar").post(PREPARATIONS, asked(line)).json()["token"]
    stop_planning(at)

    commit = {"token": token, "verdict": "authorise", "revision": line["revision"]}
    answer = at("bondar").post(DECISIONS, commit, key="no-advice")

    assert answer.status_code == 409
    assert answer.json()["reason"] == "no_advice"
    assert decided(at) == []
    assert committed(at, "bondar", line, "hold").status_code == 201


def stop_planning(at: Served) -> None:
    """Let the desk have no plan any more."""
    at.workers.close()
    at.desk.submit(urge).result()
    at.until(lambda board: not board.health.standing.advises)


@pytest.mark.parametrize("operators", [2, 8])
def test_the_last_round_is_spent_once_however_many_reach_for_it(
    tmp_path: Path, operators: int
) -> None:
    """All of them have prepared the same shot and commit it at the same moment."""
    with served(tmp_path) as at:
        line = open_line(at)
        names = ["bondar", "marta"]
        commits = []
        for number in range(operators):
            name = names[number % 2]
            token = at(name).post(PREPARATIONS, asked(line)).json()["token"]
            commits.append((name, token))
        gate, statuses = Barrier(operators), []

        def commit(name: str, token: str) -> None:
            document = {
                "token": token,
                "verdict": "authorise",
                "revision": line["revision"],
            }
            who = at(name)
            gate.wait()
            answer = who.post(DECISIONS, document, key=secrets.token_hex(8))
            statuses.append(answer.status_code)

        threads = [Thread(target=commit, args=each) for each in commits]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(statuses) == [201] + [409] * (operators - 1)
        assert len(decided(at)) == 1
        (magazine,) = [
            each
            for each in at("viewer").get("/desks/live/magazines").json()["magazines"]
            if each["fire_unit"] == line["fire_unit"]
        ]
        assert magazine["reserved"] == 1


def test_decisions_are_listed_with_what_came_of_them(at: Served) -> None:
    """The latest first."""
    first = open_line(at)
    assert committed(at, "bondar", first).status_code == 201
    second = open_line(at, but=[first["track"]])
    assert committed(at, "marta", second, "refuse").status_code == 201

    listed = at("viewer").get("/desks/live/decisions").json()["decisions"]

    assert [each["decision"]["by"] for each in listed] == ["marta", "bondar"]
    assert [each["engagement"] for each in listed] == [None, "E1"]
    verdicts = [each["decision"]["verdict"] for each in listed]
    assert verdicts == [Verdict.REFUSE, Verdict.AUTHORISE]


def test_a_preparation_lapses(at: Served) -> None:
    """Fifteen seconds by a clock that never jumps, moved here by hand."""
    line = open_line(at)
    token = at("bondar").post(PREPARATIONS, asked(line)).json()["token"]
    at.later_s[0] = 15.1
    commit = {"token": token, "verdict": "authorise", "revision": line["revision"]}

    answer = at("bondar").post(DECISIONS, commit, key="too-slow-1")

    assert answer.status_code == 410
    assert answer.json()["reason"] == "preparation_expired"
