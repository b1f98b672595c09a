"""People over HTTP: signing in, cookies, keys, administrators, and shutting out."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.people import ON_THE_MACHINE, Town, password_of, quick, town
from tests.serving import bare_service
from zaslin.adapters.ledger.faults import LedgerUnavailable
from zaslin.api.app import create_app
from zaslin.domain.person import PrincipalKind
from zaslin.domain.role import Grant, Role, Scope

API = "/api/v1"
ORIGIN = {"Origin": "http://testserver"}


class Browser:
    """A browser of one person, which keeps cookies and says where its page is from."""

    def __init__(self, people: Town, client: TestClient) -> None:
        self.people = people
        self.client = client

    def call(
        self, method: str, path: str, given: object = None, **more: Any
    ) -> Response:
        """A request of the console's page."""
        headers = {**ORIGIN, **more.pop("headers", {})}
        if given is not None:
            more["content"] = json.dumps(given)
            headers["Content-Type"] = "application/json"
        answer: Response = self.client.request(
            method, f"{API}{path}", headers=headers, **more
        )
        return answer

    def enter(self, name: str, *, step_up: bool = True) -> None:
        """Sign in, and give the password once more."""
        password = self.people.passwords[name]
        given = {"name": name, "password": password}
        assert self.call("POST", "/session", given).status_code == 201
        if step_up:
            again = self.call("POST", "/session/step-up", {"password": password})
            assert again.status_code == 200


@pytest.fixture
def people(tmp_path: Path) -> Iterator[Town]:
    """An administrator ``admin`` and a viewer ``olena``."""
    with town(tmp_path) as made:
        made.add("olena", Role.VIEWER)
        yield made


@pytest.fixture
def browser(people: Town) -> Iterator[Browser]:
    """A browser that nobody has signed in with yet."""
    with _browser(people) as made:
        yield made


@pytest.fixture
def other(people: Town) -> Iterator[Browser]:
    """Another browser on the same service."""
    with _browser(people) as made:
        yield made


@contextmanager
def _browser(people: Town) -> Iterator[Browser]:
    service = bare_service(people=people.people, clock=people.wall)
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        yield Browser(people, client)


def _code(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_session_begins_with_a_strict_cookie(browser: Browser) -> None:
    """Out of reach of scripts, and sent by this site's own pages alone."""
    given = {"name": "olena", "password": password_of("olena")}

    answer = browser.call("POST", "/session", given)

    assert answer.status_code == 201
    stated = answer.json()
    assert (stated["name"], stated["kind"]) == ("olena", "person")
    assert stated["may"]["live"] == ["see", "metrics"]
    assert stated["stepped_up_until"] is None
    token = answer.cookies["zaslin"]
    cookie = answer.headers["set-cookie"]
    assert cookie == f"zaslin={token}; HttpOnly; Path=/; SameSite=strict"
    assert token not in answer.text
    assert browser.call("GET", "/session").json() == stated


def test_under_tls_the_cookie_is_bound_to_the_host(tmp_path: Path) -> None:
    """``__Host-``: no other host sets it, and none but TLS carries it."""
    with town(tmp_path, params=quick(secure=True)) as people, _browser(people) as safe:
        given = {"name": "admin", "password": people.passwords["admin"]}

        cookie = safe.call("POST", "/session", given).headers["set-cookie"]

        name, _, rest = cookie.partition("=")
        assert name == "__Host-zaslin"
        assert rest.partition("; ")[2] == "HttpOnly; Path=/; SameSite=strict; Secure"
        token = rest.partition(";")[0]
        plain = {"Cookie": f"zaslin={token}"}
        assert safe.call("GET", "/session", headers=plain).status_code == 401


@pytest.mark.parametrize(
    "given",
    [
        {"name": "olena", "password": "not the password"},
        {"name": "nobody", "password": "not the password"},
        {"name": "' OR 1=1 --", "password": "x"},
        {"name": "o\u0000lena", "password": "\u0000"},
        {"name": "о́лена", "password": "ѣ" * 256},
    ],
)
def test_who_is_not_let_in_learns_nothing(browser: Browser, given: object) -> None:
    """One answer, whatever was wrong."""
    answer = browser.call("POST", "/session", given)

    assert _code(answer) == (401, "wrong_credentials")
    assert answer.json()["detail"] == "accepted: a name and its password"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"name": "olena"},
        {"name": "olena", "password": ""},
        {"name": "olena", "password": "x" * 257},
        {"name": 7, "password": "x"},
        {"name": "olena", "password": "x", "role": "admin"},
        [],
    ],
)
def test_what_is_no_sign_in_is_said_to_be_none(browser: Browser, given: object) -> None:
    """With the place, and what is accepted; a password is not repeated."""
    answer = browser.call("POST", "/session", given)

    assert _code(answer) == (422, "invalid")
    assert answer.json()["errors"][0]["accepted"]


