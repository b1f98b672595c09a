"""Whether the service is alive and ready."""

from msgspec import Struct


class Alive(Struct, frozen=True, kw_only=True):
    """The process answers."""

    status: str = "ok"
