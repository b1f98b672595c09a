"""What commands are given: pictures, track reports, parameters; or exit 2."""

import gc
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from zaslin.adapters.read_file import STANDARD_INPUT, read_file
from zaslin.cli.numbers import whole
from zaslin.cli.outcome import Unusable
from zaslin.cli.streams import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zaslin.domain.params import PlanParams
    from zaslin.domain.picture import Picture

LARGEST_SEED = 2**63 - 1

PicturePath = Annotated[
    str,
    typer.Argument(
        metavar="PICTURE",
        help="Air picture, JSON as in `zaslin schema picture`; - is standard input.",
        show_default=False,
    ),
]
TracksPath = Annotated[
    str | None,
    typer.Option(
        "--tracks",
        metavar="FILE",
        help="Track reports laid over the picture: CSV, NDJSON or GeoJSON.",
    ),
]
ParamsName = Annotated[
    str,
    typer.Option(
        "--params",
        metavar="FILE|NAME",
        help="Planning parameters: a TOML file, or a shipped name (default, fast).",
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="One JSON document on standard output.")
]
Seed = Annotated[
    int,
    typer.Option(
        "--seed",
        parser=whole(0, LARGEST_SEED),
        metavar="N",
        help="Seed of everything that is drawn.",
    ),
]


def read_picture(path: str, tracks: str | None = None) -> "Picture":
    """The picture of a file, with track reports of another one laid over it.

    Raises :class:`~zaslin.wire.rejected.Rejected` or :class:`Unusable`.
    """
    from zaslin.wire import feeds, picture_json
    from zaslin.wire.tracks import with_tracks

    if path == tracks == STANDARD_INPUT:
        raise Unusable(
            "PICTURE and --tracks are both -, but there is one standard input; "
            "accepted: a file for one of them"
        )
    picture = picture_json.decode(*_read(path))
    if tracks is None:
        return picture
    return with_tracks(picture, feeds.decode(*_read(tracks)))


def read_parameters(name: str) -> "PlanParams":
    """Planning parameters by shipped name or from a file."""
    from zaslin.bootstrap import load_params
    from zaslin.config import ConfigError

    try:
        return load_params(name)
    except ConfigError as error:
        raise Unusable(f"--params: {error}") from None


def accept_tracks(
    option: str, asked: "Sequence[str] | None", picture: "Picture"
) -> None:
    """Refuse a question about a track that the picture does not hold."""
    known = {track.id for track in picture.tracks}
    for track in asked or ():
        if track not in known:
            raise Unusable(
                f"{option} {track!r}: no such track; accepted: the id of one of the "
                f"picture's {len(known)} tracks"
            )


def settle() -> None:
    """Take everything imported so far out of the garbage collector's rounds.

    Numba and its type system leave tens of thousands of objects that live as long as
    the process. The collector would walk them in the middle of a plan, for longer
    than the plan may take, and free none.
    """
    gc.freeze()


def _read(path: str) -> tuple[bytes, str]:
    if path == STANDARD_INPUT and sys.stdin is not None and sys.stdin.isatty():
        say("zaslin: reading from the keyboard; end with Ctrl-D")
    return read_file(path, None if sys.stdin is None else sys.stdin.buffer)