def test_too_many_attempts_are_told_to_wait(browser: Browser) -> None:
    """With a time; the name need not exist."""
    given = {"name": "nobody", "password": "not the password"}
    codes = [_code(browser.call("POST", "/session", given)) for _ in range(12)]

    assert codes[:10] == [(401, "wrong_credentials")] * 10
    assert codes[10:] == [(429, "too_many_requests")] * 2
    answer = browser.call("POST", "/session", given)
    assert 0 < int(answer.headers["retry-after"]) <= 30


def test_a_wrong_password_is_not_in_any_answer(browser: Browser) -> None:
    """Nor one that is not taken."""
    browser.enter("olena")
    short = {"old": password_of("olena"), "new": "short-secret"[:11]}
    own = {"old": password_of("olena"), "new": "olena-secret-olena"}

    for given in (short, own):
        answer = browser.call("PUT", "/session/password", given)
        assert _code(answer) == (422, "invalid")
        assert "secret" not in answer.text


def test_signing_out_takes_the_cookie_and_the_session(browser: Browser) -> None:
    """Also for whoever copied it."""
    browser.enter("olena")
    copied = browser.client.cookies["zaslin"]

    answer = browser.call("DELETE", "/session")

    assert answer.status_code == 204
    assert "zaslin" not in browser.client.cookies
    headers = {"Cookie": f"zaslin={copied}"}
    answer = browser.call("GET", "/session", headers=headers)
    assert _code(answer) == (401, "unauthenticated")


def test_a_step_up_leaves_the_thief_of_a_cookie_behind(
    browser: Browser, other: Browser
) -> None:
    """Its token changes as it gains power."""
    browser.enter("olena", step_up=False)
    stolen = browser.client.cookies["zaslin"]
    other.client.cookies.set("zaslin", stolen)
    assert other.call("GET", "/session").status_code == 200

    answer = browser.call(
        "POST", "/session/step-up", {"password": password_of("olena")}
    )

    assert answer.json()["stepped_up_until"] is not None
    assert browser.client.cookies["zaslin"] != stolen
    assert browser.call("GET", "/session").status_code == 200
    assert other.call("GET", "/session").status_code == 401


def test_a_newcomer_may_choose_a_password_and_nothing_else(
    people: Town, browser: Browser
) -> None:
    """Whatever their roles."""
    new = people.people.administration.add_user(
        ON_THE_MACHINE, "taras", [Grant(role=Role.ADMIN, scope=Scope.ALL)]
    )
    given = {"name": "taras", "password": new.secret}
    assert browser.call("POST", "/session", given).json()["must_change"]

    for method, path in (("GET", "/users"), ("POST", "/session/step-up")):
        answer = browser.call(method, path)
        assert _code(answer) == (403, "password_change_required")
    chosen = {"old": new.secret, "new": "nine tall poplars"}
    answer = browser.call("PUT", "/session/password", chosen)

    assert answer.status_code == 200
    assert not answer.json()["must_change"]
    assert browser.call("GET", "/users").status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.test", "null", "http://testserver.evil"]
)
def test_a_page_of_another_site_does_nothing(browser: Browser, origin: str) -> None:
    """With the cookie of whoever looks at it."""
    browser.enter("admin")

    answer = browser.call("DELETE", "/users/olena/sessions", headers={"Origin": origin})

    assert _code(answer) == (403, "cross_site")


def test_a_form_of_another_site_does_nothing(browser: Browser) -> None:
    """No Origin, and a type that a form can send."""
    browser.enter("admin")
    cookie = {"Cookie": f"zaslin={browser.client.cookies['zaslin']}"}
    body = b'{"name": "thief", "roles": []}'
    kinds = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")

    for kind in kinds:
        answer = browser.client.post(
            f"{API}/users",
            content=body,
            headers={**cookie, **ORIGIN, "Content-Type": kind},
        )
        assert answer.status_code == 415
    answer = browser.client.post(
        f"{API}/users",
        content=body,
        headers={**cookie, "Content-Type": "application/json"},
    )
    assert _code(answer) == (403, "cross_site")


