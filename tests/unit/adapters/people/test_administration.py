"""Administrators change people, never their own account; each change is on record."""

import secrets
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.people import CHEAP, HERE, ON_THE_MACHINE, Town, Wall, quick, town
from zaslin.adapters.ledger.database import open_database
from zaslin.adapters.people import accounts, demo_users, first_admin, make_ground
from zaslin.domain.account import (
    ChangeRefusedError,
    KeyOrder,
    OwnAccountError,
    RevisionChangedError,
    UnknownNameError,
    WrongCredentialsError,
)
from zaslin.domain.person import Principal, PrincipalKind
from zaslin.domain.role import Grant, Permission, Role, Scope

VIEWS = Grant(role=Role.VIEWER, scope=Scope.LIVE)
ADMINISTERS = Grant(role=Role.ADMIN, scope=Scope.ALL)


def test_a_first_start_makes_one_administrator(tmp_path: Path) -> None:
    """With a secret for the first sign-in, and only while there is nobody."""
    with town(tmp_path) as made:
        assert first_admin(made.ground) is None
        (only,) = made.people.administration.users()

        assert only.name == "admin"
        assert only.grants == {ADMINISTERS}
        made.add("olena", Role.ADMIN)
        made.people.administration.disable(ON_THE_MACHINE, "admin", True)
        assert first_admin(made.ground) is None


def test_a_one_time_secret_opens_nothing_but_the_choice_of_a_password(
    village: Town,
) -> None:
    """Whoever read the log of the first start finds the door changed."""
    new = village.people.administration.add_user(ON_THE_MACHINE, "olena", [VIEWS])
    begun = village.people.sign_in("olena", new.secret, HERE)
    assert begun.principal.must_change

    village.people.change_password(
        begun.principal, new.secret, "nine tall poplars", HERE
    )

    assert new.secret not in repr(new)
    with pytest.raises(WrongCredentialsError):
        village.people.sign_in("olena", new.secret, HERE)
    after = village.people.sign_in("olena", "nine tall poplars", HERE)
    assert not after.principal.must_change


def test_a_one_time_secret_runs_out(village: Town) -> None:
    """After a day it is good for nothing."""
    new = village.people.administration.add_user(ON_THE_MACHINE, "olena", [VIEWS])

    village.wall.after(24 * 3600.0)

    with pytest.raises(WrongCredentialsError):
        village.people.sign_in("olena", new.secret, HERE)


def test_a_reset_ends_sessions_and_the_password(people: Town) -> None:
    """The old password is gone, the secret comes once."""
    old = people.add("olena", Role.VIEWER)
    begun = people.enter("olena")

    new = people.people.administration.reset(ON_THE_MACHINE, "olena")

    assert people.who(begun.token) is None
    with pytest.raises(WrongCredentialsError):
        people.people.sign_in("olena", old, HERE)
    assert people.people.sign_in("olena", new.secret, HERE).principal.must_change


def test_nobody_changes_their_own_account(people: Town) -> None:
    """Not their roles, not their access, not their password's reset."""
    people.add("olena", Role.ADMIN)
    olena = people.enter("olena").principal
    administration = people.people.administration

    with pytest.raises(OwnAccountError, match="another administrator"):
        administration.grant(olena, "olena", [ADMINISTERS, VIEWS])
    with pytest.raises(OwnAccountError, match="another administrator"):
        administration.disable(olena, "olena", True)
    with pytest.raises(OwnAccountError, match="another administrator"):
        administration.reset(olena, "olena")

    assert administration.user("olena").grants == {ADMINISTERS}


def test_the_last_administrator_stays(people: Town) -> None:
    """Whoever asks: not disabled, not without the role, not with less of it."""
    administration = people.people.administration
    people.add("olena", Grant(role=Role.ADMIN, scope=Scope.LIVE))
    partly = Grant(role=Role.ADMIN, scope=Scope.LIVE)

    with pytest.raises(ChangeRefusedError, match="nobody would be left"):
        administration.disable(ON_THE_MACHINE, "admin", True)
    for less in ([VIEWS], [partly], []):
        with pytest.raises(ChangeRefusedError, match="nobody would be left"):
            administration.grant(ON_THE_MACHINE, "admin", less)

    assert administration.user("admin").grants == {ADMINISTERS}
    assert not administration.user("admin").disabled
    people.add("taras", Role.ADMIN)
    administration.disable(ON_THE_MACHINE, "admin", True)
    with pytest.raises(ChangeRefusedError, match="nobody would be left"):
        administration.disable(ON_THE_MACHINE, "taras", True)


