"""Every document and every event of a desk, as the console's tests read them.

Written by ``ZASLIN_SNAPSHOTS=write pytest tests/contract/test_snapshots.py``; without
it, what the service says has to be what is written.
"""

import json
import math
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.contract.snapshot_desk import documents
from zaslin.wire.form import (
    deciding,
    desk,
    engagement,
    exercise,
    live_picture,
    measures,
    plan,
    problem,
    records,
    report,
    shown_plan,
    stock,
    summary,
    what_if,
)

FOLDER = Path(__file__).parent / "snapshots"
WRITES = os.environ.get("ZASLIN_SNAPSHOTS") == "write"

FORMS: dict[str, Any] = {
    "desks": desk.Desks,
    "desk": desk.OneDesk,
    "picture": live_picture.LivePicture,
    "tracks": live_picture.Tracks,
    "track": live_picture.OneTrack,
    "fire-units": stock.FireUnits,
    "fire-unit": stock.OneUnit,
    "magazines": stock.Magazines,
    "assets": stock.Assets,
    "control": measures.ControlInForce,
    "summary": summary.Summary,
    "plan": shown_plan.ShownPlan,
    "plans": shown_plan.PlanList,
    "plan-of-revision": plan.Plan,
    "explanation": shown_plan.Explanation,
    "scores": shown_plan.ScorePage,
    "scenarios": exercise.Scenarios,
    "recordings": exercise.Recordings,
    "event-picture": live_picture.LivePicture,
    "event-picture.delta": live_picture.PictureDelta,
    "event-plan": shown_plan.ShownPlan,
    "event-decisions": deciding.Deciding,
    "event-health": desk.Health,
    "event-end": dict[str, str],
    "preparation": deciding.Prepared,
    "decision": deciding.Entered,
    "held-track": deciding.Entered,
    "hold-all": measures.HeldAll,
    "engagements": engagement.Engagements,
    "engagement": engagement.OneEngagement,
    "decisions": deciding.DecisionList,
    "received": report.Received,
    "resupplied": stock.OneUnit,
    "identification": measures.Declared,
    "what-if": what_if.Compared,
    "exercise": exercise.Running,
    "journal": records.JournalPage,
    "audit": records.Audit,
    "checkpoint": records.Checkpoint,
    "nominated": deciding.Entered,
    "nominations": deciding.Nominations,
    "confirmed": deciding.Entered,
    "widening": measures.Widening,
    "widenings": measures.Widenings,
}
"""The form of each snapshot; problems have theirs."""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the service says, by name."""
    return documents(tmp_path_factory.mktemp("desk"))


def same(one: Any, other: Any) -> bool:
    """Whether two documents are the same but for the last digits of their numbers."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(
            same(one[key], other[key]) for key in one
        )
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) or isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-9)
    return bool(one == other)


def settled(document: Any) -> Any:
    """The document without what differs from run to run: keys, and times it took."""
    if isinstance(document, dict):
        return {
            key: _UNSETTLED.get(key, settled(value)) for key, value in document.items()
        }
    if isinstance(document, list):
        return [settled(each) for each in document]
    return document


_UNSETTLED: dict[str, Any] = {
    "note": "a signed note",
    "planning_s": 0.0,
    "stages": {"ingest": 1, "plan": 1, "publish": 1},
    "root": "0" * 64,
}


def test_every_document_has_a_snapshot_and_every_snapshot_a_document(
    said: dict[str, Any],
) -> None:
    """None is forgotten, and none is left over."""
    if WRITES:
        FOLDER.mkdir(exist_ok=True)
        for stale in FOLDER.glob("*.json"):
            stale.unlink()
        for name, document in said.items():
            text = json.dumps(settled(document), indent=1, ensure_ascii=False)
            (FOLDER / f"{name}.json").write_text(f"{text}\n")

    assert {path.stem for path in FOLDER.glob("*.json")} == set(said)
    problems = {name for name in said if name.startswith("problem-")}
    assert set(said) - problems == set(FORMS)


def test_the_service_says_what_is_written(said: dict[str, Any]) -> None:
    """A change of a document is a change of its snapshot, for the console to see."""
    changed = [
        name
        for name, document in said.items()
        if not same(
            json.loads((FOLDER / f"{name}.json").read_text()),
            json.loads(json.dumps(settled(document))),
        )
    ]

    assert changed == []


def test_each_snapshot_is_what_its_form_says() -> None:
    """Strictly."""
    for path in FOLDER.glob("*.json"):
        form = FORMS.get(path.stem, problem.Problem)
        msgspec.json.decode(path.read_bytes(), type=form)


def test_a_changed_word_would_be_noticed(said: dict[str, Any]) -> None:
    """The planted fault: the comparison above can fail, and digits do not matter."""
    document = json.loads(json.dumps(said["summary"]))
    assert same(document, said["summary"])
    nearly = {**document, "decoys": document["decoys"] * (1.0 + 1e-9)}
    assert same(nearly, said["summary"])
    assert not same({**document, "desk": "sim"}, said["summary"])
    assert not same({**document, "more": 1}, said["summary"])
