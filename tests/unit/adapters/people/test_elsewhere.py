"""Signing in at a real provider of identities, and what a false one gains."""

import base64
import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.people import CHEAP, HERE, ON_THE_MACHINE, Town, town
from tests.provider import OUTDATED, provider_of
from zaslin.adapters.people import Provider, ProviderParams, make_client
from zaslin.adapters.people.elsewhere import Elsewhere
from zaslin.domain.account import (
    ChangeRefusedError,
    Departure,
    NoRoleError,
    ProviderUnavailableError,
    Return,
    SignedIn,
    WrongCredentialsError,
)
from zaslin.domain.role import Grant, Permission, Role, Scope

# Of the provider, in its own thread of this process.
pytestmark = pytest.mark.filterwarnings(OUTDATED)

BACK = "http://127.0.0.1:8000/api/v1/session/oidc/callback"
ROLES = {
    "watch": frozenset({Grant(role=Role.VIEWER, scope=Scope.ALL)}),
    "fire": frozenset({Grant(role=Role.ENGAGEMENT_AUTHORITY, scope=Scope.LIVE)}),
}
PEOPLE: dict[str, dict[str, object]] = {
    "s-1": {"preferred_username": "Olena K.", "groups": ["watch"]},
    "s-2": {"preferred_username": "olena-k", "groups": ["watch", "fire"]},
    "s-3": {"preferred_username": "taras", "groups": ["cooks"]},
    "s-4": {"preferred_username": "admin", "groups": "watch"},
}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider on loopback."""
    with provider_of(PEOPLE) as address:
        yield address


def _params(issuer: str) -> ProviderParams:
    return ProviderParams(
        issuer=issuer,
        client_id="zaslin",
        client_secret="not guarded by the mock",
        redirect_url=BACK,
        roles=ROLES,
    )


@contextmanager
def _with(folder: Path, issuer: str) -> Iterator[Town]:
    """A town whose provider is the one on loopback, at the time of today."""
    with make_client() as client:
        provider = Provider(_params(issuer), client, time.time)
        with town(folder, params=CHEAP, provider=provider) as made:
            # The provider knows no other time.
            made.wall.now_s = time.time()
            yield made


def _there(departure: Departure, subject: str) -> Return:
    """What the browser brings back after somebody has signed in there."""
    answer = httpx2.post(departure.location, data={"sub": subject})
    back = urlsplit(answer.headers["location"])
    query = {name: values[0] for name, values in parse_qs(back.query).items()}
    assert answer.headers["location"].startswith(BACK)
    return Return(state=query["state"], code=query["code"])


def _elsewhere(people: Town) -> Elsewhere:
    assert people.people.elsewhere is not None
    return people.people.elsewhere


def _sign_in(people: Town, subject: str) -> SignedIn:
    departure = _elsewhere(people).start()
    return _elsewhere(people).finish(departure.kept, _there(departure, subject), HERE)


def test_who_signs_in_there_has_the_roles_of_their_groups(
    tmp_path: Path, issuer: str
) -> None:
    """And is the same user the next time."""
    with _with(tmp_path, issuer) as people:
        first = _sign_in(people, "s-1")
        again = _sign_in(people, "s-1")

        who = people.who(first.token)
        assert who is not None
        assert who.name == again.principal.name == "olena-k"
        assert who.may(Permission.SEE, "live")
        assert not who.may(Permission.DECIDE, "live")
        user = people.people.administration.user("olena-k")
        assert (user.issuer, user.subject) == (issuer, "s-1")


def test_a_name_that_somebody_has_is_not_taken_over(
    tmp_path: Path, issuer: str
) -> None:
    """Who they are is issuer and subject; a name is only a name."""
    with _with(tmp_path, issuer) as people:
        first = _sign_in(people, "s-1").principal
        second = _sign_in(people, "s-2").principal
        admin = _sign_in(people, "s-4").principal

        assert first.name == "olena-k"
        assert second.name == "olena-k-2"
        assert admin.name == "admin-2"
        assert not admin.may(Permission.ADMIN_PEOPLE)


def test_who_is_in_no_group_stays_outside(tmp_path: Path, issuer: str) -> None:
    """There is no role by default, and no user either."""
    with _with(tmp_path, issuer) as people:
        departure = _elsewhere(people).start()
        back = _there(departure, "s-3")

        with pytest.raises(NoRoleError, match="fire, watch"):
            _elsewhere(people).finish(departure.kept, back, HERE)

        assert [each.name for each in people.people.administration.users()] == ["admin"]


def test_groups_are_asked_at_each_sign_in(tmp_path: Path, issuer: str) -> None:
    """A group left there is a role lost here, for sessions that run as well."""
    httpx2.put(
        f"{issuer}/users/s-5",
        json={"preferred_username": "mykola", "groups": ["watch", "fire"]},
    )
    with _with(tmp_path, issuer) as people:
        before = _sign_in(people, "s-5")
        httpx2.put(
            f"{issuer}/users/s-5",
            json={"preferred_username": "mykola", "groups": ["watch"]},
        )

        _sign_in(people, "s-5")

        who = people.who(before.token)
        assert who is not None
        assert not who.may(Permission.DECIDE, "live")
        (granted,) = [
            each
            for each in people.people.administration.changes()
            if each.what == "grant"
        ]
        assert granted.actor == issuer


def test_roles_and_passwords_of_there_are_not_changed_here(
    tmp_path: Path, issuer: str
) -> None:
    """Shutting them out is."""
    with _with(tmp_path, issuer) as people:
        begun = _sign_in(people, "s-1")
        administration = people.people.administration

        with pytest.raises(ChangeRefusedError, match="come from"):
            administration.grant(ON_THE_MACHINE, "olena-k", [])
        with pytest.raises(ChangeRefusedError, match="come from"):
            administration.reset(ON_THE_MACHINE, "olena-k")
        administration.disable(ON_THE_MACHINE, "olena-k", True)

        assert people.who(begun.token) is None
        with pytest.raises(WrongCredentialsError):
            _sign_in(people, "s-1")


def test_an_administrator_of_there_does_not_count_as_the_last(
    tmp_path: Path, issuer: str
) -> None:
    """The provider may be gone when one is needed."""
    with _with(tmp_path, issuer) as people:
        _sign_in(people, "s-1")
        with people.ground.changing() as connection:
            connection.exec_driver_sql(
                "INSERT INTO person_grant VALUES ('olena-k', 'admin', 'all')"
            )

        with pytest.raises(ChangeRefusedError, match="nobody would be left"):
            people.people.administration.disable(ON_THE_MACHINE, "admin", True)


def test_a_step_up_there_takes_a_new_sign_in_of_the_same_person(
    tmp_path: Path, issuer: str
) -> None:
    """Somebody else at the same browser steps nothing up."""
    with _with(tmp_path, issuer) as people:
        begun = _sign_in(people, "s-2")
        departure = _elsewhere(people).start(begun.principal)
        assert parse_qs(urlsplit(departure.location).query)["prompt"] == ["login"]
        with pytest.raises(WrongCredentialsError):
            _elsewhere(people).finish(departure.kept, _there(departure, "s-1"), HERE)

        departure = _elsewhere(people).start(begun.principal)
        up = _elsewhere(people).finish(departure.kept, _there(departure, "s-2"), HERE)

        who = people.who(up.token)
        assert who is not None
        assert who.stepped_up
        assert people.who(begun.token) is None


def test_what_another_browser_brings_back_is_refused(
    tmp_path: Path, issuer: str
) -> None:
    """Another's code, a second time, too late, a wrong state, another issuer."""
    with _with(tmp_path, issuer) as people:
        elsewhere = _elsewhere(people)
        mine, yours = elsewhere.start(), elsewhere.start()
        back = _there(mine, "s-1")
        with pytest.raises(WrongCredentialsError):
            elsewhere.finish(yours.kept, back, HERE)
        with pytest.raises(WrongCredentialsError):
            elsewhere.finish("", back, HERE)
        assert elsewhere.finish(mine.kept, back, HERE).token
        with pytest.raises(WrongCredentialsError):
            elsewhere.finish(mine.kept, back, HERE)

        for wrong in ({"state": "x"}, {"code": "x"}, {"issuer": "http://evil.test"}):
            departure = elsewhere.start()
            good = _there(departure, "s-1")
            given = {"state": good.state, "code": good.code, **wrong}
            with pytest.raises(WrongCredentialsError):
                elsewhere.finish(departure.kept, Return(**given), HERE)

        late = elsewhere.start()
        back = _there(late, "s-1")
        people.wall.after(601.0)
        with pytest.raises(WrongCredentialsError):
            elsewhere.finish(late.kept, back, HERE)


