"""Why a live desk does not take a command at the moment: words for machines."""

from collections.abc import Mapping  # noqa: TC003
from enum import StrEnum


class Refusal(StrEnum):
    """Stable words; what they are about is in the parameters beside them."""

    JOURNAL_UNAVAILABLE = "journal_unavailable"
    JOURNAL_MOVED = "journal_moved"
    DESK_BUSY = "desk_busy"
    DESK_STOPPED = "desk_stopped"
    READ_ONLY = "read_only"


class DeskUnavailableError(Exception):
    """The desk does not take commands now; nothing of this one has happened.

    ``code`` says why, ``params`` what belongs to it.
    """

    def __init__(self, code: Refusal, **params: float | str) -> None:
        self.code = code
        self.params: Mapping[str, float | str] = params
        about = "".join(f", {name} {value}" for name, value in params.items())
        super().__init__(f"the desk takes no command: {code}{about}")
