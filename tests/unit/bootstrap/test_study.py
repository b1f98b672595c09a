"""Studies of real nights: equal whoever flies them, and resumed where they stopped."""

import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

import zaslin
from tests.cluster import loopback_cluster
from zaslin.bootstrap import study as home
from zaslin.bootstrap.code_version import code_version, meaning
from zaslin.bootstrap.run_rows import digest, encode_run
from zaslin.bootstrap.simulation import load_setting
from zaslin.bootstrap.study import Campaign
from zaslin.sim.campaign import StudyFailed
from zaslin.sim.result import Bounds, RunResult, Timing, TypeAccount
from zaslin.sim.study import RunKey
from zaslin.wire.form import run as wire
from zaslin.wire.rejected import Rejected

POLICIES = ("priced_forecast", "greedy_soonest")

SHORT = """
title = "Five minutes over one city"
laydown = "notional_city"
starts = 2025-09-06T22:00:00Z
duration_s = 300.0
params = "closed_loop"
surveillance = { range_m = 45_000.0, others = 1 }

[stock]
mobile_gun = 0.03
interceptor_drone = 0.1

[[waves]]
count = 4
threat_class = "one_way_attack"
arrives_s = { low = 150.0, high = 280.0 }
bearing_deg = 70.0
distance_m = { low = 12_000.0, high = 20_000.0 }
p_decoy = 0.3
"""


@pytest.fixture
def short(tmp_path: Path) -> Path:
    """A scenario that is over soon."""
    path = tmp_path / "short.toml"
    path.write_text(SHORT, encoding="utf-8")
    return path


@pytest.fixture
def flown(short: Path) -> Callable[..., Campaign]:
    """A study of three seeds under two policies."""

    def fly(out: Path | None = None, **changes: object) -> Campaign:
        stated: dict[str, object] = {
            "scenarios": [short],
            "policies": POLICIES,
            "runs": 3,
            "workers": 0,
            "bounds": False,
        }
        return zaslin.campaign(out=out, **(stated | changes))  # type: ignore[arg-type]

    return fly


def lines(folder: Path) -> list[bytes]:
    """The results of a study, row by row."""
    return (folder / "runs.ndjson").read_bytes().splitlines(keepends=True)


def test_a_study_is_equal_whoever_flies_it(
    tmp_path: Path, flown: Callable[..., Campaign]
) -> None:
    """In this process, in a pool, on a cluster of two workers: byte for byte."""
    here = flown(tmp_path / "here", bounds=True)
    flown(tmp_path / "pool", bounds=True, workers=2, chunk=2)
    with loopback_cluster(tmp_path) as running:
        there = flown(
            tmp_path / "there", bounds=True, workers=None, cluster=running.address
        )

    assert len(lines(tmp_path / "here")) == 6
    for name in ("runs.ndjson", "bounds.ndjson", "study.json"):
        written = [
            (tmp_path / folder / name).read_bytes()
            for folder in ("here", "pool", "there")
        ]
        assert written == written[:1] * 3
    assert here.comparison == there.comparison
    assert here.results == there.results


def test_a_run_of_a_study_can_be_flown_again_alone(
    short: Path, flown: Callable[..., Campaign]
) -> None:
    """By its seed."""
    campaign = flown()
    again = zaslin.simulate(short, "greedy_soonest", 100_002)

    assert campaign.results[RunKey("short", "greedy_soonest", 100_002)] == again.result


def test_the_same_seed_gives_the_same_document(short: Path) -> None:
    """Byte for byte, times apart; another seed another one."""
    documents = [
        encode_run(zaslin.simulate(short, seed=seed), timed=False) for seed in (1, 1, 2)
    ]

    assert documents[0] == documents[1] != documents[2]


class Stopped(Exception):  # noqa: N818  (what happened to the study)
    """Somebody pulls the plug."""


@pytest.mark.parametrize("after", [0, 1, 2, 5])
def test_a_stopped_study_goes_on_where_it_was(
    after: int, tmp_path: Path, flown: Callable[..., Campaign]
) -> None:
    """Nothing is flown twice, and the end is the same."""
    whole = flown(tmp_path / "whole")
    seen: list[int] = []

    def stop(done: int, total: int) -> None:
        assert total == 6
        seen.append(done)
        if done == after:
            raise Stopped

    with pytest.raises(Stopped):
        flown(tmp_path / "part", on_progress=stop)
    again: list[int] = []
    resumed = flown(tmp_path / "part", on_progress=lambda done, _: again.append(done))

    assert seen == list(range(after + 1))
    assert again == list(range(after, 7))
    assert lines(tmp_path / "part") == lines(tmp_path / "whole")
    assert resumed.comparison == whole.comparison


