"""Passwords are not tried at will, and their owner is not shut out by it."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tests.people import CHEAP, HERE, Town, quick, town
from zaslin.adapters.people.hashing import Hashing, HashParams
from zaslin.adapters.people.throttle import Attempts, Throttle, ThrottleParams, Try
from zaslin.domain.account import (
    ThrottledError,
    TooBusyError,
    WrongCredentialsError,
)
from zaslin.domain.role import Role

ELSEWHERE = "198.51.100.66"


def _tried(people: Town, name: str, address: str, times: int) -> list[str]:
    """What becomes of so many wrong passwords."""
    outcomes = []
    for _ in range(times):
        try:
            people.people.sign_in(name, "not the password", address)
        except (WrongCredentialsError, ThrottledError) as error:
            outcomes.append(type(error).__name__)
    return outcomes


def _stranger(name: str, address: str = ELSEWHERE) -> Try:
    return Try(name=name, address=address)


@pytest.mark.parametrize("name", ["olena", "nobody"])
def test_after_some_attempts_none_is_heard(village: Town, name: str) -> None:
    """Whether there is such a user or not; then one in half a minute."""
    village.add("olena", Role.VIEWER)

    outcomes = _tried(village, name, ELSEWHERE, 12)

    assert outcomes == ["WrongCredentialsError"] * 10 + ["ThrottledError"] * 2
    village.wall.after(30.0)
    assert _tried(village, name, ELSEWHERE, 2) == [
        "WrongCredentialsError",
        "ThrottledError",
    ]


def test_the_right_password_does_not_help_who_has_tried_too_often(
    village: Town,
) -> None:
    """Or the limit would say which password is right."""
    password = village.add("olena", Role.VIEWER)
    _tried(village, "olena", ELSEWHERE, 12)

    with pytest.raises(ThrottledError) as waits:
        village.people.sign_in("olena", password, ELSEWHERE)

    assert 0.0 < waits.value.wait_s <= 30.0


def test_a_stranger_does_not_shut_out_the_owner(village: Town) -> None:
    """Where they have signed in before, they have attempts of their own."""
    village.add("olena", Role.VIEWER)
    _tried(village, "olena", ELSEWHERE, 30)

    assert village.enter("olena").token


def test_who_guesses_beside_the_owner_does_not_shut_them_out(village: Town) -> None:
    """Behind one proxy everybody has one address, and it is used up by one of them."""
    village.add("olena", Role.VIEWER)
    for number in range(40):
        _tried(village, f"user{number}", HERE, 1)
    assert _tried(village, "nobody", HERE, 1) == ["ThrottledError"]

    assert village.enter("olena").token


def test_a_step_up_is_not_shut_out_by_who_guesses(village: Town) -> None:
    """Whoever may decide in a raid may decide, whatever others try."""
    village.add("olena", Role.ENGAGEMENT_AUTHORITY)
    who = village.enter("olena").principal
    for address in (HERE, ELSEWHERE):
        _tried(village, "olena", address, 20)

    up = village.people.step_up(who, village.passwords["olena"], HERE)

    assert up.principal.stepped_up


def test_many_names_from_one_address_are_one_guesser(village: Town) -> None:
    """One password tried on everybody is noticed by where it comes from."""
    outcomes = [
        outcome
        for number in range(40)
        for outcome in _tried(village, f"user{number}", ELSEWHERE, 1)
    ]

    assert outcomes.count("WrongCredentialsError") == 30
    assert village.enter("admin").token


def test_a_right_password_costs_no_attempt(village: Town) -> None:
    """A room full of people behind one address signs in all day."""
    village.add("olena", Role.VIEWER)

    for _ in range(50):
        assert village.enter("olena").token


def test_step_up_is_throttled_like_a_sign_in(village: Town) -> None:
    """A stolen cookie is no way to try passwords."""
    village.add("olena", Role.ENGAGEMENT_AUTHORITY)
    who = village.enter("olena").principal
    outcomes = []
    for _ in range(15):
        try:
            village.people.step_up(who, "not the password", HERE)
        except (WrongCredentialsError, ThrottledError) as error:
            outcomes.append(type(error).__name__)

    assert outcomes.count("WrongCredentialsError") == 10


def test_attempts_at_one_moment_are_all_counted() -> None:
    """They are taken before the password is looked at, so a burst gains nothing."""
    throttle = Throttle(ThrottleParams())
    heard = []

    def attempt() -> None:
        try:
            throttle.attempt(_stranger("olena"), 0.0)
        except ThrottledError:
            return
        heard.append(1)

    threads = [threading.Thread(target=attempt) for _ in range(40)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert len(heard) == 10


def test_an_ipv6_customer_is_one_address() -> None:
    """Whoever has 2^64 of them."""
    throttle = Throttle(ThrottleParams(name=Attempts(at_once=1000, each_s=1.0)))

    for number in range(30):
        throttle.attempt(_stranger(f"u{number}", f"2001:db8::{number:x}"), 0.0)

    with pytest.raises(ThrottledError):
        throttle.attempt(_stranger("u30", "2001:db8::abcd"), 0.0)
    throttle.attempt(_stranger("olena", "2001:db8:0:1::1"), 0.0)


def test_a_clock_that_goes_back_gives_no_attempts() -> None:
    """Nor takes any."""
    throttle = Throttle(ThrottleParams(name=Attempts(at_once=1, each_s=10.0)))
    throttle.attempt(_stranger("olena", ELSEWHERE), 100.0)

    with pytest.raises(ThrottledError):
        throttle.attempt(_stranger("olena", ELSEWHERE), 50.0)


def test_buckets_are_not_kept_for_ever() -> None:
    """Names that somebody made up do not fill the memory."""
    throttle = Throttle(ThrottleParams())
    for number in range(30_000):
        throttle.attempt(
            _stranger(f"name{number}", f"10.{number >> 8}.{number & 255}.1"), 0.0
        )

    assert len(throttle._buckets) <= 20_000  # noqa: SLF001


def test_a_throttle_that_does_not_count_is_noticed(tmp_path: Path) -> None:
    """Planted: attempts without end, and every one of them is heard."""
    endless = Attempts(at_once=1_000_000, each_s=1.0)
    params = quick(
        throttle=ThrottleParams(
            name=endless, known=endless, address=endless, session=endless
        )
    )
    with town(tmp_path, params=params) as people:
        people.add("olena", Role.VIEWER)

        assert "ThrottledError" not in _tried(people, "olena", ELSEWHERE, 40)


def test_an_unknown_name_costs_the_same_hash() -> None:
    """The same parameters, or the time would tell who has an account."""
    hashing = Hashing(HashParams(time_cost=2, memory_kib=64, lanes=2))
    made = hashing.make("nine tall poplars")

    assert made.split("$")[:4] == hashing._nobody.split("$")[:4]  # noqa: SLF001
    assert not hashing.fits("", "nobody has this password")
    assert hashing.fits(made, "nine tall poplars")
    assert not hashing.fits(made, "nine tall poplar")
    assert not hashing.fits("not a hash", "nine tall poplars")


def test_the_production_hash_is_argon2id_at_its_cost() -> None:
    """64 MiB, three passes: RFC 9106 for machines with little memory."""
    made = Hashing(HashParams()).make("nine tall poplars")

    assert made.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_hash_of_lesser_cost_is_made_anew(tmp_path: Path) -> None:
    """At the next sign-in, when the password is at hand."""
    with town(tmp_path) as people:
        people.add("olena", Role.VIEWER)
    dearer = replace(CHEAP, hashing=HashParams(time_cost=2, memory_kib=16, lanes=1))
    with town(tmp_path, params=dearer) as people:
        people.passwords["olena"] = "seven grey herons anelo!"
        begun = people.enter("olena")
        again = people.enter("olena")

        with people.ground.transactions.read() as connection:
            stored = connection.exec_driver_sql(
                "SELECT password FROM person WHERE name = 'olena'"
            ).scalar_one()
        assert "m=16,t=2" in stored
        assert people.who(begun.token)
        assert people.who(again.token)


def test_hashes_wait_for_one_another_but_not_for_ever() -> None:
    """So many at once, so many waiting; the next one is told to come again."""
    hashing = Hashing(
        HashParams(
            time_cost=1, memory_kib=8, lanes=1, at_once=1, waiting=1, wait_s=0.05
        )
    )
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with hashing._turn():  # noqa: SLF001
            entered.set()
            leave.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    entered.wait(10)
    try:
        # One may wait, and gives up after its time.
        with pytest.raises(TooBusyError):
            hashing.make("nine tall poplars")
    finally:
        leave.set()
        holder.join()

    assert hashing.make("nine tall poplars")
