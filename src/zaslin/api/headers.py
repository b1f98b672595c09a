"""Headers of every answer, and where a request may come from."""

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders

from zaslin.api.errors import Code, ProblemError

_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# Answers are documents for programs: nothing in them is to be run or shown in a frame.
# The console's own page brings a policy of its own, which is left alone.
_HEADERS = (
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Cache-Control", "no-store"),
)
_OVER_TLS = ("Strict-Transport-Security", "max-age=31536000")

_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def secure(headers: MutableHeaders, scheme: str) -> None:
    """Add what is not stated yet."""
    for name, value in _HEADERS:
        headers.setdefault(name, value)
    if scheme == "https":
        headers.setdefault(*_OVER_TLS)


def plain_headers() -> list[tuple[bytes, bytes]]:
    """The same for an answer that is written without the application."""
    return [(name.lower().encode(), value.encode()) for name, value in _HEADERS]


def refuse_other_sites(
    method: str, scheme: str, headers: Headers, origins: frozenset[str]
) -> None:
    """Raise if a page of another site sent the request.

    Browsers say where a request comes from; other clients say nothing, and are let
    through unless they show a session's cookie, which only browsers have.
    """
    _refuse_unknown_host(headers.get("host", ""), origins)
    site = headers.get("sec-fetch-site", "none")
    navigates = method == "GET" and headers.get("sec-fetch-mode") == "navigate"
    if site not in ("same-origin", "none") and not navigates:
        raise _cross_site("Sec-Fetch-Site", site, ["same-origin", "none"])
    origin = headers.get("origin")
    if origin is not None and not _is_ours(origin, scheme, headers, origins):
        raise _cross_site("Origin", origin, sorted(origins) or ["this service's own"])
    states_nothing = origin is None and "sec-fetch-site" not in headers
    if method in _UNSAFE and states_nothing and "cookie" in headers:
        raise _cross_site("Origin", "missing", ["the origin of the page"])


def _is_ours(
    origin: str, scheme: str, headers: Headers, origins: frozenset[str]
) -> bool:
    if origin in origins:
        return True
    return not origins and origin == f"{scheme}://{headers.get('host', '')}"


def _refuse_unknown_host(host: str, origins: frozenset[str]) -> None:
    """A page of another site may give its own name to our address (DNS rebinding)."""
    if not origins or _is_address(host):
        return
    known = {urlsplit(each).netloc for each in origins}
    if host.lower() not in known:
        raise ProblemError(
            Code.WRONG_HOST, f"Host: {host}; accepted: {', '.join(sorted(known))}"
        )


def _is_address(host: str) -> bool:
    """Whether the host is an address or localhost, which nobody else can name."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        if name == "localhost":
            return True
        ip_address(name)
    except ValueError:
        return False
    return True


def _cross_site(header: str, value: str, accepted: Iterable[str]) -> ProblemError:
    detail = f"{header}: {value}; accepted: {', '.join(accepted)}"
    return ProblemError(Code.CROSS_SITE, detail)