def test_a_key_travels_in_its_header_alone(people: Town, browser: Browser) -> None:
    """Not in a cookie, nor in the address; a session's token is no key."""
    key = people.key("tower", Role.VIEWER)
    token = people.enter("olena").token

    bearer = {"Authorization": f"Bearer {key}"}
    assert browser.call("GET", "/session", headers=bearer).json()["kind"] == "key"
    for headers in (
        {"Authorization": f"Basic {key}"},
        {"Authorization": key},
        {"Authorization": "Bearer"},
        {"Authorization": f"Bearer {token}"},
        {"Cookie": f"zaslin={key}"},
    ):
        answer = browser.call("GET", "/session", headers=headers)
        assert _code(answer) == (401, "unauthenticated")
    assert browser.call("GET", f"/session?key={key}").status_code == 401


def test_a_bad_key_is_not_made_good_by_a_cookie(people: Town, browser: Browser) -> None:
    """What is said in words counts."""
    browser.enter("olena")
    wrong = {"Authorization": "Bearer zas_000000000000_nothing"}

    assert browser.call("GET", "/session", headers=wrong).status_code == 401
    key = {"Authorization": f"Bearer {people.key('tower', Role.VIEWER)}"}
    assert browser.call("GET", "/session", headers=key).json()["name"] == "key:tower"


def test_a_key_does_not_do_what_a_person_answers_for(
    people: Town, browser: Browser
) -> None:
    """Even if somebody had given it the role behind the program's back."""
    key = people.key("tower", Role.VIEWER)
    with people.ground.changing() as connection:
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        connection.exec_driver_sql(
            "INSERT INTO bearer_key_grant SELECT prefix, 'admin', 'all' FROM bearer_key"
        )
    bearer = {"Authorization": f"Bearer {key}"}

    answer = browser.call("GET", "/users", headers=bearer)

    assert _code(answer) == (403, "person_required")
    for method, path in (("DELETE", "/session"), ("POST", "/session/step-up")):
        answer = browser.call(method, path, {"password": "x"}, headers=bearer)
        assert answer.status_code in (403, 422)


def test_an_administrator_adds_changes_and_shuts_out(
    people: Town, browser: Browser, other: Browser
) -> None:
    """Each step holds at once."""
    browser.enter("admin")
    order = {"name": "taras", "roles": [{"role": "planner", "scope": "sim"}]}
    added = browser.call("POST", "/users", order)
    assert added.status_code == 201
    secret = added.json()["secret"]
    other.call("POST", "/session", {"name": "taras", "password": secret})
    chosen = {"old": secret, "new": password_of("taras")}
    assert other.call("PUT", "/session/password", chosen).json()["may"]["live"] == []

    roles = {"roles": [{"role": "viewer", "scope": "live"}]}
    read = browser.call("GET", "/users/taras")
    etag = {"If-Match": read.headers["etag"]}
    changed = browser.call("PUT", "/users/taras/roles", roles, headers=etag)
    assert changed.status_code == 200
    assert other.call("GET", "/session").json()["may"]["live"] == ["see", "metrics"]
    stale = browser.call("PUT", "/users/taras/roles", roles, headers=etag)
    assert _code(stale) == (412, "revision_changed")
    assert _code(browser.call("PUT", "/users/taras/roles", roles)) == (
        428,
        "revision_required",
    )

    etag = {"If-Match": changed.headers["etag"]}
    shut = browser.call("PUT", "/users/taras/access", {"disabled": True}, headers=etag)
    assert shut.json()["disabled"]
    assert other.call("GET", "/session").status_code == 401
    names = [each["name"] for each in browser.call("GET", "/users").json()["users"]]
    assert names == ["admin", "olena", "taras"]
    assert people.people.administration.changes()[0].actor == "admin"


def test_administering_takes_the_password_again(people: Town, browser: Browser) -> None:
    """After some minutes once more."""
    browser.enter("admin", step_up=False)
    order = {"name": "taras", "roles": []}
    assert _code(browser.call("POST", "/users", order)) == (403, "step_up_required")
    browser.enter("admin")
    assert browser.call("POST", "/users", order).status_code == 201

    people.wall.after(301.0)

    order["name"] = "mykola"
    assert _code(browser.call("POST", "/users", order)) == (403, "step_up_required")


