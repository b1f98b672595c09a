"""The door of the static solver: optima that are known, limits of time, odd shapes."""

import numpy as np
import pytest

from tests.architecture.source import ROOT
from zaslin.assignment.wta import closing
from zaslin.assignment.wta.instance import WtaInstance, wta_instance
from zaslin.assignment.wta.result import Progress, WtaStatus
from zaslin.assignment.wta.solve import solve

SHARED = ROOT.parent / "shared" / "data" / "wta"
needs_shared = pytest.mark.skipif(
    not SHARED.exists(), reason=f"the published instances are not at {SHARED}"
)

# Proven by an independent method, and here compared to one part in a million.
SONUC = (
    48.364, 96.3123, 142.107, 248.0285, 305.5016, 353.0102, 414.2222, 495.7751,
    530.5739, 587.8156, 691.9236, 1274.7782,
)  # fmt: skip
ANDERSEN = {
    "50x100x1": 1734.302278, "50x100x2": 123.838458, "50x100x3": 20.590016,
    "100x200x1": 2862.302805, "100x200x2": 116.057435, "100x200x3": 14.579133,
    "150x300x1": 3740.417477, "150x300x2": 103.151031, "150x300x3": 11.428722,
}  # fmt: skip


def random_instance(
    seed: int, weapons: int, targets: int, rounds: int = 1
) -> WtaInstance:
    """Values 25 to 100, chances 0.6 to 0.9, so many rounds of each weapon."""
    rng = np.random.default_rng(seed)
    return wta_instance(
        rng.integers(25, 101, targets),
        rng.uniform(0.6, 0.9, (weapons, targets)),
        np.full(weapons, rounds),
    )


class Clock:
    """Seconds that pass with each question."""

    def __init__(self, step_s: float) -> None:
        self.now_s, self.step_s = 0.0, step_s

    def __call__(self) -> float:
        """The next time."""
        self.now_s += self.step_s
        return self.now_s


def assert_optimum(instance: WtaInstance, optimum: float) -> None:
    """Proven, and what was published."""
    result = solve(instance)

    assert result.status is WtaStatus.OPTIMAL
    assert result.gap <= 1e-7
    assert result.value == pytest.approx(optimum, rel=1e-6)


@needs_shared
@pytest.mark.parametrize(("number", "optimum"), list(enumerate(SONUC, start=1)))
def test_published_square_instances(number: int, optimum: float) -> None:
    """Sonuç, Şen and Bayir 2017, WTA1 to WTA12: proven to 1e-7."""
    text = (SHARED / "sonuc" / f"WTA{number}").read_text(encoding="utf-8").split()
    count = int(text[0])
    numbers = np.array(text[1:], dtype=float)
    pk = numbers[count:].reshape(count, count)
    assert_optimum(wta_instance(numbers[:count], pk, np.ones(count)), optimum)


@needs_shared
@pytest.mark.parametrize(("name", "optimum"), list(ANDERSEN.items()))
def test_published_instances_with_magazines(name: str, optimum: float) -> None:
    """Andersen, Pavlikov and Toffolo 2022: proven to 1e-7."""
    text = (SHARED / "andersen" / f"wta_{name}.txt").read_text(encoding="utf-8")
    numbers = np.array(text.split(), dtype=float)
    weapons, targets, rounds = numbers[:3].astype(int)
    rows = numbers[3 + targets :].reshape(-1, 3)
    pk = np.zeros((weapons, targets))
    pk[rows[:, 0].astype(int), rows[:, 1].astype(int)] = rows[:, 2]
    values = numbers[3 : 3 + targets]
    assert_optimum(wta_instance(values, pk, np.full(weapons, rounds)), optimum)


