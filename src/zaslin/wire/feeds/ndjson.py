"""Track reports as NDJSON: one track object of the picture document per line."""

from zaslin.wire.form.track import Track
from zaslin.wire.strict_json import decode_json
from zaslin.wire.text import decode_text
from zaslin.wire.track_reports import TrackReports


def decode_ndjson(data: bytes, source: str) -> TrackReports:
    """The reports; blank lines are skipped, places name line and field."""
    text = decode_text(data, source, "a track object on each line")
    # Not splitlines: a string may hold other line separators than these.
    stated = [
        (number, line)
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip()
    ]
    tracks = [decode_json(line, Track, source, line=number) for number, line in stated]

    def place(index: int, field: str) -> str:
        number, _ = stated[index]
        return f"line {number}, ${'.' if field else ''}{field}"

    return TrackReports(source, tuple(tracks), place)