def test_own_account_last_administrator_and_taken_names_are_refused(
    browser: Browser,
) -> None:
    """With the reason."""
    browser.enter("admin")
    etag = {"If-Match": browser.call("GET", "/users/admin").headers["etag"]}

    refused = {
        "own": browser.call(
            "PUT", "/users/admin/access", {"disabled": True}, headers=etag
        ),
        "reset": browser.call("POST", "/users/admin/reset"),
        "taken": browser.call("POST", "/users", {"name": "olena", "roles": []}),
        "feed": browser.call(
            "POST",
            "/users",
            {"name": "east", "roles": [{"role": "feed", "scope": "live"}]},
        ),
        "none": browser.call("POST", "/users/nobody/reset"),
        "shape": browser.call("POST", "/users", {"name": "Olena", "roles": []}),
    }

    assert {name: _code(answer) for name, answer in refused.items()} == {
        "own": (409, "same_person"),
        "reset": (409, "same_person"),
        "taken": (409, "conflict"),
        "feed": (422, "invalid"),
        "none": (404, "not_found"),
        "shape": (422, "invalid"),
    }


def test_a_key_is_made_used_and_deleted(people: Town, browser: Browser) -> None:
    """Its secret is shown once, and it is out at once."""
    browser.enter("admin")
    order = {
        "name": "radar-east",
        "roles": [{"role": "feed", "scope": "live"}],
        "source": "radar-east",
        "expires": "2025-12-01T00:00:00Z",
    }
    made = browser.call("POST", "/keys", order)
    assert made.status_code == 201
    secret, prefix = made.json()["secret"], made.json()["key"]["prefix"]
    bearer = {"Authorization": f"Bearer {secret}"}
    assert (
        browser.call("GET", "/session", headers=bearer).json()["source"] == "radar-east"
    )

    listed = browser.call("GET", "/keys")
    assert secret not in listed.text
    assert [each["prefix"] for each in listed.json()["keys"]] == [prefix]
    assert browser.call("GET", f"/keys/{prefix}").json() == listed.json()["keys"][0]

    assert browser.call("DELETE", f"/keys/{prefix}").status_code == 204
    assert browser.call("GET", "/session", headers=bearer).status_code == 401
    assert browser.call("DELETE", f"/keys/{prefix}").status_code == 404
    late = {**order, "name": "late", "expires": "2035-01-01T00:00:00Z"}
    assert _code(browser.call("POST", "/keys", late)) == (422, "invalid")
    del people


def test_auditors_read_what_was_changed(people: Town, browser: Browser) -> None:
    """In pages, and administrators do not unless they are auditors."""
    people.add("petro", Role.AUDITOR)
    browser.enter("petro")

    first = browser.call("GET", "/people/changes?limit=2").json()
    second = browser.call(
        "GET", f"/people/changes?limit=100&cursor={first['next']}"
    ).json()

    numbers = [each["number"] for each in first["changes"] + second["changes"]]
    assert numbers == list(range(numbers[0], 0, -1))
    assert first["changes"][0]["actor"] == "petro"
    assert first["changes"][0]["at"].endswith("Z")
    assert second["next"] is None
    browser.enter("admin")
    assert browser.call("GET", "/people/changes").status_code == 403


def test_ending_sessions_lets_them_sign_in_again(
    browser: Browser, other: Browser
) -> None:
    """For a cookie that was left somewhere."""
    other.enter("olena")
    browser.enter("admin")

    answer = browser.call("DELETE", "/users/olena/sessions")

    assert answer.json()["ended"] >= 1
    assert other.call("GET", "/session").status_code == 401
    other.enter("olena")


def test_a_silent_database_is_a_503(
    people: Town, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a 500, and not a 401 that would sign everybody out."""

    def silent(_: object) -> None:
        raise LedgerUnavailable("the server is gone")

    monkeypatch.setattr(type(people.database), "reading", silent)

    token = "x" * 43
    answer = browser.call("GET", "/session", headers={"Cookie": f"zaslin={token}"})
    given = {"name": "olena", "password": password_of("olena")}

    assert _code(answer) == (503, "ledger_unavailable")
    assert _code(browser.call("POST", "/session", given))[0] == 503
    assert people.people.remembered(PrincipalKind.PERSON, token) is None


def test_without_a_provider_of_identities_there_is_none(browser: Browser) -> None:
    """404, for the start and for who comes back."""
    for path in ("/session/oidc/start", "/session/oidc/callback?state=a&code=b"):
        assert browser.call("GET", path, follow_redirects=False).status_code == 404
