"""Signing in at a real provider of identities, as a browser does it."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.people import CHEAP, town
from tests.provider import OUTDATED, provider_of
from tests.serving import bare_service
from zaslin.adapters.people import Provider, ProviderParams, make_client
from zaslin.api.app import create_app
from zaslin.domain.role import Grant, Role, Scope

# Of the provider, in its own thread of this process.
pytestmark = pytest.mark.filterwarnings(OUTDATED)

HERE = "http://testserver"
SESSION = "/api/v1/session"
BACK = f"{HERE}{SESSION}/oidc/callback"
NAVIGATES = {
    "Sec-Fetch-Site": "cross-site",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "document",
}
WATCH = frozenset({Grant(role=Role.VIEWER, scope=Scope.LIVE)})
PEOPLE: dict[str, dict[str, object]] = {
    "s-1": {"preferred_username": "olena", "groups": ["watch"]},
    "s-2": {"preferred_username": "taras", "groups": []},
}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider on loopback."""
    with provider_of(PEOPLE) as address:
        yield address


@pytest.fixture
def browser(tmp_path: Path, issuer: str) -> Iterator[TestClient]:
    """A browser that keeps cookies and follows nothing by itself."""
    params = ProviderParams(
        issuer=issuer,
        client_id="zaslin",
        client_secret="not guarded by the mock",
        redirect_url=BACK,
        roles={"watch": WATCH},
    )
    with make_client() as client:
        provider = Provider(params, client, time.time)
        with town(tmp_path, params=CHEAP, provider=provider) as people:
            people.wall.now_s = time.time()
            app = create_app(bare_service(people=people.people))
            with TestClient(app, follow_redirects=False) as browser:
                yield browser


def _away(browser: TestClient, **query: str) -> str:
    """Where the browser is sent."""
    answer = browser.get(f"{SESSION}/oidc/start", params=query)
    assert answer.status_code == 303
    return str(answer.headers["location"])


def _back(location: str, subject: str) -> str:
    """Where the provider sends the browser after somebody signed in there."""
    answer = httpx2.post(location, data={"sub": subject})
    return str(answer.headers["location"]).removeprefix(HERE)


def test_a_browser_comes_back_with_a_session(browser: TestClient) -> None:
    """Strict for what follows; what it kept for the way is gone."""
    location = _away(browser)
    assert "zaslin-elsewhere" in browser.cookies

    home = browser.get(_back(location, "s-1"), headers=NAVIGATES)

    assert home.status_code == 303
    assert home.headers["location"] == "/"
    stated = {
        each.partition("=")[0]: each for each in home.headers.get_list("set-cookie")
    }
    assert stated["zaslin"].endswith("HttpOnly; Path=/; SameSite=strict")
    assert "zaslin-elsewhere" not in browser.cookies
    assert browser.get(SESSION).json()["name"] == "olena"


def test_what_is_kept_on_the_way_comes_back_from_another_site(
    browser: TestClient,
) -> None:
    """So it is Lax, lasts ten minutes, and scripts do not read it."""
    answer = browser.get(f"{SESSION}/oidc/start")

    cookie = answer.headers["set-cookie"].partition("; ")[2]
    assert cookie == "HttpOnly; Max-Age=600; Path=/; SameSite=lax"


def test_a_browser_that_was_not_sent_there_is_not_taken_back(
    browser: TestClient,
) -> None:
    """Somebody else's way in, put into a link, is nobody's."""
    location = _back(_away(browser), "s-1")
    browser.cookies.clear()

    answer = browser.get(location, headers=NAVIGATES)

    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_credentials")
    assert "zaslin" not in browser.cookies


def test_who_has_no_role_there_is_told_so(browser: TestClient) -> None:
    """And has no session."""
    answer = browser.get(_back(_away(browser), "s-2"), headers=NAVIGATES)

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert "watch" in answer.json()["detail"]
    assert browser.get(SESSION).status_code == 401


@pytest.mark.parametrize(
    "query", ["", "state=x&code=y", "error=access_denied", "code=y", "state=x"]
)
def test_nonsense_that_comes_back_is_refused(browser: TestClient, query: str) -> None:
    """A 401, never a fault."""
    _away(browser)

    answer = browser.get(f"{SESSION}/oidc/callback?{query}", headers=NAVIGATES)

    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_credentials")


@pytest.mark.parametrize("name", ["state", "code", "iss", "error"])
def test_what_is_too_long_is_not_read(browser: TestClient, name: str) -> None:
    """A 422 with its place."""
    query = {name: "x" * 3_000}

    answer = browser.get(f"{SESSION}/oidc/callback", params=query, headers=NAVIGATES)

    assert answer.status_code == 422


def test_a_step_up_goes_there_and_comes_back_stepped_up(browser: TestClient) -> None:
    """The same person, with another token."""
    browser.get(_back(_away(browser), "s-1"), headers=NAVIGATES)
    before = browser.cookies["zaslin"]
    assert browser.get(SESSION).json()["stepped_up_until"] is None

    location = _away(browser, step_up="true")
    assert "prompt=login" in urlsplit(location).query
    browser.get(_back(location, "s-1"), headers=NAVIGATES)

    assert browser.get(SESSION).json()["stepped_up_until"] is not None
    assert browser.cookies["zaslin"] != before


def test_nobody_steps_up_without_a_session(browser: TestClient) -> None:
    """There is nothing to step up."""
    answer = browser.get(f"{SESSION}/oidc/start?step_up=true")

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
