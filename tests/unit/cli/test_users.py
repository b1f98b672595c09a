"""People changed on the machine itself, while a service runs or not."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.people import HERE, Town, town
from zaslin.cli import main
from zaslin.domain.account import WrongCredentialsError
from zaslin.domain.person import PrincipalKind
from zaslin.domain.role import Permission, Role

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line on the database of the folder."""
    url = f"sqlite:///{tmp_path / 'zaslin.db'}"

    def called(*arguments: str) -> tuple[int, str, str]:
        code = main([*arguments, "--db", url])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return called


@pytest.fixture
def beside(tmp_path: Path) -> Town:
    """A database whose service has stopped."""
    with town(tmp_path) as made:
        made.add("olena", Role.VIEWER)
    return made


def test_users_are_listed(run: Run, beside: Town) -> None:
    """For people, and as JSON."""
    code, out, _ = run("users", "list")
    assert code == 0
    assert out.splitlines() == ["admin  admin:all", "olena  viewer:all"]

    code, out, _ = run("users", "list", "--json")
    stated = json.loads(out)["users"]
    assert stated[1]["roles"] == [{"role": "viewer", "scope": "all"}]
    assert "password" not in out
    del beside


def test_a_user_is_added_and_the_secret_alone_is_the_answer(
    run: Run, beside: Town, tmp_path: Path
) -> None:
    """So that it can be handed on, and nothing else with it."""
    code, secret, said = run("users", "add", "taras", "planner:live", "viewer:sim")

    assert code == 0
    assert secret.strip() not in said
    with town(tmp_path) as people:
        who = people.people.sign_in("taras", secret.strip(), HERE).principal
        assert who.must_change
        assert who.may(Permission.STOCK, "live")
        assert not who.may(Permission.STOCK, "sim")
    del beside


def test_people_are_changed_while_the_service_runs(run: Run, tmp_path: Path) -> None:
    """And it holds for its sessions a second later."""
    with town(tmp_path) as people:
        people.add("olena", Role.VIEWER)
        begun = people.enter("olena")
        assert people.who(begun.token)

        assert run("users", "grant", "olena", "auditor:sim")[0] == 0
        people.wall.after(1.5)
        who = people.who(begun.token)
        assert who is not None
        assert not who.may(Permission.SEE, "live")
        assert not people.people.still_valid(begun.principal)

        assert run("users", "disable", "olena")[0] == 0
        people.wall.after(1.5)
        assert people.people.remembered(PrincipalKind.PERSON, begun.token) is None
        assert people.who(begun.token) is None
        assert run("users", "enable", "olena")[0] == 0
        assert people.enter("olena").token
        newest = people.people.administration.changes(limit=2)[1]
        assert (newest.what, newest.actor[:6]) == ("enable", "shell:")


def test_a_lost_administrator_is_let_in_again(
    run: Run, beside: Town, tmp_path: Path
) -> None:
    """By whoever has the machine."""
    code, secret, _ = run("users", "reset", "admin")

    assert code == 0
    with town(tmp_path) as people:
        with pytest.raises(WrongCredentialsError):
            people.enter("admin")
        assert people.people.sign_in("admin", secret.strip(), HERE).token
    del beside


def test_a_key_is_added_listed_and_deleted(
    run: Run, beside: Town, tmp_path: Path
) -> None:
    """Its secret is shown once."""
    code, secret, said = run(
        "keys", "add", "tower", "feed:live", "--source", "tower", "--days", "30"
    )
    assert code == 0
    assert "until 20" in said
    prefix = secret.split("_")[1]
    with town(tmp_path) as people:
        who = people.people.identify(PrincipalKind.KEY, secret.strip())
        assert who is not None
        assert who.source == "tower"

    _, out, _ = run("keys", "list")
    assert out.startswith(f"{prefix}  tower  feed:live  tower  until 20")
    _, out, _ = run("keys", "list", "--json")
    assert json.loads(out)["keys"][0]["created_by"].startswith("shell:")
    assert secret.strip() not in out
    assert run("keys", "delete", prefix)[0] == 0
    with town(tmp_path) as people:
        assert people.people.identify(PrincipalKind.KEY, secret.strip()) is None
    assert run("keys", "list")[1] == "There is no key.\n"
    del beside


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("users", "add", "taras", "planner"), 2, "ROLE:SCOPE"),
        (("users", "add", "taras", "boss:live"), 2, "supervisor"),
        (("users", "add", "taras", "feed:live"), 2, "feeds have keys"),
        (("users", "add", "Taras", "viewer:live"), 2, "accepted"),
        (("users", "add", "olena", "viewer:live"), 1, "taken"),
        (("users", "grant", "nobody", "viewer:live"), 2, "unknown"),
        (("users", "grant", "admin", "viewer:live"), 1, "nobody would be left"),
        (("users", "grant", "admin"), 1, "nobody would be left"),
        (("users", "disable", "admin"), 1, "nobody would be left"),
        (("users", "reset", "nobody"), 2, "unknown"),
        (("keys", "add", "east", "feed:live"), 2, "source"),
        (("keys", "add", "east", "admin:all"), 2, "a person answers"),
        (("keys", "add", "east", "viewer:all", "--days", "0"), 2, "accepted"),
        (("keys", "delete", "000000000000"), 2, "unknown"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    run: Run, beside: Town, arguments: tuple[str, ...], code: int, words: str
) -> None:
    """Nothing on standard output, and the reason on standard error."""
    ended, out, said = run(*arguments)

    assert (ended, out) == (code, "")
    assert words in said
    assert "Traceback" not in said
    del beside


def test_a_database_that_is_not_there_is_not_made(run: Run, tmp_path: Path) -> None:
    """Or the first start would find somebody in it, and make no administrator."""
    code, _, said = run("users", "add", "olena", "viewer:all")

    assert code == 2
    assert "no such file" in said
    assert not list(tmp_path.iterdir())
