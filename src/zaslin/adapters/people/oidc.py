"""A provider of identities (OpenID Connect): what it says about who signed in there.

Authorisation code with PKCE; the identity token is checked here: signature, issuer,
audience, nonce and times.
Nothing it says is believed without that, and no redirect is followed.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx2
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from zaslin.domain.account import ProviderUnavailableError, WrongCredentialsError
from zaslin.domain.role import Grant

_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")
_MOST_BYTES = 1_000_000
_SKEW_S = 60.0
_TIMEOUT_S = 5.0
_DISCOVERED_S = 3600.0
# A token that names an unknown signing key asks for the keys anew, but not in a loop.
_KEYS_EACH_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderParams:
    """Which provider, and which of its groups have which roles here."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_url: str
    groups_claim: str = "groups"
    name_claim: str = "preferred_username"
    scopes: str = "openid profile"
    roles: Mapping[str, frozenset[Grant]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a checked identity token says."""

    subject: str
    name: str
    groups: tuple[str, ...]
    auth_time_s: float


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the provider does what, by its own discovery document."""

    authorisation: str
    token: str
    keys: str


def make_client() -> httpx2.Client:
    """A client that follows nothing and obeys no environment."""
    return httpx2.Client(timeout=_TIMEOUT_S, follow_redirects=False, trust_env=False)


class Provider:
    """Talks to the provider; safe in several threads."""

    def __init__(
        self,
        params: ProviderParams,
        client: httpx2.Client,
        now: Callable[[], float],
    ) -> None:
        self.params = params
        self._client = client
        self._now = now
        self._lock = Lock()
        self._places: tuple[_Places, float] | None = None
        self._keys: tuple[KeySet, float] | None = None

    def address(self, *, state: str, nonce: str, verifier: str, again: bool) -> str:
        """Where the browser goes to sign in; ``again`` asks for the password anew."""
        query = {
            "response_type": "code",
            "client_id": self.params.client_id,
            "redirect_uri": self.params.redirect_url,
            "scope": self.params.scopes,
            "state": state,
            "nonce": nonce,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
        }
        if again:
            query |= {"prompt": "login", "max_age": "0"}
        place = self._where().authorisation
        joint = "&" if urlsplit(place).query else "?"
        return f"{place}{joint}{urlencode(query)}"

    def redeem(self, *, code: str, nonce: str, verifier: str) -> Claims:
        """What the provider says about who brought the code.

        Raises
        ------
        WrongCredentialsError
            If it does not know the code, or its token does not stand up.
        ProviderUnavailableError
            If it does not answer as it should.
        """
        answer = self._posted(
            self._where().token,
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self.params.redirect_url,
                "code_verifier": verifier,
            },
        )
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise ProviderUnavailableError("the provider gives no id_token")
        return self._checked(token, nonce)

    def _checked(self, token: str, nonce: str) -> Claims:
        try:
            claims = self._decoded(token)
            return _claims(claims, self.params, nonce, self._now())
        except (JoseError, ValueError, TypeError, KeyError) as fault:
            raise WrongCredentialsError from fault

    def _decoded(self, token: str) -> dict[str, Any]:
        algorithms = list(_ALGORITHMS)
        try:
            return jwt.decode(token, self._signing_keys(), algorithms).claims
        except (JoseError, ValueError):
            # The provider may have changed its keys.
            if not self._keys_are_old():
                raise
        return jwt.decode(token, self._signing_keys(anew=True), algorithms).claims

    def _where(self) -> _Places:
        with self._lock:
            known = self._places
        if known is not None and self._now() - known[1] < _DISCOVERED_S:
            return known[0]
        stated = self._read(
            f"{self.params.issuer.rstrip('/')}/.well-known/openid-configuration"
        )
        if stated.get("issuer") != self.params.issuer:
            raise ProviderUnavailableError(
                f"the provider calls itself {stated.get('issuer')!r}; accepted: "
                f"{self.params.issuer!r}"
            )
        places = _Places(
            *(
                self._accepted(stated.get(each))
                for each in ("authorization_endpoint", "token_endpoint", "jwks_uri")
            )
        )
        with self._lock:
            self._places = (places, self._now())
        return places

    def _accepted(self, place: object) -> str:
        """An address of the provider; plain HTTP only where the issuer itself is."""
        scheme = urlsplit(self.params.issuer).scheme
        if not isinstance(place, str) or urlsplit(place).scheme not in {
            "https",
            scheme,
        }:
            raise ProviderUnavailableError(
                f"the provider names {place!r}; accepted: an https address"
            )
        return place

    def _signing_keys(self, *, anew: bool = False) -> KeySet:
        with self._lock:
            known = self._keys
        if known is not None and not anew and self._now() - known[1] < _DISCOVERED_S:
            return known[0]
        stated = self._read(self._where().keys)
        try:
            found = KeySet.import_key_set(stated)  # type: ignore[arg-type]
        except (JoseError, ValueError, TypeError, KeyError):
            raise ProviderUnavailableError("the provider's keys are no keys") from None
        with self._lock:
            self._keys = (found, self._now())
        return found

    def _keys_are_old(self) -> bool:
        with self._lock:
            known = self._keys
        return known is None or self._now() - known[1] >= _KEYS_EACH_S

    def _read(self, place: str) -> dict[str, Any]:
        return _document(self._sent(self._client.build_request("GET", place)))

    def _posted(self, place: str, form: dict[str, str]) -> dict[str, Any]:
        request = self._client.build_request("POST", place, data=form)
        basic = httpx2.BasicAuth(self.params.client_id, self.params.client_secret)
        answer = self._sent(next(basic.auth_flow(request)))
        if answer.status_code in (400, 401):
            raise WrongCredentialsError
        return _document(answer)

    def _sent(self, request: httpx2.Request) -> httpx2.Response:
        try:
            answer = self._client.send(request, stream=True)
            try:
                _read_within(answer)
            finally:
                answer.close()
        except httpx2.HTTPError as fault:
            raise ProviderUnavailableError(
                f"the provider does not answer: {type(fault).__name__}"
            ) from fault
        return answer


