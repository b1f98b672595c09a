"""Sessions begin with a password, and end when they should."""

from pathlib import Path

import pytest
from sqlalchemy import select, text

from tests.people import HERE, ON_THE_MACHINE, Town, password_of, quick, town
from zaslin.adapters.people.sessions import Lifetimes
from zaslin.adapters.people.tables import PERSON, SESSION
from zaslin.domain.account import WrongCredentialsError
from zaslin.domain.person import PrincipalKind
from zaslin.domain.role import Grant, Permission, Role, Scope


def test_a_session_is_of_who_knows_the_password(people: Town) -> None:
    """Name and password begin a session with the roles of the user."""
    people.add("olena", Role.ID_AUTHORITY)

    who = people.who(people.enter("olena").token)

    assert who is not None
    assert who.name == who.user_id == "olena"
    assert who.kind is PrincipalKind.PERSON
    assert who.may(Permission.IDENTIFY, "live")
    assert not who.may(Permission.DECIDE, "live")
    assert not who.stepped_up


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("olena", "not the password"),
        ("nobody", "not the password"),
        ("olena", ""),
        ("", ""),
        ("OLENA", password_of("olena")),
    ],
)
def test_nobody_enters_with_another_password(
    village: Town, name: str, password: str
) -> None:
    """Wrong name or wrong password: the same error."""
    village.add("olena", Role.VIEWER)

    with pytest.raises(WrongCredentialsError) as refused:
        village.people.sign_in(name, password, HERE)

    assert refused.value.args == ()


def test_neither_token_nor_password_is_kept(people: Town) -> None:
    """Who reads the database can sign in as nobody."""
    password = people.add("olena", Role.VIEWER)
    token = people.enter("olena").token
    key = people.key("tower", Role.VIEWER)

    with people.database.reading() as connection:
        held = "".join(
            str(row)
            for table in ("person", "person_session", "bearer_key", "person_change")
            for row in connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608
        )
        stored = connection.scalar(
            select(PERSON.c.password).where(PERSON.c.name == "olena")
        )

    # The secret half of a key is base64 and may hold the parting sign itself.
    assert str(stored).startswith("$argon2id$")
    for secret in (password, token, key, key.split("_", 2)[2]):
        assert secret not in held


def test_a_token_has_256_random_bits(village: Town) -> None:
    """43 characters of base64, and never the same twice."""
    village.add("olena", Role.VIEWER)

    tokens = {village.enter("olena").token for _ in range(10)}

    assert len(tokens) == 10
    assert {len(each) for each in tokens} == {43}


def test_signing_out_ends_the_session_at_once(people: Town) -> None:
    """Its token is good for nothing, and its streams end."""
    people.add("olena", Role.VIEWER)
    begun = people.enter("olena")
    other = people.enter("olena")
    assert people.who(begun.token)

    people.people.sign_out(begun.principal)

    assert people.who(begun.token) is None
    assert people.people.remembered(PrincipalKind.PERSON, begun.token) is None
    assert not people.people.still_valid(begun.principal)
    assert people.who(other.token)


def test_an_unused_session_ends(village: Town) -> None:
    """After the idle time; a request in between keeps it."""
    village.add("olena", Role.VIEWER)
    idle_s = Lifetimes().idle_s
    used, unused = village.enter("olena"), village.enter("olena")

    village.wall.after(idle_s - 1)
    assert village.who(used.token)
    village.wall.after(2)

    assert village.who(used.token)
    assert village.who(unused.token) is None
    assert not village.people.still_valid(unused.principal)


def test_a_session_ends_however_much_it_is_used(village: Town) -> None:
    """After its absolute time somebody has to sign in again."""
    village.add("olena", Role.VIEWER)
    begun = village.enter("olena")
    step_s = Lifetimes().idle_s / 2

    for _ in range(int(Lifetimes().session_s / step_s) - 1):
        village.wall.after(step_s)
        assert village.who(begun.token)
    village.wall.after(step_s)

    assert village.who(begun.token) is None
    assert not village.people.still_valid(begun.principal)


def test_a_step_up_holds_for_its_time_and_changes_the_token(people: Town) -> None:
    """Who had copied the token before is out."""
    password = people.add("olena", Role.ENGAGEMENT_AUTHORITY)
    begun = people.enter("olena")

    up = people.people.step_up(begun.principal, password, HERE)

    assert people.who(begun.token) is None
    assert people.people.remembered(PrincipalKind.PERSON, begun.token) is None
    who = people.who(up.token)
    assert who is not None
    assert who.stepped_up
    assert who.session_id == begun.principal.session_id
    people.wall.after(Lifetimes().step_up_s)
    remembered = people.people.remembered(PrincipalKind.PERSON, up.token)
    again = people.who(up.token)
    assert remembered is None
    assert again is not None
    assert not again.stepped_up