@pytest.mark.parametrize(
    ("weapons", "targets", "rounds"), [(0, 3, 1), (3, 0, 1), (0, 0, 1), (2, 2, 0)]
)
def test_nothing_to_decide(weapons: int, targets: int, rounds: int) -> None:
    """Without weapons, targets or rounds everything leaks, proven."""
    instance = wta_instance(
        np.full(targets, 2.5), np.full((weapons, targets), 0.5), [rounds] * weapons
    )

    result = solve(instance)

    assert result.status is WtaStatus.OPTIMAL
    assert result.value == result.bound == 2.5 * targets
    assert result.assignment.shape == (0, 3)


def test_one_weapon_takes_the_gravest_target() -> None:
    """One round goes where value times chance is largest."""
    result = solve(wta_instance([10.0, 8.0], [[0.5, 0.7]], [1]))

    assert result.assignment.tolist() == [[0, 1, 1]]
    assert result.value == pytest.approx(10.0 + 8.0 * 0.3)


def test_twins_share_their_rounds() -> None:
    """A magazine written as single rounds is solved as one, and told apart again."""
    single = wta_instance([9.0, 7.0], np.tile([[0.6, 0.4]], (5, 1)), np.ones(5))
    together = wta_instance([9.0, 7.0], [[0.6, 0.4]], [5])

    apart, one = solve(single), solve(together)

    assert apart.value == pytest.approx(one.value, rel=1e-12)
    assert (apart.matrix().sum(axis=1) <= 1).all()
    assert apart.matrix().sum() == one.matrix().sum() == 5


def test_more_rounds_than_32_bits_hold_are_used() -> None:
    """Of thousands of twins with a million rounds each."""
    instance = wta_instance(
        [90.0, 50.0], np.tile([[0.5, 0.6]], (3_000, 1)), np.full(3_000, 10**6)
    )

    result = solve(instance)

    assert result.status is WtaStatus.OPTIMAL
    assert result.value < 1e-15


def test_sixty_rounds_are_used_to_the_last() -> None:
    """Half of what leaks is still half, however little."""
    result = solve(wta_instance([1e9], [[0.5]], [60]))

    assert result.status is WtaStatus.OPTIMAL
    assert result.value == pytest.approx(1e9 * 0.5**60)