def test_a_code_of_another_sign_in_does_not_fit_its_nonce(
    tmp_path: Path, issuer: str
) -> None:
    """A code that was injected carries the nonce of who fetched it."""
    with _with(tmp_path, issuer) as people:
        elsewhere = _elsewhere(people)
        mine, stolen = elsewhere.start(), elsewhere.start()
        good, other = _there(mine, "s-1"), _there(stolen, "s-2")

        with pytest.raises(WrongCredentialsError):
            elsewhere.finish(mine.kept, Return(state=good.state, code=other.code), HERE)


@dataclass
class Actor:
    """A provider that says what a test wants, in the place of the network."""

    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    issuer: str = "https://id.example"
    signs_with: RSAKey | None = None
    algorithm: str = "RS256"
    claims: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, httpx2.Response] = field(default_factory=dict)
    asked: list[httpx2.Request] = field(default_factory=list)

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        """Answer like a provider."""
        self.asked.append(request)
        path = request.url.path
        if path in self.answers:
            return self.answers[path]
        if path == "/.well-known/openid-configuration":
            return httpx2.Response(200, json=self.discovery())
        if path == "/jwks":
            keys = {"keys": [self.key.as_dict(private=False)]}
            return httpx2.Response(200, json=keys)
        return httpx2.Response(200, json={"id_token": self.token()})

    def discovery(self) -> dict[str, str]:
        """Where it does what."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
        }

    def token(self) -> str:
        """An identity token of the stated claims."""
        stated = {
            "iss": self.issuer,
            "aud": "zaslin",
            "sub": "s-1",
            "nonce": "n",
            "iat": 1_000,
            "exp": 2_000,
            "groups": ["watch"],
        }
        claims = {
            name: value
            for name, value in {**stated, **self.claims}.items()
            if value is not None
        }
        key = self.signs_with or self.key
        header = {"alg": self.algorithm, "kid": "1"}
        return jwt.encode(header, claims, key, [self.algorithm])

    def provider(self, now_s: float = 1_500.0) -> Provider:
        """The provider as it is seen through this actor."""
        client = httpx2.Client(transport=httpx2.MockTransport(self))
        return Provider(_params("https://id.example"), client, lambda: now_s)


def _redeem(actor: Actor) -> str:
    provider = actor.provider()
    return provider.redeem(code="c", nonce="n", verifier="v").subject


def test_a_token_that_stands_up_is_believed() -> None:
    """The sound one, so that what follows fails for its own reason."""
    assert _redeem(Actor()) == "s-1"
    assert _redeem(Actor(claims={"aud": ["zaslin", "other"], "azp": "zaslin"})) == "s-1"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "other"},
        {"aud": ["other"]},
        {"aud": None},
        {"aud": ["zaslin", "other"], "azp": "other"},
        {"nonce": "m"},
        {"nonce": None},
        {"exp": 1_000},
        {"exp": None},
        {"exp": "soon"},
        {"iat": 9_000},
        {"iat": None},
        {"nbf": 9_000},
        {"sub": ""},
        {"sub": None},
        {"sub": 7},
        {"sub": "x" * 300},
        {"groups": 7},
        {"auth_time": "noon"},
    ],
)
def test_a_token_of_other_claims_is_refused(claims: dict[str, Any]) -> None:
    """Of another issuer, for another client, of another sign-in, of another time."""
    with pytest.raises(WrongCredentialsError):
        _redeem(Actor(claims=claims))


def test_a_token_of_another_key_is_refused() -> None:
    """Whoever signed it."""
    with pytest.raises(WrongCredentialsError):
        _redeem(Actor(signs_with=RSAKey.generate_key(2048, {"kid": "1"})))


@pytest.mark.parametrize("token", ["", "a.b.c", "e30.e30.", "x" * 5_000])
def test_a_token_that_is_none_is_refused(token: str) -> None:
    """Garbage, and the algorithm none."""
    unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzLTEifQ."
    for each in (token, unsigned):
        answer = httpx2.Response(200, json={"id_token": each})
        with pytest.raises(WrongCredentialsError):
            _redeem(Actor(answers={"/token": answer}))


def test_a_new_signing_key_is_fetched_but_not_in_a_loop() -> None:
    """After half a minute at the soonest."""
    actor = Actor()
    times = [1_500.0]
    client = httpx2.Client(transport=httpx2.MockTransport(actor))
    provider = Provider(_params(actor.issuer), client, lambda: times[0])
    provider.redeem(code="c", nonce="n", verifier="v")
    actor.key = RSAKey.generate_key(2048, {"kid": "1"})
    for _ in range(3):
        with pytest.raises(WrongCredentialsError):
            provider.redeem(code="c", nonce="n", verifier="v")
    times[0] += 31.0

    assert provider.redeem(code="c", nonce="n", verifier="v").subject == "s-1"

    fetched = [each for each in actor.asked if each.url.path == "/jwks"]
    assert len(fetched) == 2


def test_the_verifier_that_is_sent_is_that_of_the_challenge() -> None:
    """S256 of it went with the browser; PKCE in both halves."""
    actor = Actor()
    provider = actor.provider()
    location = provider.address(state="s", nonce="n", verifier="v" * 64, again=False)
    provider.redeem(code="c", nonce="n", verifier="v" * 64)

    query = parse_qs(urlsplit(location).query)
    digest = hashlib.sha256(b"v" * 64).digest()
    stated = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert query["code_challenge"] == [stated]
    assert query["code_challenge_method"] == ["S256"]
    assert "prompt" not in query
    posted = next(each for each in actor.asked if each.url.path == "/token")
    form = parse_qs(posted.content.decode())
    assert form["code_verifier"] == ["v" * 64]
    assert form["redirect_uri"] == [BACK]
    assert posted.headers["authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/token", httpx2.Response(500)),
        ("/token", httpx2.Response(200, json={})),
        ("/token", httpx2.Response(200, json=[1])),
        ("/token", httpx2.Response(200, text="<html>")),
        ("/token", httpx2.Response(200, content=b"x" * 2_000_000)),
        ("/token", httpx2.Response(200, content=b"[" * 200_000)),
        ("/token", httpx2.Response(302, headers={"location": "http://evil.test"})),
        ("/jwks", httpx2.Response(200, json={"keys": "none"})),
        ("/jwks", httpx2.Response(404)),
        ("/.well-known/openid-configuration", httpx2.Response(200, json={})),
        (
            "/.well-known/openid-configuration",
            httpx2.Response(200, json={"issuer": "https://evil.example"}),
        ),
        (
            "/.well-known/openid-configuration",
            httpx2.Response(
                200,
                json={**Actor().discovery(), "token_endpoint": "http://id.example/t"},
            ),
        ),
    ],
)
def test_a_provider_that_does_not_answer_as_it_should_lets_nobody_in(
    path: str, answer: httpx2.Response
) -> None:
    """Too long, no JSON, a redirect, plain HTTP, somebody else's document."""
    with pytest.raises(ProviderUnavailableError):
        _redeem(Actor(answers={path: answer}))


def test_a_provider_that_is_gone_lets_nobody_in() -> None:
    """The connection is refused."""
    with make_client() as client:
        provider = Provider(_params("http://127.0.0.1:9"), client, time.time)

        with pytest.raises(ProviderUnavailableError, match="does not answer"):
            provider.redeem(code="c", nonce="n", verifier="v")


def test_a_code_that_the_provider_refuses_is_a_wrong_credential() -> None:
    """As a wrong password is."""
    with pytest.raises(WrongCredentialsError):
        _redeem(Actor(answers={"/token": httpx2.Response(400, json={})}))
