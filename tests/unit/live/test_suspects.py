"""Tracks that planning fails of are found, whoever and however many; nobody else is."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from zaslin.domain.ids import TrackId
from zaslin.live.suspects import Suspects

SKY = [TrackId(f"T{number:03}") for number in range(300)]


class World:
    """Questions, their outcome by a rule, and time that passes a second each."""

    def __init__(self, breaks: frozenset[TrackId], *, at_least: int = 1) -> None:
        self.breaks, self.at_least = breaks, at_least
        self.suspects = Suspects()
        self.now_s = 0.0
        self.sky = dict.fromkeys(SKY)
        self.planned = False
        self.asked = 0

    def step(self) -> None:
        """Put one question, as a desk would."""
        self.now_s += 1.0
        self.asked += 1
        self.suspects.look(self.sky, self.now_s)
        tried = self.suspects.trial
        whole = [name for name in self.sky if name not in self.suspects.left_out]
        asked = whole if tried is None else tried
        works = len(self.breaks & set(asked)) < self.at_least
        if tried is None:
            self.planned = works
        if not works:
            self.suspects.failed(asked, self.now_s)
        elif tried is not None:
            self.suspects.worked(self.now_s)

    def until_planned(self, most: int) -> int:
        """Steps until there is a plan again."""
        begun = self.asked
        self.planned = False
        while not self.planned and self.asked - begun < most:
            self.step()
        return self.asked - begun


@given(st.sets(st.sampled_from(SKY), min_size=1, max_size=4))
def test_who_breaks_planning_is_left_out_and_nobody_else(names: set[TrackId]) -> None:
    """Each in as many questions as the sky can be halved, and four."""
    world = World(frozenset(names))
    steps = world.until_planned(200)
    assert world.planned
    assert set(world.suspects.left_out) == names
    assert steps <= len(names) * 13 + 1


def test_what_is_not_of_the_tracks_leaves_nobody_out() -> None:
    """Planning that fails whatever it is asked; then it is well again."""
    world = World(frozenset(), at_least=0)
    for _ in range(100):
        world.step()
        assert not world.suspects.left_out
    world.at_least = 1
    assert world.until_planned(2) <= 2


def test_who_fails_together_and_not_alone_is_not_left_out() -> None:
    """It is not found, and nobody is blamed for it; that is the limit of this way."""
    world = World(frozenset(SKY[10:12]), at_least=2)
    for _ in range(200):
        world.step()
        assert not world.suspects.left_out


def test_a_fault_that_was_none_of_theirs_blames_nobody() -> None:
    """One question failed, and everything works by the time that it is looked into."""
    world = World(frozenset())
    world.suspects.failed(SKY, 0.0)
    assert world.until_planned(20) < 20
    assert not world.suspects.left_out


def test_who_was_left_out_is_tried_again_alone_and_comes_back() -> None:
    """At first after five minutes, then twice as long each time that it still fails."""
    broken = frozenset(SKY[:1])
    world = World(broken)
    world.until_planned(20)
    tried = []
    for _ in range(2_200):
        world.suspects.look(world.sky, world.now_s + 1.0)
        if world.suspects.trial is not None:
            tried.append(world.now_s)
            assert world.suspects.trial == broken
        world.step()
    assert [later - before for before, later in pairwise(tried)] == [600.0, 1200.0]
    world.breaks = frozenset()
    for _ in range(2_500):
        world.step()
    assert not world.suspects.left_out
    assert world.planned


def test_one_failure_alone_is_not_enough() -> None:
    """A process may die of something else; and then the search begins anew."""
    world = World(frozenset(SKY[:1]))
    while world.suspects.trial is None or len(world.suspects.trial) != 1:
        world.step()
    world.step()
    assert not world.suspects.left_out
    world.breaks = frozenset()
    assert world.until_planned(20) < 20
    assert not world.suspects.left_out


def test_who_is_not_answered_for_is_not_asked_for_at_once() -> None:
    """A trial that nobody answers would take the time of every other question."""
    world = World(frozenset(SKY[:1]))
    world.until_planned(20)
    world.now_s += 400.0
    world.suspects.look(world.sky, world.now_s)
    tried = world.suspects.trial
    assert tried == frozenset(SKY[:1])
    world.suspects.give_up(world.now_s)
    world.suspects.look(world.sky, world.now_s + 100.0)
    assert world.suspects.trial is None
    assert set(world.suspects.left_out) == {SKY[0]}


def test_who_has_gone_is_forgotten() -> None:
    """Its name may be another's tomorrow."""
    world = World(frozenset(SKY[:1]))
    world.until_planned(20)
    assert set(world.suspects.left_out) == set(SKY[:1])
    del world.sky[SKY[0]]
    world.step()
    assert not world.suspects.left_out


def test_a_search_in_an_empty_sky_is_none() -> None:
    """There is nobody to blame."""
    suspects = Suspects()
    suspects.failed([], 1.0)
    assert suspects.trial is None