def _read_within(answer: httpx2.Response) -> None:
    """Read the whole answer, unless it is absurdly long."""
    parts: list[bytes] = []
    size = 0
    for part in answer.iter_bytes():
        size += len(part)
        if size > _MOST_BYTES:
            raise ProviderUnavailableError(
                f"the provider's answer is too long; accepted: {_MOST_BYTES} bytes"
            )
        parts.append(part)
    answer.extensions["zaslin_body"] = b"".join(parts)


def _document(answer: httpx2.Response) -> dict[str, Any]:
    if answer.status_code != 200:
        raise ProviderUnavailableError(
            f"the provider answers {answer.status_code}; accepted: 200"
        )
    try:
        document = json.loads(answer.extensions["zaslin_body"])
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise ProviderUnavailableError("the provider's answer is no JSON object")
    return document


def _claims(
    stated: Mapping[str, Any], params: ProviderParams, nonce: str, now_s: float
) -> Claims:
    """The claims of a token whose signature stands; raises ``ValueError``."""
    audience = stated["aud"]
    audiences = [audience] if isinstance(audience, str) else list(audience)
    checks = {
        "iss": stated["iss"] == params.issuer,
        "aud": params.client_id in audiences,
        "azp": stated.get("azp", params.client_id) == params.client_id,
        "nonce": stated.get("nonce") == nonce,
        "exp": now_s < float(stated["exp"]) + _SKEW_S,
        "iat": float(stated["iat"]) <= now_s + _SKEW_S,
        "nbf": float(stated.get("nbf", 0.0)) <= now_s + _SKEW_S,
        "sub": isinstance(stated["sub"], str) and 0 < len(stated["sub"]) <= 255,
    }
    wrong = [name for name, holds in checks.items() if not holds]
    if wrong:
        raise ValueError(f"claims {', '.join(wrong)} of the token do not fit")
    groups = stated.get(params.groups_claim, ())
    listed = [groups] if isinstance(groups, str) else list(groups)
    return Claims(
        subject=stated["sub"],
        name=str(stated.get(params.name_claim) or stated["sub"]),
        groups=tuple(each for each in listed if isinstance(each, str)),
        auth_time_s=float(stated.get("auth_time", 0.0)),
    )


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
