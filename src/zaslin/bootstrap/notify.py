"""Word to systemd: that the service is ready, is well, and is about to stop.

See sd_notify(3); without systemd nobody listens and nothing is sent.
"""

import socket
from collections.abc import Mapping

READY = "READY=1"
STOPPING = "STOPPING=1"
WELL = "WATCHDOG=1"


class Notify:
    """Where the words go.

    Parameters
    ----------
    environment
        Of this process: systemd says in it where it listens, and how often it wants to
        hear that the service is well.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._address = _address(environment.get("NOTIFY_SOCKET", ""))
        stated = environment.get("WATCHDOG_USEC", "")
        microseconds = int(stated) if stated.isdecimal() else 0
        self.well_every_s = microseconds / 3e6 if self._address else 0.0
        """A third of the time after which silence ends the service; 0 is never."""

    def say(self, *words: str) -> bool:
        """Send words; False if nobody heard them."""
        if not self._address:
            return False
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
                line.settimeout(1.0)
                line.sendto("\n".join(words).encode(), self._address)
        except OSError:
            # A supervisor that went away is no reason to go too.
            return False
        return True


def status(text: str) -> str:
    """What ``systemctl status`` shows, on one line."""
    return f"STATUS={' '.join(text.split())}"


def _address(stated: str) -> str:
    """The address as the socket module wants it: abstract ones begin with a zero."""
    if stated.startswith("@"):
        return f"\0{stated[1:]}"
    return stated if stated.startswith("/") else ""
