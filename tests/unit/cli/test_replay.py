"""``zaslin replay``: what a journal comes to, and whether its plans come out again."""

import io
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.desks import authorised, desk_on, journal_of, launch_of
from tests.journals import ABOUT, every_kind
from tests.pictures import NOW_S, hostile, saturated
from tests.unit.cli.running import Run, assert_refused
from zaslin.adapters.journal.file import write
from zaslin.bootstrap.replay import replanner_of
from zaslin.domain.engagement import Outcome
from zaslin.domain.event import Assessed, Entry, Planned
from zaslin.ops.replan import ReplanParams


@cache
def night() -> tuple[Entry, ...]:
    """Twenty seconds at a desk of the policy that the header names."""
    replanner = replanner_of(ABOUT)
    replan = ReplanParams(decision_lead_s=replanner.decision_lead_s)
    desk = desk_on(saturated(), replanner.planner, replan=replan)
    desk.tick(NOW_S)
    engagement = authorised(desk, NOW_S)
    desk.receive([hostile("N1", measured_at_s=NOW_S + 5.0)], NOW_S + 5.0)
    desk.tick(NOW_S + 10.0)
    desk.record(launch_of(engagement), engagement.pin.launch_s)
    desk.record(
        Assessed(engagement=engagement.id, outcome=Outcome.MISSED),
        engagement.pin.assessed_s,
    )
    return journal_of(desk)


def stored(
    folder: Path, entries: Sequence[Entry], about: Mapping[str, str] = ABOUT
) -> Path:
    """A journal as a file."""
    path = folder / "night.ndjson"
    with path.open("wb") as file:
        write(entries, file, about)
    return path


def tampered() -> list[Entry]:
    """The same night, with another digest of its second plan."""
    entries = list(night())
    last = max(e.number for e in entries if isinstance(e.event, Planned))
    event = entries[last].event
    assert isinstance(event, Planned)
    entries[last] = replace(entries[last], event=replace(event, digest="f" * 64))
    return entries


def test_a_journal_is_summed_up(tmp_path: Path, run: Run) -> None:
    """What it is of, from when to when, and how much of everything."""
    outcome = run("replay", stored(tmp_path, every_kind()))

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("ADVICE ONLY · NOTIONAL DATA\n")
    assert "policy priced" in outcome.out
    assert "24 entries make 24 pictures" in outcome.out
    assert "2 plans made, 2 shown, 1 withdrawn" in outcome.out
    rows = [line.split() for line in outcome.out.splitlines()]
    for row in (["Decided", "4"], ["aborted", "1"], ["expired", "1"], ["missile", "1"]):
        assert row in rows
    assert "PLANS" not in outcome.out


def test_the_summary_as_one_document(tmp_path: Path, run: Run) -> None:
    """The same figures, for a machine."""
    outcome = run("replay", stored(tmp_path, every_kind()), "--json")

    document = json.loads(outcome.out)
    assert outcome.code == 0
    assert document["about"] == ABOUT
    assert document["entries"]["Decided"] == 4
    assert document["engagements"]["assessed"] == 1
    assert document["rounds_spent"] == {"missile": 1}
    assert (document["plans"], document["plans_shown"]) == (2, 2)
    assert document["plans_withdrawn"] == 1
    assert document["mismatches"] is document["plans_compared"] is None


def test_a_journal_comes_through_standard_input(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As from a file."""
    data = stored(tmp_path, every_kind()).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    outcome = run("replay", "-")

    assert outcome.code == 0
    assert "24 entries" in outcome.out


def test_plans_come_out_again(tmp_path: Path, run: Run) -> None:
    """Byte for byte, as their digests say."""
    path = stored(tmp_path, night())

    outcome, document = (
        run("replay", path, "--plans"),
        run("replay", path, "--plans", "--json"),
    )

    assert outcome.code == document.code == 0
    assert "PLANS · 2 made again, all of them alike" in outcome.out
    assert json.loads(document.out)["mismatches"] == []
    assert json.loads(document.out)["plans_compared"] == 2


def test_a_plan_that_comes_out_otherwise_is_exit_1(tmp_path: Path, run: Run) -> None:
    """With its entry, its time and both digests."""
    path = stored(tmp_path, tampered())

    outcome, document = (
        run("replay", path, "--plans"),
        run("replay", path, "--plans", "--json"),
    )

    assert outcome.code == document.code == 1
    assert "PLANS · 1 of 2 come out otherwise" in outcome.out
    assert "ffffffffffff" in outcome.out
    (told,) = json.loads(document.out)["mismatches"]
    assert told["stated"] == "f" * 64
    assert told["made"] != told["stated"]


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("policy", None, "does not state policy; accepted: a journal that zaslin sim"),
        ("policy", "dice", "policy of the journal is 'dice'; accepted: priced_forec"),
        ("params", "slow", "params 'slow' is not shipped; accepted: "),
        ("params", None, "does not state params"),
        ("decision_lead_s", "soon", "decision_lead_s is nan; accepted: "),
        ("decision_lead_s", None, "does not state decision_lead_s"),
    ],
)
def test_a_header_that_names_no_planner_is_exit_2(
    key: str, value: str | None, said: str, tmp_path: Path, run: Run
) -> None:
    """Only when plans are asked for: the rest needs none."""
    about = {name: text for name, text in ABOUT.items() if name != key}
    if value is not None:
        about[key] = value
    path = stored(tmp_path, every_kind(), about)

    assert run("replay", path).code == 0
    assert_refused(run("replay", path, "--plans"), "night.ndjson", said)


def test_a_journal_that_is_cut_short_is_exit_2(tmp_path: Path, run: Run) -> None:
    """And named as such."""
    path = stored(tmp_path, every_kind())
    path.write_bytes(path.read_bytes()[:-20])

    assert_refused(run("replay", path), "line 25: the last line is cut short")
    assert_refused(run("replay", path, "--plans"), "cut short")


def test_an_entry_that_does_not_fit_is_exit_2(tmp_path: Path, run: Run) -> None:
    """One that is missing, and one that says what cannot be."""
    entries = every_kind()
    gap = stored(tmp_path, entries[:6] + entries[7:])
    assert_refused(run("replay", gap), "entry 7, Decided", "number is 7; accepted: 6")

    twice = replace(entries[2], number=len(entries), at_s=entries[-1].at_s)
    path = stored(tmp_path, [*entries, twice])
    assert_refused(run("replay", path), "entry 24, Decided", "revision 1; accepted")


def test_a_file_that_is_no_journal_is_exit_2(
    small: str, tmp_path: Path, run: Run
) -> None:
    """A picture, a header alone, nothing, nowhere."""
    assert_refused(run("replay", small), "line 1")
    assert_refused(run("replay", stored(tmp_path, ())), "no entry; accepted: at least")
    empty = tmp_path / "empty.ndjson"
    empty.touch()
    assert_refused(run("replay", empty), "empty; accepted: the header of a journal")
    assert_refused(run("replay", tmp_path / "nowhere"), "no such file")


def test_a_header_cannot_garble_a_terminal(tmp_path: Path, run: Run) -> None:
    """What stands in a file comes out escaped and cut."""
    about = {"policy": "\x1b[31mred", "note": "x" * 500}

    outcome = run("replay", stored(tmp_path, every_kind(), about))

    assert "\x1b" not in outcome.out
    assert "x" * 100 not in outcome.out
