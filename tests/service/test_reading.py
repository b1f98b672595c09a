"""What can be read of a desk, over HTTP: every document, and only as documented."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from tests.desk_server import Served, served
from tests.desks import QUICK
from zaslin.wire.form.deciding import DecisionList, Nominations
from zaslin.wire.form.desk import Desks, OneDesk
from zaslin.wire.form.engagement import Engagements
from zaslin.wire.form.live_picture import LivePicture, OneTrack, Tracks
from zaslin.wire.form.measures import ControlInForce, Widenings
from zaslin.wire.form.plan import Plan
from zaslin.wire.form.records import Audit, Checkpoint, JournalPage
from zaslin.wire.form.shown_plan import Explanation, PlanList, ScorePage, ShownPlan
from zaslin.wire.form.stock import Assets, FireUnits, Magazines, OneUnit
from zaslin.wire.form.summary import Summary

DOCUMENTS: dict[str, Any] = {
    "/desks": Desks,
    "/desks/live": OneDesk,
    "/desks/live/picture": LivePicture,
    "/desks/live/tracks": Tracks,
    "/desks/live/tracks/T01": OneTrack,
    "/desks/live/fire-units": FireUnits,
    "/desks/live/fire-units/U1": OneUnit,
    "/desks/live/magazines": Magazines,
    "/desks/live/assets": Assets,
    "/desks/live/control": ControlInForce,
    "/desks/live/control/widenings": Widenings,
    "/desks/live/summary": Summary,
    "/desks/live/plan": ShownPlan,
    "/desks/live/plans": PlanList,
    "/desks/live/plan/tracks/T01": Explanation,
    "/desks/live/scores": ScorePage,
    "/desks/live/decisions": DecisionList,
    "/desks/live/nominations": Nominations,
    "/desks/live/engagements": Engagements,
    "/desks/live/journal": JournalPage,
    "/desks/live/journal/checkpoint": Checkpoint,
    "/desks/live/audit": Audit,
}


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The service, which no test of this module changes."""
    with served(Path(tmp_path_factory.mktemp("service"))) as made:
        yield made


def reader(path: str) -> str:
    """Who may read that."""
    return "auditor" if "journal" in path or "audit" in path else "viewer"


@pytest.mark.parametrize("path", DOCUMENTS)
def test_each_document_is_what_its_form_says(at: Served, path: str) -> None:
    """Strictly: the form forbids fields that it does not name, as its schema does."""
    answer = at(reader(path)).get(path)

    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    msgspec.json.decode(answer.content, type=DOCUMENTS[path])
    schema = msgspec.json.schema(DOCUMENTS[path])
    jsonschema.validate(answer.json(), schema)


def test_every_document_of_advice_says_that_it_is_advice(at: Served) -> None:
    """Whoever reads one by itself is told, too."""
    for path in ("/desks", "/desks/live/picture", "/desks/live/plan"):
        assert at("viewer").get(path).json()["advice"].startswith("ADVICE ONLY")


@pytest.mark.parametrize(
    "path", ["/desks/live/picture", "/desks/live/control", "/desks/live/plan"]
)
def test_what_has_not_changed_is_not_sent_again(at: Served, path: str) -> None:
    """The entity tag of what a client has is good until something changes."""
    # The radar reports between two questions now and then.
    for _ in range(200):
        first = at("viewer").get(path)
        again = at("viewer").get(path, headers={"If-None-Match": first.headers["etag"]})
        if again.status_code == 304:
            break
    assert again.status_code == 304
    assert again.content == b""
    other = at("viewer").get(path, headers={"If-None-Match": '"another"'})
    assert other.status_code == 200