def test_a_row_that_was_cut_short_is_flown_again(
    tmp_path: Path, flown: Callable[..., Campaign]
) -> None:
    """Wherever the power went away, and that run alone."""
    flown(tmp_path / "study")
    rows = lines(tmp_path / "study")
    path = tmp_path / "study" / "runs.ndjson"
    done: list[int] = []
    for cut in (1, 2, len(rows[-1]) // 2, len(rows[-1]) - 1):
        path.write_bytes(b"".join(rows)[:-cut])

        flown(tmp_path / "study", on_progress=lambda now, _: done.append(now))

        assert lines(tmp_path / "study") == rows
    assert done == [5, 6] * 4


def test_a_damaged_row_is_named(tmp_path: Path, flown: Callable[..., Campaign]) -> None:
    """Only the last one can have been cut short; anything else is damage."""
    flown(tmp_path / "study")
    path = tmp_path / "study" / "runs.ndjson"
    path.write_bytes(path.read_bytes().replace(b'"churn":', b'"churned":', 1))

    with pytest.raises(Rejected, match=r"runs\.ndjson.*line 1.*churned"):
        flown(tmp_path / "study")


def test_a_finished_study_flies_nothing(
    tmp_path: Path, flown: Callable[..., Campaign], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It only compares again."""
    first = flown(tmp_path / "study")

    def flies(*_: object) -> None:
        raise AssertionError("flown again")

    monkeypatch.setattr(home, "fly_task", flies)

    assert flown(tmp_path / "study").comparison == first.comparison


def test_a_study_may_grow(tmp_path: Path, flown: Callable[..., Campaign]) -> None:
    """More runs and more policies keep what is there."""
    flown(tmp_path / "study", runs=2, policies=POLICIES[:1])
    done: list[int] = []

    flown(tmp_path / "study", on_progress=lambda now, _: done.append(now))
    flown(tmp_path / "at once")

    assert done[0] == 2
    assert lines(tmp_path / "study") == lines(tmp_path / "at once")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"seed": 2}, r"study.json: seed: 1; accepted: 2, or another folder"),
        ({"runs": 2}, "runs: 3; accepted: at most the 2 of this study"),
        ({"policies": POLICIES[:1]}, "policies: greedy_soonest as well"),
        ({"scenarios": ["tiny"]}, "scenarios: short as well"),
    ],
    ids=["seed", "runs", "policies", "scenarios"],
)
def test_the_folder_of_another_study_is_refused(
    changes: dict[str, object],
    words: str,
    tmp_path: Path,
    flown: Callable[..., Campaign],
) -> None:
    """Before anything is flown, and nothing in it is touched."""
    flown(tmp_path / "study")
    before = {path: path.read_bytes() for path in (tmp_path / "study").iterdir()}

    with pytest.raises(Rejected, match=words):
        flown(tmp_path / "study", **changes)

    after = {path: path.read_bytes() for path in (tmp_path / "study").iterdir()}
    assert after == before


def test_a_scenario_that_has_changed_is_another_study(
    short: Path, tmp_path: Path, flown: Callable[..., Campaign]
) -> None:
    """Its name is the same, its raid is not."""
    flown(tmp_path / "study")
    short.write_text(SHORT.replace("count = 4", "count = 5"), encoding="utf-8")

    with pytest.raises(Rejected, match="short was another one, or has changed since"):
        flown(tmp_path / "study")


def test_other_code_makes_another_study(
    tmp_path: Path, flown: Callable[..., Campaign], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows of two programs are not compared."""
    flown(tmp_path / "study")
    monkeypatch.setattr(home, "code_version", lambda: "0.0.0+other")

    with pytest.raises(Rejected, match=r"zaslin: .*; accepted: 0\.0\.0\+other"):
        flown(tmp_path / "study")


def test_the_code_is_known_by_what_it_does() -> None:
    """Remarks and layout are not part of it, names and numbers are."""
    plain = 'def f(x):\n    """Twice."""\n    return 2 * x\n'

    assert meaning(plain) == meaning("def f(x):  # doubled\n    return (2*x)\n")
    assert meaning(plain) != meaning("def f(x):\n    return 3 * x\n")
    assert code_version() == code_version()


def test_a_setting_is_known_by_all_that_it_holds(short: Path) -> None:
    """Its waves and its laydown's units alike."""
    one = digest(load_setting(short))

    assert digest(load_setting(short)) == one
    for old, new in (("low = 150.0", "low = 151.0"), ("_gun = 0.03", "_gun = 0.04")):
        short.write_text(SHORT.replace(old, new), encoding="utf-8")
        assert digest(load_setting(short)) != one


def test_a_run_that_fails_is_told_and_the_others_are_kept(
    tmp_path: Path, flown: Callable[..., Campaign], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A defect of one policy costs its runs alone."""
    fly = home.fly_setting

    def flies(setting: object, policy: str, seed: int) -> object:
        if policy == "greedy_soonest" and seed == 100_001:
            raise ArithmeticError("it does not add up")
        return fly(setting, policy, seed)  # type: ignore[arg-type]

    monkeypatch.setattr(home, "fly_setting", flies)
    with pytest.raises(
        StudyFailed,
        match="1 task failed, the others are done; short, greedy_soonest, seed 100001"
        ": ArithmeticError: it does not add up",
    ):
        flown(tmp_path / "study")
    assert len(lines(tmp_path / "study")) == 5

    monkeypatch.setattr(home, "fly_setting", fly)
    flown(tmp_path / "study")
    assert len(lines(tmp_path / "study")) == 6


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (RunResult, wire.Result),
        (Bounds, wire.Bounds),
        (Timing, wire.Timing),
        (TypeAccount, wire.TypeAccount),
    ],
)
def test_what_is_written_has_the_fields_of_what_it_is(
    kind: type[RunResult], written: type[wire.Result]
) -> None:
    """A new figure of a result must be written, too."""
    stated = {field.name for field in fields(kind)}

    assert stated - {"bounds"} == set(written.__struct_fields__)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"policies": ["best"]}, "policy 'best'; accepted: priced_forecast, "),
        ({"policies": []}, "policies: none"),
        ({"policies": ["priced", "priced"]}, "policies 'priced' occurs twice"),
        ({"scenarios": ["moon"]}, "scenarios 'moon' is not shipped; accepted: .*tiny"),
        ({"scenarios": []}, "scenarios: none"),
        ({"runs": 0}, "runs is 0; accepted: "),
        ({"seed": -1}, "seed is -1; accepted: "),
        ({"workers": -1}, "workers is -1; accepted: "),
        ({"workers": 1, "cluster": "tcp://127.0.0.1:1"}, "accepted: one of them"),
        ({"reference": "static"}, "reference is 'static'; accepted: priced_forecast"),
    ],
    ids=str,
)
def test_what_cannot_be_flown_is_refused(
    changes: dict[str, object],
    words: str,
    tmp_path: Path,
    flown: Callable[..., Campaign],
) -> None:
    """Before a folder is made for it."""
    with pytest.raises(ValueError, match=words):
        flown(tmp_path / "study", **changes)

    assert not (tmp_path / "study").exists()


def test_a_policy_that_there_is_not_is_refused() -> None:
    """With those that there are."""
    with pytest.raises(ValueError, match=r"policy 'best'; accepted: .*greedy_soonest"):
        zaslin.simulate(policy="best")


def test_study_json_says_what_the_folder_is_about(
    tmp_path: Path, flown: Callable[..., Campaign]
) -> None:
    """For whoever finds it."""
    flown(tmp_path / "study")
    stated = json.loads((tmp_path / "study" / "study.json").read_text("utf-8"))

    assert stated["schema"] == "zaslin/study/1"
    assert (stated["seed"], stated["runs"], stated["bounds"]) == (1, 3, False)
    assert stated["policies"] == list(POLICIES)
    assert [each["name"] for each in stated["scenarios"]] == ["short"]


def test_each_scenario_is_flown_with_each_size_of_forecast(short: Path) -> None:
    """The same raids under the same seeds; only what the evening expects differs."""
    flown = zaslin.campaign(
        [short], ["greedy_soonest"], 1, bounds=False, workers=0,
        forecast_scales=(0.5, 2.0),
    )  # fmt: skip

    half, twice = flown.results.values()
    assert (half.scenario, twice.scenario) == ("short-forecast-0.5", "short-forecast-2")
    # A rule without a forecast does the same whatever is expected.
    assert half.leaked_meur == twice.leaked_meur
    assert half.plans == twice.plans


def test_a_baseline_as_the_reference_has_the_best_of_all_others_as_its_rival(
    short: Path,
) -> None:
    """Only variants of the reference itself are no rivals to it."""
    flown = zaslin.campaign(
        [short], ["greedy_soonest", "priced"], 1, bounds=False, workers=0
    )

    assert flown.comparison.scenarios[0].rival == "priced"
    flown = zaslin.campaign(
        [short], ["priced", "priced_forecast"], 1, bounds=False, workers=0
    )
    assert flown.comparison.scenarios[0].rival is None
