"""Pages of other sites cannot use the session of whoever looks at them."""

import pytest
from starlette.datastructures import Headers, MutableHeaders

from zaslin.api.errors import Code, ProblemError
from zaslin.api.headers import refuse_other_sites, secure

OURS = frozenset({"https://zaslin.example"})


def _refusal(
    method: str,
    headers: dict[str, str],
    origins: frozenset[str] = OURS,
    scheme: str = "https",
) -> Code | None:
    stated = Headers({"host": "zaslin.example", **headers})
    try:
        refuse_other_sites(method, scheme, stated, origins)
    except ProblemError as problem:
        return problem.code
    return None


COOKIE = {"cookie": "zaslin=1"}
KEY = {"authorization": "Bearer key"}


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("POST", {**COOKIE, "origin": "https://zaslin.example"}),
        ("POST", {**COOKIE, "sec-fetch-site": "same-origin"}),
        ("POST", {**COOKIE, "sec-fetch-site": "none"}),
        ("POST", KEY),
        ("GET", COOKIE),
        ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}),
    ],
)
def test_our_own_pages_and_programs_are_let_through(
    method: str, headers: dict[str, str]
) -> None:
    """A console says where it comes from; a program with a key need not."""
    assert _refusal(method, headers) is None


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("POST", {"origin": "https://other.example"}),
        ("POST", {"origin": "null"}),
        ("POST", {"origin": "http://zaslin.example"}),
        ("POST", {"origin": "https://zaslin.example:8443"}),
        ("POST", {"origin": "https://zaslin.example.other.example"}),
        ("POST", {"origin": ""}),
        ("POST", {**COOKIE, "sec-fetch-site": "cross-site"}),
        ("POST", {**COOKIE, "sec-fetch-site": "same-site"}),
        ("POST", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}),
        ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "cors"}),
        ("GET", {"sec-fetch-site": "cross-site"}),
        ("POST", COOKIE),
        ("PUT", COOKIE),
        ("PATCH", COOKIE),
        ("DELETE", COOKIE),
        (
            "POST",
            {
                **COOKIE,
                "origin": "https://zaslin.example",
                "sec-fetch-site": "cross-site",
            },
        ),
    ],
)
def test_other_sites_are_refused(method: str, headers: dict[str, str]) -> None:
    """By either header, and by the absence of both where there is a cookie."""
    assert _refusal(method, headers) is Code.CROSS_SITE


def test_without_settings_our_origin_is_where_the_request_went() -> None:
    """A laptop needs no settings."""
    here = {"host": "127.0.0.1:8000", "origin": "http://127.0.0.1:8000"}
    there = {"host": "127.0.0.1:8000", "origin": "http://127.0.0.1:9000"}

    assert _refusal("POST", here, frozenset(), "http") is None
    assert _refusal("POST", there, frozenset(), "http") is Code.CROSS_SITE


@pytest.mark.parametrize(
    ("host", "is_known"),
    [
        ("zaslin.example", True),
        ("ZASLIN.example", True),
        ("127.0.0.1:8000", True),
        ("[::1]:8000", True),
        ("localhost:8000", True),
        ("rebound.example", False),
        ("zaslin.example:8443", False),
        ("127.0.0.1.rebound.example", False),
        ("[::1", False),
        ("", False),
    ],
)
def test_another_name_for_our_address_is_refused(host: str, is_known: bool) -> None:
    """Or a page could give its own name to our address and be of the same origin."""
    expected = None if is_known else Code.WRONG_HOST

    assert _refusal("GET", {"host": host}) is expected


def test_a_page_may_have_a_policy_of_its_own() -> None:
    """What a route states is left alone."""
    headers = MutableHeaders({"content-security-policy": "default-src 'self'"})

    secure(headers, "http")

    assert headers["content-security-policy"] == "default-src 'self'"
    assert headers["x-frame-options"] == "DENY"
