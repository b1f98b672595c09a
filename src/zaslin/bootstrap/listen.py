"""The socket that the service listens on, taken before anything else is opened."""

import socket

_BACKLOG = 1024


class CannotListenError(OSError):
    """The address is taken, or not one of this machine."""


def listen(host: str, port: int) -> socket.socket:
    """Listen there; port 0 takes a free one.

    Raises
    ------
    CannotListenError
        Naming the address, and what is accepted.
    """
    try:
        found = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        family, _, _, _, address = found[0]
        made = socket.create_server(address[:2], family=family, backlog=_BACKLOG)
    except OSError as error:
        # Its own text says more than that of the system, which knows no names.
        why = error.strerror or str(error)
        raise CannotListenError(
            f"port {port} on {host}: {why}; accepted: a free port of this machine, or 0"
        ) from None
    made.setblocking(False)
    return made


def port_of(listening: socket.socket) -> int:
    """The port that was taken."""
    return int(listening.getsockname()[1])
