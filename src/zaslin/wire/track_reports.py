"""What a feed gives: track reports, and where each of them stands."""

from collections.abc import Callable
from dataclasses import dataclass

from zaslin.wire.form.track import Track


@dataclass(frozen=True, slots=True)
class TrackReports:
    """Reports in the order of the file.

    ``place`` gives the place of a field of a report by its index, and of the whole
    report if the field is empty.
    """

    source: str
    tracks: tuple[Track, ...]
    place: Callable[[int, str], str]
