"""A study names its runs, and is cut into tasks without losing any."""

import pytest

from tests import studies
from zaslin.sim.study import RunKey, Study, Task, tasks


def keys(made: list[Task]) -> list[RunKey]:
    """Everything that tasks compute."""
    return [key for task in made for key in task.keys]


def test_a_run_has_its_seed_whatever_the_length_of_the_study() -> None:
    """A longer study holds the shorter one, and another seed shares none."""
    short, long = studies.study(runs=2), studies.study(runs=50)

    assert list(short.seeds) == [300_000, 300_001]
    assert set(short.keys) < set(long.keys)
    assert not set(long.seeds) & set(studies.study(seed=4, runs=50).seeds)
    assert not set(studies.study(runs=100_000).seeds) & {400_000}


def test_every_policy_meets_the_same_seeds() -> None:
    """Common random numbers."""
    study = studies.study()
    seeds = {
        (scenario, policy): [
            key.seed for key in study.keys if key[:2] == (scenario, policy)
        ]
        for scenario in study.scenarios
        for policy in study.policies
    }

    assert all(each == list(study.seeds) for each in seeds.values())


@pytest.mark.parametrize("chunk", [1, 2, 4, 6, 100])
def test_tasks_cover_the_study_once(chunk: int) -> None:
    """However it is cut; the bounds of a raid are there once."""
    study = studies.study()

    made = list(tasks(study, set(), chunk))

    assert sorted(keys(made), key=str) == sorted(study.keys, key=str)
    assert max(len(task.seeds) for task in made) <= chunk
    assert sum(key.policy is None for key in keys(made)) == 2 * study.runs


def test_what_is_done_is_left_out() -> None:
    """And nothing else."""
    study = studies.study()
    done = set(study.keys[::3])

    left = keys(list(tasks(study, done, 4)))

    assert set(left) == set(study.keys) - done
    assert len(left) == len(set(left))
    assert not list(tasks(study, set(study.keys), 4))


def test_the_first_seeds_come_first() -> None:
    """A study that stops half way has pairs to compare."""
    study = studies.study(bounds=False)

    first = keys(list(tasks(study, set(), 2)))[: 2 * 2 * len(study.policies)]

    assert {key.seed for key in first} == set(list(study.seeds)[:2])
    assert {key.policy for key in first} == set(study.policies)


def test_a_task_is_named_by_what_it_flies() -> None:
    """In messages."""
    assert str(Task(scenario="calm", policy="ours", seeds=(7,))) == "calm, ours, seed 7"
    assert str(Task(scenario="calm", policy=None, seeds=(7, 8, 9))) == (
        "calm, bounds, seeds 7 to 9"
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"scenarios": ()}, "scenarios: none"),
        ({"policies": ()}, "policies: none"),
        ({"policies": ("a", "a")}, "policies 'a' occurs twice"),
        ({"scenarios": ("a", "a")}, "scenarios 'a' occurs twice"),
        ({"runs": 0}, "runs is 0; accepted: a finite number, 1 to 100000"),
        ({"runs": 100_001}, "runs is 100001"),
        ({"seed": -1}, "seed is -1"),
        ({"seed": 10**13 + 1}, "seed is 10000000000001"),
    ],
    ids=str,
)
def test_what_is_no_study_is_refused(changes: dict[str, object], words: str) -> None:
    """With what is accepted."""
    with pytest.raises(ValueError, match=words):
        studies.study(**changes)


def test_the_largest_seed_of_a_run_fits_its_generator() -> None:
    """Signed, 64 bits."""
    study = Study(scenarios=("a",), policies=("b",), runs=100_000, seed=10**13)

    assert study.seeds[-1] < 2**63
