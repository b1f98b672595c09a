"""Prepared decisions and measures: good once, for their person, and not for long."""

from itertools import count

import pytest

from zaslin.api.desk.preparations import VALID_S, Preparations, Prepared
from zaslin.api.desk.widening import VALID_S as WIDENING_S
from zaslin.api.desk.widening import Widenings
from zaslin.api.errors import Code, ProblemError
from zaslin.domain.control import Control
from zaslin.domain.decision import Verdict
from zaslin.domain.ids import FireUnitId, InterceptorTypeId, TrackId
from zaslin.wire.form.coded import Coded


class Time:
    """Seconds that pass when the test says so."""

    s = 0.0

    def __call__(self) -> float:
        """What time it is."""
        return self.s


def prepared(user_id: str = "bondar") -> Prepared:
    """A decision that somebody is about to make."""
    return Prepared(
        user_id=user_id,
        verdict=Verdict.AUTHORISE,
        seen_revision=7,
        track=TrackId("T1"),
        fire_unit=FireUnitId("U1"),
        interceptor_type=InterceptorTypeId("missile"),
        launch_s=100.0,
    )


def store(time: Time, kind: type[Preparations] = Preparations) -> Preparations:
    """An empty store whose tokens are numbers."""
    numbers = count()
    return kind(lambda: f"token-{next(numbers)}", time)


def faults(kept: Preparations, time: Time) -> list[str]:
    """What a store does that it must not."""
    found = []
    once = kept.keep(prepared())
    kept.take(once, "bondar")
    if _is_taken(kept, once, "bondar"):
        found.append("good twice")
    if _is_taken(kept, kept.keep(prepared()), "marta"):
        found.append("good for another person")
    late = kept.keep(prepared())
    time.s += VALID_S + 0.001
    if _is_taken(kept, late, "bondar"):
        found.append("good for ever")
    if _is_taken(kept, "made-up-token", "bondar"):
        found.append("good out of nothing")
    return found


def _is_taken(kept: Preparations, token: str, user_id: str) -> bool:
    try:
        kept.take(token, user_id)
    except ProblemError as error:
        return error.code is not Code.EXPIRED
    return True


def test_a_preparation_is_good_once_for_its_person_and_not_for_long() -> None:
    """And no other way."""
    time = Time()

    assert faults(store(time), time) == []


class Lax(Preparations):
    """The planted fault: whoever has a token, however often, however late."""

    def take(self, token: str, user_id: str) -> Prepared:
        """Whatever was kept under it."""
        kept = self._kept.get(token)
        return kept.prepared if kept else super().take(token, user_id)


def test_a_lax_store_would_be_noticed() -> None:
    """So the test above can fail."""
    time = Time()

    assert faults(store(time, Lax), time) == [
        "good twice",
        "good for another person",
        "good for ever",
    ]


def test_one_person_does_not_crowd_out_the_others() -> None:
    """The oldest of their own give way."""
    time = Time()
    kept = store(time)
    marta = kept.keep(prepared("marta"))
    tokens = [kept.keep(prepared()) for _ in range(50)]

    assert kept.take(marta, "marta").user_id == "marta"
    assert kept.take(tokens[-1], "bondar").user_id == "bondar"
    with pytest.raises(ProblemError):
        kept.take(tokens[0], "bondar")


def test_a_full_store_says_so_and_empties_itself() -> None:
    """With time."""
    time = Time()
    kept = store(time)
    for number in range(1_000):
        kept.keep(prepared(f"user-{number}"))
    with pytest.raises(ProblemError) as full:
        kept.keep(prepared("one-more"))
    assert full.value.code is Code.OVERLOADED

    time.s += VALID_S + 1.0

    assert kept.keep(prepared("one-more"))


def test_measures_wait_for_another_person_and_not_for_long() -> None:
    """And whoever asked for them is not that person, however they write their name."""
    time = Time()
    waiting = Widenings(lambda: "a-token-of-its-own", time)
    need = Coded(code="status", params={})
    pending = waiting.keep("chief", 0.0, 1, Control(), need)
    assert waiting.get(pending.id, "deputy") is pending
    with pytest.raises(ProblemError) as same:
        waiting.get(pending.id, "Chief ")
    assert same.value.code is Code.SAME_PERSON

    time.s += WIDENING_S + 0.001

    with pytest.raises(ProblemError) as late:
        waiting.get(pending.id, "deputy")
    assert late.value.code is Code.NOT_FOUND
    assert waiting.all(1) == ()


def test_measures_asked_for_again_wait_for_the_full_time_again() -> None:
    """Or who asks anew at the last moment is told of a second that is no more."""
    time = Time()
    numbers = count()
    waiting = Widenings(lambda: f"{next(numbers):016}", time)
    need = Coded(code="status", params={})
    first = waiting.keep("chief", 0.0, 1, Control(), need)
    time.s += WIDENING_S - 1.0
    again = waiting.keep("chief", WIDENING_S - 1.0, 1, Control(), need)
    time.s += WIDENING_S - 1.0

    assert again.id == first.id
    assert waiting.all(1) == (again,)
    assert again.asked_s == WIDENING_S - 1.0


def test_the_oldest_measures_give_way_to_the_newest() -> None:
    """Nobody fills the memory of the service."""
    numbers = count()
    waiting = Widenings(lambda: f"{next(numbers):016}", Time())
    need = Coded(code="status", params={})
    for number in range(50):
        waiting.keep(f"chief{number}", 0.0, 1, Control(), need)

    assert len(waiting.all(1)) == 20
    assert waiting.all(1)[-1].by == "chief49"