def test_two_administrators_cannot_shut_each_other_out(people: Town) -> None:
    """At one moment, from two threads: one of them stays."""
    people.add("olena", Role.ADMIN)
    both = {name: people.enter(name).principal for name in ("admin", "olena")}
    for _ in range(10):
        _shut_out_each_other(people, both)

        left = [
            user.name
            for user in people.people.administration.users()
            if not user.disabled
        ]
        assert len(left) == 1
        for name in both:
            people.people.administration.disable(ON_THE_MACHINE, name, False)


def _shut_out_each_other(people: Town, both: dict[str, Principal]) -> None:
    ready = threading.Barrier(2)

    def shut_out(by: Principal, name: str) -> None:
        ready.wait()
        try:
            people.people.administration.disable(by, name, True)
        except ChangeRefusedError:
            return

    threads = [
        threading.Thread(target=shut_out, args=(both[by], name))
        for by, name in (("admin", "olena"), ("olena", "admin"))
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def test_the_rule_of_the_last_administrator_can_fail(
    village: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: without it the last one is shut out, and the test above would see it."""
    monkeypatch.setattr(accounts, "accept_administered", lambda _: None)

    village.people.administration.disable(ON_THE_MACHINE, "admin", True)

    assert village.people.administration.user("admin").disabled


def test_a_change_is_of_the_revision_that_was_seen(village: Town) -> None:
    """Who saw an older one changes nothing."""
    village.add("olena", Role.VIEWER)
    administration = village.people.administration
    seen = administration.user("olena").revision
    administration.grant(ON_THE_MACHINE, "olena", [VIEWS], seen)

    with pytest.raises(RevisionChangedError) as moved:
        administration.grant(ON_THE_MACHINE, "olena", [ADMINISTERS], seen)
    with pytest.raises(RevisionChangedError):
        administration.disable(ON_THE_MACHINE, "olena", True, seen)

    assert moved.value.current == seen + 1
    assert administration.user("olena").grants == {VIEWS}


@pytest.mark.parametrize("name", ["", "a", "Olena", "o lena", "a" * 33, "о́лена", "1a"])
def test_a_name_is_plain(village: Town, name: str) -> None:
    """Two names that look alike are one name."""
    with pytest.raises(ValueError, match="accepted"):
        village.people.administration.add_user(ON_THE_MACHINE, name, [VIEWS])


def test_a_name_is_somebodys_for_good(village: Town) -> None:
    """Of users, and of sources: both sign entries of the journal."""
    village.add("olena", Role.VIEWER)
    village.key("tower", Role.FEED, source="radar-east")
    administration = village.people.administration
    administration.disable(ON_THE_MACHINE, "olena", True)

    for taken in ("olena", "admin", "radar-east"):
        with pytest.raises(ChangeRefusedError, match="taken"):
            administration.add_user(ON_THE_MACHINE, taken, [VIEWS])
    with pytest.raises(ChangeRefusedError, match="user's name"):
        village.key("second", Role.FEED, source="olena")
    with pytest.raises(ChangeRefusedError, match="taken"):
        village.key("tower", Role.VIEWER)


def test_a_person_is_no_feed(village: Town) -> None:
    """Reports come from sources, which hold keys."""
    feeds = Grant(role=Role.FEED, scope=Scope.LIVE)

    with pytest.raises(ValueError, match="feeds have keys"):
        village.people.administration.add_user(ON_THE_MACHINE, "olena", [feeds])
    with pytest.raises(ValueError, match="feeds have keys"):
        village.people.administration.grant(ON_THE_MACHINE, "admin", [feeds])


def test_unknown_names_are_named(village: Town) -> None:
    """Nothing is made by being mentioned."""
    administration = village.people.administration
    for ask in (
        lambda: administration.user("nobody"),
        lambda: administration.grant(ON_THE_MACHINE, "nobody", [VIEWS]),
        lambda: administration.disable(ON_THE_MACHINE, "nobody", True),
        lambda: administration.reset(ON_THE_MACHINE, "nobody"),
        lambda: administration.end_sessions(ON_THE_MACHINE, "nobody"),
        lambda: administration.key("000000000000"),
        lambda: administration.delete_key(ON_THE_MACHINE, "000000000000"),
    ):
        with pytest.raises(UnknownNameError, match="accepted"):
            ask()


def test_every_change_is_on_record(people: Town) -> None:
    """Who, what, whom and when, newest first, in pages."""
    administration = people.people.administration
    people.add("olena", Role.VIEWER)
    people.wall.after(10.0)
    administration.grant(ON_THE_MACHINE, "olena", [ADMINISTERS])
    administration.disable(ON_THE_MACHINE, "olena", True)
    people.key("tower", Role.FEED, source="radar-east")

    newest, disabled, granted = administration.changes(limit=3)

    assert (newest.what, newest.whom) == ("add_key", "tower")
    assert "source radar-east" in newest.detail
    assert (disabled.what, disabled.whom) == ("disable", "olena")
    assert granted.detail == "viewer:all -> admin:all"
    assert granted.actor == "shell:test"
    assert granted.at_s == people.wall()
    older = administration.changes(before=granted.number, limit=100)
    assert [each.number for each in older] == list(range(granted.number - 1, 0, -1))


def test_a_refused_change_leaves_no_record(village: Town) -> None:
    """Record and change are one transaction."""
    before = village.people.administration.changes()

    with pytest.raises(ChangeRefusedError):
        village.people.administration.disable(ON_THE_MACHINE, "admin", True)

    assert village.people.administration.changes() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person_change SET actor = 'nobody'",
        "DELETE FROM person_change",
        "UPDATE person_change SET at_s = 0 WHERE number = 1",
    ],
)
def test_the_record_cannot_be_rewritten(people: Town, statement: str) -> None:
    """Not even with the database's own language."""
    with (
        pytest.raises(DBAPIError, match="append-only"),
        people.database.writing() as connection,
    ):
        connection.execute(text(statement))


def test_the_database_gives_no_authority_to_keys(people: Town) -> None:
    """Whatever a later version of the program may ask for."""
    people.key("tower", Role.VIEWER)
    (key,) = people.people.administration.keys()

    authority = (
        "INSERT INTO bearer_key_grant (prefix, role, scope) "
        "VALUES (:prefix, 'engagement_authority', 'live')"
    )
    with (
        pytest.raises(DBAPIError, match="bearer_key_grant_role"),
        people.database.writing() as connection,
    ):
        connection.execute(text(authority), {"prefix": key.prefix})


def test_demo_users_may_everything_but_administer(village: Town) -> None:
    """Two of them, with new passwords at each start."""
    first = demo_users(village.ground)
    again = demo_users(village.ground)

    assert [each.user.name for each in again] == ["demo", "demo-second"]
    with pytest.raises(WrongCredentialsError):
        village.people.sign_in("demo", first[0].secret, HERE)
    who = village.people.sign_in("demo", again[0].secret, HERE).principal
    assert not who.must_change
    assert who.may(Permission.DECIDE, "live")
    assert not who.may(Permission.ADMIN_PEOPLE)
    assert not who.may(Permission.REPORT, "live")


def test_a_key_is_of_its_roles_and_source(people: Town) -> None:
    """Until it runs out or is deleted."""
    shown = people.key("tower", Grant(role=Role.FEED, scope=Scope.SIM), source="east")
    (key,) = people.people.administration.keys()

    who = people.people.identify(PrincipalKind.KEY, shown)

    assert who is not None
    assert (who.name, who.source, who.kind) == ("east", "east", PrincipalKind.KEY)
    assert who.may(Permission.REPORT, "sim")
    assert not who.may(Permission.REPORT, "live")
    assert shown.startswith(f"zas_{key.prefix}_")
    assert people.people.still_valid(who)
    people.wall.after(86_400.0)
    assert people.people.identify(PrincipalKind.KEY, shown) is None
    assert not people.people.still_valid(who)


def test_a_deleted_key_is_good_for_nothing_at_once(people: Town) -> None:
    """For requests and for streams."""
    shown = people.key("tower", Role.VIEWER)
    who = people.people.identify(PrincipalKind.KEY, shown)
    assert who is not None
    assert who.name == "key:tower"

    people.people.administration.delete_key(ON_THE_MACHINE, who.session_id)

    assert people.people.remembered(PrincipalKind.KEY, shown) is None
    assert people.people.identify(PrincipalKind.KEY, shown) is None
    assert not people.people.still_valid(who)
    assert not people.people.administration.keys()


def test_a_key_is_nobodys_without_every_letter(village: Town) -> None:
    """Its prefix is no secret and opens nothing."""
    shown = village.key("tower", Role.VIEWER)
    prefix = shown.split("_")[1]

    for wrong in (
        shown[:-1] + ("A" if shown[-1] != "A" else "B"),
        shown[:-1],
        shown + "A",
        f"zas_{prefix}_{'A' * 43}",
        f"zas_{prefix}_",
        prefix,
        shown.upper(),
    ):
        assert village.people.identify(PrincipalKind.KEY, wrong) is None
    assert village.people.identify(PrincipalKind.PERSON, shown) is None


@pytest.mark.parametrize(
    "order",
    [
        {"grants": {Grant(role=Role.ENGAGEMENT_AUTHORITY, scope=Scope.SIM)}},
        {"grants": {ADMINISTERS}},
        {"grants": {Grant(role=Role.FEED, scope=Scope.LIVE)}, "source": ""},
        {"grants": {VIEWS}, "may_identify": True},
        {"grants": {VIEWS}, "trusted_ids": True},
        {"name": "Tower One"},
        {"source": "radar/east"},
        {"expires_s": 0.0},
        {"expires_s": 1e12},
    ],
)
def test_a_key_that_makes_no_sense_is_refused(
    village: Town, order: dict[str, object]
) -> None:
    """An authority, a feed without a source, a life without end."""
    given = {
        "name": "tower",
        "grants": {VIEWS},
        "expires_s": village.wall() + 60.0,
        **order,
    }
    given["grants"] = frozenset(given["grants"])  # type: ignore[call-overload]

    with pytest.raises(ValueError, match="accepted"):
        village.people.administration.add_key(
            ON_THE_MACHINE,
            KeyOrder(**given),  # type: ignore[arg-type]
        )

    assert not village.people.administration.keys()


def test_what_was_a_demonstration_is_shut_when_it_is_none(tmp_path: Path) -> None:
    """Its users had every role, and their passwords were on a terminal."""
    with town(tmp_path) as people:
        demo = demo_users(people.ground)[0]
        begun = people.people.sign_in("demo", demo.secret, HERE)

        assert first_admin(people.ground) is None

        assert people.who(begun.token) is None
        with pytest.raises(WrongCredentialsError):
            people.people.sign_in("demo", demo.secret, HERE)


def test_after_a_demonstration_a_first_start_is_a_first_start(tmp_path: Path) -> None:
    """The users of the demonstration do not count as somebody."""
    with open_database(f"sqlite:///{tmp_path / 'x.db'}", now=Wall()) as database:
        ground = make_ground(
            database, now=Wall(), secret=secrets.token_bytes, params=CHEAP
        )
        demo_users(ground)

        admin = first_admin(ground)

        assert admin is not None
        assert admin.user.name == "admin"


def test_no_demonstration_off_loopback(tmp_path: Path) -> None:
    """Where cookies are secure the service is reached from elsewhere."""
    with (
        town(tmp_path, params=quick(secure=True)) as people,
        pytest.raises(ValueError, match="loopback"),
    ):
        demo_users(people.ground)