def test_what_is_remembered_does_not_stay_stepped_up(tmp_path: Path) -> None:
    """Even when look-ups are good for longer than a step-up."""
    with town(tmp_path, params=quick(fresh_s=1_000.0)) as people:
        people.add("olena", Role.ENGAGEMENT_AUTHORITY)
        up = people.enter("olena", step_up=True)
        assert people.who(up.token)

        people.wall.after(Lifetimes().step_up_s)

        remembered = people.people.remembered(PrincipalKind.PERSON, up.token)
        assert remembered is not None
        assert not remembered.stepped_up


def test_no_step_up_with_another_password(village: Town) -> None:
    """A stolen cookie alone steps nothing up."""
    village.add("olena", Role.ENGAGEMENT_AUTHORITY)
    begun = village.enter("olena")

    with pytest.raises(WrongCredentialsError):
        village.people.step_up(begun.principal, "not the password", HERE)

    who = village.who(begun.token)
    assert who is not None
    assert not who.stepped_up


def test_no_step_up_of_a_session_that_has_ended(village: Town) -> None:
    """The password alone does not bring a session back."""
    password = village.add("olena", Role.ENGAGEMENT_AUTHORITY)
    begun = village.enter("olena")
    village.people.sign_out(begun.principal)

    with pytest.raises(WrongCredentialsError):
        village.people.step_up(begun.principal, password, HERE)


def test_a_new_password_ends_every_other_session(people: Town) -> None:
    """Whoever had the old one is out; the caller goes on with a new token."""
    old = people.add("olena", Role.VIEWER)
    other, begun = people.enter("olena"), people.enter("olena")

    new = people.people.change_password(begun.principal, old, "nine tall poplars", HERE)

    assert people.who(other.token) is None
    assert people.who(begun.token) is None
    assert people.who(new.token)
    with pytest.raises(WrongCredentialsError):
        people.people.sign_in("olena", old, HERE)
    people.people.sign_in("olena", "nine tall poplars", HERE)


@pytest.mark.parametrize("new", ["short", "olena is my name", "password1234"])
def test_a_password_that_is_tried_first_is_not_taken(village: Town, new: str) -> None:
    """And the old one stays."""
    old = village.add("olena", Role.VIEWER)
    begun = village.enter("olena")

    with pytest.raises(ValueError, match="accepted"):
        village.people.change_password(begun.principal, old, new, HERE)
    with pytest.raises(ValueError, match="accepted"):
        village.people.change_password(begun.principal, old, old, HERE)

    assert village.enter("olena").token


def test_a_change_of_roles_holds_from_the_next_request(people: Town) -> None:
    """No session has to end for it, but streams do."""
    people.add("olena", Role.VIEWER)
    begun = people.enter("olena")
    assert people.who(begun.token)

    people.people.administration.grant(
        ON_THE_MACHINE, "olena", [Grant(role=Role.AUDITOR, scope=Scope.SIM)]
    )

    assert people.people.remembered(PrincipalKind.PERSON, begun.token) is None
    who = people.who(begun.token)
    assert who is not None
    assert not who.may(Permission.SEE, "live")
    assert who.may(Permission.AUDIT, "sim")
    assert not people.people.still_valid(begun.principal)
    assert people.people.still_valid(who)


def test_who_is_disabled_is_out_at_once(people: Town) -> None:
    """Requests, streams and the next sign-in."""
    password = people.add("olena", Role.VIEWER)
    begun = people.enter("olena")

    people.people.administration.disable(ON_THE_MACHINE, "olena", True)

    assert people.who(begun.token) is None
    assert not people.people.still_valid(begun.principal)
    with pytest.raises(WrongCredentialsError):
        people.people.sign_in("olena", password, HERE)
    people.people.administration.disable(ON_THE_MACHINE, "olena", False)
    assert people.who(begun.token) is None
    assert people.people.sign_in("olena", password, HERE).token


def test_only_so_many_sessions_are_open(village: Town) -> None:
    """The oldest ends; nobody fills the table."""
    village.add("olena", Role.VIEWER)

    begun = []
    for _ in range(21):
        village.wall.after(1.0)
        begun.append(village.enter("olena"))

    assert village.who(begun[0].token) is None
    assert all(village.who(each.token) for each in begun[1:])


def test_old_sessions_are_removed(village: Town) -> None:
    """The table does not grow with the years."""
    village.add("olena", Role.VIEWER)
    village.enter("olena")
    village.wall.after(40 * 86_400.0)

    village.enter("olena")

    with village.database.reading() as connection:
        assert len(connection.execute(select(SESSION)).all()) == 1


def test_absurd_tokens_are_nobodys(village: Town) -> None:
    """Too long, empty, not text at all."""
    for token in ("", "x" * 10_000, "\x00", "\udc80", "' OR 1=1 --"):
        for kind in PrincipalKind:
            assert village.people.remembered(kind, token) is None
            assert village.people.identify(kind, token) is None
