"""Addresses in settings: of hosts, networks, services and databases."""

import ipaddress
from urllib.parse import urlsplit

_BACKENDS = ("sqlite", "postgresql")


def accept_host(host: str) -> None:
    """Refuse what is neither an address nor the name of a host."""
    plain = host and all(letter.isalnum() or letter in ".-:_%" for letter in host)
    if not plain:
        raise ValueError(
            f"host is {host!r}; accepted: an address or the name of a host"
        )


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, seen from itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def accept_network(name: str, value: str) -> None:
    """Refuse what is neither an address nor a network of addresses."""
    try:
        ipaddress.ip_network(value)
    except ValueError:
        raise ValueError(
            f"{name} is {value!r}; accepted: an address or a network such as 10.0.0.0/8"
        ) from None


def accept_url(
    name: str, value: str, schemes: tuple[str, ...], *, bare: bool = False
) -> None:
    """Refuse what is no address; ``bare`` ones have neither path nor query."""
    try:
        parts = urlsplit(value)
        good = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if good and bare:
        good = value == f"{parts.scheme}://{parts.netloc}" and "@" not in parts.netloc
    if not good:
        example = f"{schemes[-1]}://zaslin.example"
        raise ValueError(f"{name} is {value!r}; accepted: an address such as {example}")


def accept_database(url: str) -> None:
    """Refuse an address of a database; never shows the password in it."""
    head, found, rest = url.partition("://")
    backend = head.partition("+")[0]
    if not found or backend not in _BACKENDS:
        raise ValueError(
            f"url is {masked(url)!r}; accepted: sqlite:///FILE or "
            "postgresql://USER@HOST/NAME"
        )
    if backend == "sqlite" and (not rest.startswith("/") or len(rest) < 2):
        raise ValueError(
            f"url is {masked(url)!r}; accepted: sqlite:///FILE, with four "
            "slashes for a path from the root"
        )
    if backend == "postgresql" and not urlsplit(url).path.strip("/"):
        raise ValueError(
            f"url is {masked(url)!r}, which names no database; accepted: "
            "postgresql://USER@HOST/NAME"
        )


def masked(url: str) -> str:
    """An address without the password in it, to be shown."""
    head, found, rest = url.partition("://")
    login, at, place = rest.rpartition("@")
    if not found or not at:
        return url
    user, colon, _ = login.partition(":")
    return f"{head}://{user}{':…' if colon else ''}@{place}"
