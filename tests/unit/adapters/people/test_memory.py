"""What is remembered of a look-up, and never longer than it may be."""

from contextlib import ExitStack
from typing import NoReturn

import pytest

from tests.people import ON_THE_MACHINE, Town
from zaslin.adapters.ledger.faults import LedgerUnavailable
from zaslin.adapters.people.memory import Memory
from zaslin.domain.account import PeopleUnavailableError
from zaslin.domain.person import Principal, PrincipalKind
from zaslin.domain.role import Role

WHO = Principal(
    user_id="olena",
    name="olena",
    kind=PrincipalKind.PERSON,
    grants=frozenset(),
    session_id="1",
    ends_s=1_000.0,
)


def _silent(_: object) -> NoReturn:
    raise LedgerUnavailable("the server is gone")


def _go_silent(monkeypatch: pytest.MonkeyPatch, village: Town) -> None:
    kind = type(village.database)
    monkeypatch.setattr(kind, "reading", _silent)
    monkeypatch.setattr(kind, "writing", _silent)


def test_a_look_up_is_good_for_a_moment(village: Town) -> None:
    """The next request within a second asks no database."""
    village.add("olena", Role.VIEWER)
    token = village.enter("olena").token
    assert village.people.remembered(PrincipalKind.PERSON, token) is None

    village.who(token)

    assert village.people.remembered(PrincipalKind.PERSON, token)
    village.wall.after(1.5)
    assert village.people.remembered(PrincipalKind.PERSON, token) is None


def test_while_the_database_is_silent_who_was_known_still_is(
    village: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Consoles keep the picture; nothing can be decided or revoked meanwhile."""
    village.add("olena", Role.VIEWER)
    begun, unseen = village.enter("olena"), village.enter("olena")
    assert village.who(begun.token)
    _go_silent(monkeypatch, village)

    village.wall.after(60.0)

    assert village.who(begun.token)
    assert village.people.still_valid(begun.principal)
    with pytest.raises(PeopleUnavailableError):
        village.who(unseen.token)
    with pytest.raises(PeopleUnavailableError):
        village.people.administration.disable(ON_THE_MACHINE, "olena", True)
    village.wall.after(300.0)
    with pytest.raises(PeopleUnavailableError):
        village.who(begun.token)


def test_no_sign_in_and_no_step_up_while_the_database_is_silent(
    village: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody gains anything by it."""
    password = village.add("olena", Role.VIEWER)
    begun = village.enter("olena")
    _go_silent(monkeypatch, village)

    with pytest.raises(PeopleUnavailableError):
        village.enter("olena")
    with pytest.raises(PeopleUnavailableError):
        village.people.step_up(begun.principal, password, "192.0.2.10")


def test_who_was_shut_out_before_the_silence_stays_out(
    village: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change forgets everything that was remembered."""
    village.add("olena", Role.VIEWER)
    begun = village.enter("olena")
    assert village.who(begun.token)
    village.people.administration.disable(ON_THE_MACHINE, "olena", True)
    _go_silent(monkeypatch, village)

    with pytest.raises(PeopleUnavailableError):
        village.who(begun.token)


def test_a_look_up_that_was_overtaken_is_not_remembered() -> None:
    """Asked before somebody was shut out, answered after."""
    memory = Memory(1.0, 300.0)
    asked = memory.changes
    memory.forget()

    memory.keep(b"token", WHO, 0.0, asked)

    assert memory.fresh(b"token", 0.0) is None
    memory.keep(b"token", WHO, 0.0, memory.changes)
    assert memory.fresh(b"token", 0.5) is WHO


def test_nothing_is_remembered_past_its_end_or_before_its_time() -> None:
    """A session that ended, a clock that went back."""
    memory = Memory(1.0, 300.0)
    memory.keep(b"token", WHO, 999.5, memory.changes)

    assert memory.fresh(b"token", 999.9) is WHO
    assert memory.fresh(b"token", 1_000.0) is None
    assert memory.last_known(b"token", 1_000.0) is None
    assert memory.fresh(b"token", 999.0) is None


def test_only_so_many_are_remembered() -> None:
    """Tokens that come and go do not fill the memory."""
    memory = Memory(1.0, 300.0)

    for number in range(12_000):
        memory.keep(str(number).encode(), WHO, 0.0, memory.changes)

    assert memory.fresh(b"0", 0.0) is None
    assert memory.fresh(b"11999", 0.0) is WHO


def test_what_has_not_the_form_of_a_secret_asks_no_database(
    village: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A flood of nonsense costs no connection."""
    _go_silent(monkeypatch, village)

    for kind in PrincipalKind:
        for nonsense in ("", "x", "x" * 42, "x" * 44, "zas_0_1", "é" * 43):
            assert village.people.identify(kind, nonsense) is None


def test_a_crowd_at_the_door_leaves_connections_to_the_journal(village: Town) -> None:
    """Only so many people are looked up at once; the rest are told to come again."""
    with ExitStack() as crowd:
        for _ in range(4):
            crowd.enter_context(village.ground.transactions._place())  # noqa: SLF001

        with pytest.raises(PeopleUnavailableError, match="at once"):
            village.people.administration.users()
        with village.database.reading() as connection:
            assert connection.exec_driver_sql("SELECT 1").scalar() == 1

    assert village.people.administration.users()
