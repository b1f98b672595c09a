"""Nobody takes all connections."""

import pytest

from zaslin.api.doors import Doors, subscriber
from zaslin.api.limits import Limits

LIMITS = Limits(connections=5, connections_per_address=2)


def test_an_address_has_a_share_and_all_have_a_limit() -> None:
    """What is closed is free again."""
    doors = Doors(LIMITS)

    first = [doors.enter("192.0.2.1") for _ in range(3)]
    others = [doors.enter(f"192.0.2.{number}") for number in range(2, 6)]
    doors.leave("192.0.2.1")

    assert first == [None, None, "connections_per_address"]
    assert others == [None, None, None, "connections"]
    assert doors.open == 4
    assert doors.enter("192.0.2.1") is None


def test_a_proxy_speaks_for_many() -> None:
    """Only the limit on all connections holds for it."""
    doors = Doors(LIMITS, exempt=["192.0.2.0/24", "::1"])

    assert [doors.enter("192.0.2.1") for _ in range(5)] == [None] * 5
    assert doors.enter("192.0.2.1") == "connections"


def test_who_has_left_is_forgotten() -> None:
    """A table of addresses does not grow for ever."""
    doors = Doors(LIMITS)
    for number in range(1_000):
        address = f"198.51.100.{number % 256}"
        assert doors.enter(address) is None
        doors.leave(address)

    assert doors.open == 0
    assert len(doors._open) == 0  # noqa: SLF001  (what must not leak)


@pytest.mark.parametrize(
    ("address", "who"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("a socket", "a socket"),
    ],
)
def test_a_subscriber_is_a_network_in_ipv6(address: str, who: str) -> None:
    """Eighteen quintillion addresses are one household."""
    assert subscriber(address) == who