def test_tracks_come_in_pages_that_together_are_all(at: Served) -> None:
    """In the order of their ids, each once."""
    names: list[str] = []
    after = ""
    while True:
        page = at("viewer").get(f"/desks/live/tracks?limit=5{after}").json()
        names += [track["id"] for track in page["tracks"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"

    assert names == sorted(f"T{number:02}" for number in range(12))


@pytest.mark.parametrize(
    ("query", "accepted"),
    [("limit=0", "1 to 1000"), ("limit=1001", "1 to 1000"), ("limit=x", "integer")],
)
def test_a_page_has_a_largest_size(at: Served, query: str, accepted: str) -> None:
    """And the error says which."""
    answer = at("viewer").get(f"/desks/live/tracks?{query}")

    assert answer.status_code == 422
    assert accepted in answer.json()["errors"][0]["accepted"]


@pytest.mark.parametrize(
    "path",
    [
        "/desks/elsewhere",
        "/desks/elsewhere/plan",
        "/desks/live/tracks/T99",
        "/desks/live/fire-units/U9",
        "/desks/live/engagements/E9",
        "/desks/live/plans/999",
        "/desks/live/plan/tracks/T99",
    ],
)
def test_what_is_not_there_is_a_problem_that_says_so(at: Served, path: str) -> None:
    """404, as a problem document with its code."""
    answer = at("viewer").get(path)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"


def test_a_plan_that_was_shown_can_be_read_for_good(at: Served) -> None:
    """By its revision, as it was written when it was shown."""
    revision = at("viewer").get("/desks/live/plan").json()["revision"]

    answer = at("viewer").get(f"/desks/live/plans/{revision}")

    assert answer.status_code == 200
    plan = msgspec.json.decode(answer.content, type=Plan)
    assert plan.revision == revision


def test_lines_say_since_when_they_have_stood(at: Served) -> None:
    """And name the shot as the plan does, to the letter."""
    shown = at("viewer").get("/desks/live/plan").json()
    firm = [each for each in shown["plan"]["recommendations"] if each["firm"]]

    assert [line["launch"] for line in shown["lines"]] == [e["launch"] for e in firm]
    assert [line["track"] for line in shown["lines"]] == [e["track"] for e in firm]
    assert all(line["since"] <= shown["revision"] for line in shown["lines"])


def test_an_explanation_has_everything_about_its_track(at: Served) -> None:
    """Scores of every inventory, each with a shot or a reason."""
    explained = at("viewer").get("/desks/live/plan/tracks/T00").json()

    assert explained["track"] == explained["threat"]["track"] == "T00"
    assert explained["scored"] is True
    assert {score["fire_unit"] for score in explained["scores"]} == {"U1", "U2"}
    for score in explained["scores"]:
        assert (score["best"] is None) != (score["reason"] is None)


def inventory(each: dict[str, Any]) -> tuple[str, str, str]:
    """Of a score or a recommendation."""
    return each["fire_unit"], each["position"], each["interceptor_type"]


def test_scores_are_those_of_the_desks_own_plans(tmp_path: Path) -> None:
    """An exercise plans on a grid of launch times that is not the service's."""
    coarse = replace(QUICK, slot_s=25.0)
    with served(tmp_path, params=coarse, other_params=QUICK) as at:
        shown = at("viewer").get("/desks/live/plan").json()
        track = shown["lines"][0]["track"]
        explained = at("viewer").get(f"/desks/live/plan/tracks/{track}").json()

    windows = {
        inventory(each): each["best"]["window"]
        for each in explained["scores"]
        if each["best"] is not None
    }
    assert explained["lines"]
    for line in explained["lines"]:
        assert windows[inventory(line)] == line["window"]


def test_scores_come_in_pages_and_by_track_and_unit(at: Served) -> None:
    """The whole matrix is tracks times inventories."""
    page = at("viewer").get("/desks/live/scores?limit=5").json()
    assert page["total"] == 24
    assert page["next"] == 5

    of_one = at("viewer").get("/desks/live/scores?track=T03&fire_unit=U2").json()
    assert [(s["track"], s["fire_unit"]) for s in of_one["scores"]] == [("T03", "U2")]


def test_the_summary_counts_what_is_there(at: Served) -> None:
    """Every threatening track is of one class and on one axis."""
    summary = at("viewer").get("/desks/live/summary").json()

    assert summary["threatening"] == 12
    assert sum(each["tracks"] for each in summary["by_class"]) == 12
    assert sum(each["tracks"] for each in summary["axes"]) == 12
    assert {axis["sector"] for axis in summary["axes"]} <= {"n", "ne", "nw"}
    assert summary["decoy_share"] == pytest.approx(summary["decoys"] / 12)
    assert summary["trend"][-1]["threatening"] == 12


def test_magazines_add_up(at: Served) -> None:
    """Available and reserved are what is ready and stored."""
    magazines = at("viewer").get("/desks/live/magazines").json()["magazines"]

    assert len(magazines) == 2
    for each in magazines:
        there = each["rounds_ready"] + each["rounds_stored"]
        assert each["available"] + each["reserved"] == there


def test_a_viewer_reads_neither_journal_nor_audit(at: Served) -> None:
    """That takes an auditor or a supervisor."""
    for path in ("/desks/live/journal", "/desks/live/audit"):
        assert at("viewer").get(path).status_code == 403
        assert at("chief").get(path).status_code == 200


def test_the_journal_comes_in_pages_in_its_order(at: Served) -> None:
    """From the first entry on."""
    page = at("auditor").get("/desks/live/journal?limit=2").json()

    assert [entry["number"] for entry in page["entries"]] == [0, 1]
    assert page["entries"][0]["kind"] == "opened"
    assert page["next"] == 2
    rest = at("auditor").get("/desks/live/journal?from=2").json()
    assert rest["entries"][0]["number"] == 2
