"""What a person said about a recommendation."""

from dataclasses import dataclass
from enum import StrEnum

from zaslin.domain.accept import accept_finite, accept_range
from zaslin.domain.ids import FireUnitId, InterceptorTypeId, PositionId, TrackId


class Verdict(StrEnum):
    """What is to become of a recommended shot.

    ``AUTHORISE`` this shot; ``REFUSE`` this pairing; ``HOLD`` fire on the track,
    whoever would shoot and with whatever; ``AMEND``: authorise another shot at the
    same track in its place.
    """

    AUTHORISE = "authorise"
    REFUSE = "refuse"
    HOLD = "hold"
    AMEND = "amend"

    @property
    def engages(self) -> bool:
        """Whether an engagement follows from it."""
        return self in (Verdict.AUTHORISE, Verdict.AMEND)


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendedShot:
    """The shot that is authorised in the place of the recommended one.

    It names no track: it is at the track of the decision, and at no other.
    """

    fire_unit: FireUnitId
    interceptor_type: InterceptorTypeId
    position: PositionId
    salvo_size: int
    launch_s: float

    def __post_init__(self) -> None:
        accept_range("salvo_size", self.salvo_size, 1, 16)
        accept_finite("launch_s", self.launch_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One person's decision on one recommendation of one plan revision.

    There is no default verdict, no bulk decision and no time-out: without a named
    person there is no decision.
    ``seen_revision`` is the plan that the person saw, if the line has stood since and
    ``revision`` is a later one; ``confirmed_by`` the second person, where two have to
    sign; ``amended`` what is to be shot instead, with the verdict ``AMEND`` alone.
    A decision to hold fire is on a track: its other names may be empty.
    """

    by: str
    verdict: Verdict
    revision: int
    track: TrackId
    fire_unit: FireUnitId
    interceptor_type: InterceptorTypeId
    launch_s: float
    decided_at_s: float
    why: str = ""
    seen_revision: int | None = None
    confirmed_by: str = ""
    amended: AmendedShot | None = None

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise ValueError("decision without a name; accepted: a named person")
        accept_range("revision", self.revision, 0)
        accept_finite("launch_s", self.launch_s)
        accept_finite("decided_at_s", self.decided_at_s)
        if self.seen_revision is not None:
            accept_range("seen_revision", self.seen_revision, 0, self.revision)
        if self.confirmed_by:
            self._accept_second()
        if (self.amended is None) == (self.verdict is Verdict.AMEND):
            raise ValueError(
                f"decision to {self.verdict} with amended shot {self.amended}; "
                f"accepted: an amended shot if and only if the verdict is "
                f"{Verdict.AMEND}"
            )

    def _accept_second(self) -> None:
        """Raise ``ValueError`` unless the second person is another one."""
        if not self.verdict.engages:
            raise ValueError(
                f"decision to {self.verdict} is confirmed by {self.confirmed_by!r}; "
                "accepted: a second person for what engages"
            )
        if not self.confirmed_by.strip() or is_same_person(self.by, self.confirmed_by):
            raise ValueError(
                f"decision by {self.by!r} is confirmed by {self.confirmed_by!r}; "
                "accepted: another named person"
            )


def is_same_person(one: str, other: str) -> bool:
    """Whether two names are one, however they are written."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