def test_a_programme_that_is_given_up_ends_the_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A valid bound and what was found by then, and no endless second try."""
    rng = np.random.default_rng(1)
    instance = wta_instance(
        rng.integers(1, 100, 16), rng.uniform(0.0, 1.0, (8, 16)), rng.integers(1, 4, 8)
    )
    optimum = solve(instance).value
    monkeypatch.setattr(closing, "_PARAMETERS", "limits/nodes = 0")

    result = solve(instance)

    assert result.bound <= optimum * (1.0 + 1e-12)
    assert result.value >= optimum * (1.0 - 1e-12)


def test_certain_kills_leave_nothing() -> None:
    """A round that cannot miss is enough, and proves itself."""
    result = solve(wta_instance([5.0, 6.0], [[1.0, 1.0], [1.0, 1.0]], [1, 1]))

    assert result.value == result.bound == 0.0
    assert result.gap == 0.0


def test_rounds_that_cost_more_than_they_avert_stay() -> None:
    """A round has to earn its cost."""
    result = solve(wta_instance([5.0], [[0.5]], [3], round_cost=2.0))

    assert result.assignment.tolist() == [[0, 0, 1]]
    assert result.value == pytest.approx(4.5)


def test_many_rounds_at_one_target_find_room() -> None:
    """Patterns far longer than the room that the search starts with."""
    result = solve(wta_instance([1000.0, 1.0], [[0.1, 0.1]], [60]))

    spent = result.matrix()[0]
    assert spent.sum() == 60
    assert spent[0] > 50
    assert result.status is WtaStatus.OPTIMAL


def test_requirements_that_cannot_be_met_are_named() -> None:
    """Which, what was asked for, and whether it is hopeless by itself."""
    result = solve(
        wta_instance(
            [5.0, 5.0, 5.0],
            [[0.5, 0.9, 0.9]],
            [1],
            min_survival=[0.8, 0.8, 0.8],
        )
    )

    assert result.status is WtaStatus.INFEASIBLE
    assert result.unmet[0].target == 0
    assert len(result.unmet) == 2
    assert {each.target: each.alone for each in result.unmet}[0] is True
    assert sum(each.alone for each in result.unmet) == 1
    assert all(each.required == 0.8 > each.reached for each in result.unmet)


def test_with_no_time_the_floor_comes_back() -> None:
    """A feasible assignment and no false claim, however short the time."""
    instance = random_instance(1, 30, 20)

    result = solve(instance, clock=Clock(1.0), time_limit_s=0.0)

    assert result.status is WtaStatus.FEASIBLE
    assert result.value < instance.values.sum()
    assert result.bound <= solve(instance).value
    assert result.log[0].phase == "floor"


@pytest.mark.parametrize("limit_s", [5.0, 20.0, 60.0, 200.0])
def test_bound_and_value_hold_whenever_time_runs_out(limit_s: float) -> None:
    """The optimum lies between them at any moment."""
    instance = random_instance(2, 25, 10, rounds=2)
    optimum = solve(instance).value

    result = solve(instance, clock=Clock(1.0), time_limit_s=limit_s)

    assert result.bound <= optimum * (1.0 + 1e-12)
    assert result.value >= optimum * (1.0 - 1e-12)


def test_the_log_only_gets_better() -> None:
    """Values fall, bounds rise, times pass; the listener hears what the log holds."""
    heard: list[Progress] = []

    result = solve(
        random_instance(3, 30, 40), clock=Clock(0.1), on_progress=heard.append
    )

    assert tuple(heard) == result.log
    for before, after in zip(result.log, result.log[1:], strict=False):
        assert after.value <= before.value
        assert after.bound >= before.bound
        assert after.seconds >= before.seconds


def test_the_same_arguments_give_the_same_answer() -> None:
    """Assignment, prices, value and bound, to the last bit."""
    one, two = (solve(random_instance(4, 40, 30, 2), seed=5) for _ in range(2))

    assert one.assignment.tolist() == two.assignment.tolist()
    assert one.prices.tolist() == two.prices.tolist()
    assert (one.value, one.bound) == (two.value, two.bound)


def test_the_seed_decides_between_equals_only() -> None:
    """Another seed, another assignment where all are alike, the same value."""
    rng = np.random.default_rng(6)
    instance = wta_instance(np.full(6, 9.0), rng.choice([0.5, 0.7], (6, 6)), np.ones(6))

    answers = [solve(instance, seed=seed) for seed in range(6)]

    assert len({str(each.assignment.tolist()) for each in answers}) > 1
    assert max(each.value for each in answers) == pytest.approx(
        min(each.value for each in answers), rel=1e-12
    )


@pytest.mark.parametrize("gap", [0.2, 0.01])
def test_a_wider_gap_stops_earlier(gap: float) -> None:
    """Proven to the gap that was asked for, in no more steps."""
    instance = random_instance(7, 60, 30)
    whole, part = solve(instance), solve(instance, gap=gap)

    assert part.status is WtaStatus.FEASIBLE
    assert 1e-7 < part.gap <= gap
    assert part.statistics.dual_steps + part.statistics.lp_solves < (
        whole.statistics.dual_steps + whole.statistics.lp_solves
    )


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"gap": -1.0}, "gap"),
        ({"gap": float("nan")}, "gap"),
        ({"gap": 1.0}, "gap"),
        ({"time_limit_s": -1.0, "clock": Clock(1.0)}, "time_limit_s"),
        ({"time_limit_s": float("nan"), "clock": Clock(1.0)}, "time_limit_s"),
        ({"time_limit_s": 1.0}, "clock"),
    ],
)
def test_limits_that_are_none_are_refused(
    arguments: dict[str, float], named: str
) -> None:
    """The message names the argument."""
    with pytest.raises(ValueError, match=named):
        solve(random_instance(8, 2, 2), **arguments)  # type: ignore[arg-type]
