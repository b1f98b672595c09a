"""``zaslin wta generate``: random instances of the published families, and others."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zaslin.adapters.wta.detect import WtaFormat
from zaslin.adapters.wta.size import MOST_TARGETS, MOST_WEAPONS, too_large
from zaslin.cli.inputs import Seed
from zaslin.cli.numbers import whole
from zaslin.cli.outcome import Unusable
from zaslin.cli.streams import accept_output_path, progress, say, write_file

if TYPE_CHECKING:
    from zaslin.assignment.wta.instance import WtaInstance

_MOST_TEXT_PAIRS = 2**25
"""A text of more would be larger than what `zaslin wta solve` reads."""


class FamilyName(StrEnum):
    """What an instance is drawn from."""

    AHUJA = "ahuja"
    ANDERSEN = "andersen"
    LAYERED = "layered"


class StoredFormat(StrEnum):
    """What an instance is written as."""

    NPZ = "npz"
    ANDERSEN = "andersen"
    SONUC = "sonuc"


Family = Annotated[
    FamilyName,
    typer.Option(
        "--family",
        help="ahuja: values 25..100, p in [.6,.9]. andersen: values 1..99, p in [0,1]. "
        "layered: few unit types with deep magazines and sparse reach, notional.",
    ),
]
Weapons = Annotated[
    int,
    typer.Option(
        "--weapons",
        parser=whole(1, MOST_WEAPONS),
        metavar="N",
        help="Number of weapons; of unit types in the layered family.",
    ),
]
Targets = Annotated[
    int,
    typer.Option(
        "--targets",
        parser=whole(1, MOST_TARGETS),
        metavar="M",
        help="Number of targets.",
    ),
]
Rounds = Annotated[
    int | None,
    typer.Option(
        "--rounds",
        parser=whole(0, 1_000_000),
        metavar="K",
        help="Rounds of each weapon. Default: 1; in the layered family, by layer.",
    ),
]
OutPath = Annotated[
    Path, typer.Option("--out", metavar="FILE", help="Where to write the instance.")
]


def generate_command(
    family: Family,
    weapons: Weapons,
    targets: Targets,
    out: OutPath,
    rounds: Rounds = None,
    seed: Seed = 0,
    file_format: Annotated[
        StoredFormat, typer.Option("--format", help="Format of the file.")
    ] = StoredFormat.NPZ,
) -> None:
    """Draw an instance and write it to a file; equal arguments, equal bytes."""
    if str(out) == "-":
        raise Unusable("--out -: accepted: the path of a file")
    accept_output_path(out, "--out")
    _accept_size(weapons, targets, file_format)
    with progress(f"drawing {weapons} weapons and {targets} targets") as tell:
        instance = _draw(family, weapons, targets, rounds, seed)
        tell(f"writing {out}")
        _write(out, instance, WtaFormat(file_format.value))
    say(f"zaslin: wrote {out}")


def _accept_size(weapons: int, targets: int, file_format: StoredFormat) -> None:
    accepted = too_large(weapons, targets)
    if not accepted and file_format is not StoredFormat.NPZ:
        pairs = weapons * targets
        if pairs > _MOST_TEXT_PAIRS:
            accepted = f"at most {_MOST_TEXT_PAIRS} pairs as text, or --format npz"
    if accepted:
        raise Unusable(
            f"--weapons {weapons}, --targets {targets}; accepted: {accepted}"
        )


def _draw(
    family: FamilyName, weapons: int, targets: int, rounds: int | None, seed: int
) -> "WtaInstance":
    import numpy as np

    from zaslin.assignment.wta.family import ahuja, andersen, layered

    rng = np.random.default_rng(seed)
    if family is FamilyName.LAYERED:
        return layered(weapons, targets, rng, rounds)
    draw = ahuja if family is FamilyName.AHUJA else andersen
    return draw(weapons, targets, rng, 1 if rounds is None else rounds)


def _write(path: Path, instance: "WtaInstance", file_format: WtaFormat) -> None:
    from zaslin.adapters.wta import write

    reason = write.unfit(instance, file_format)
    if reason:
        raise Unusable(f"--format {file_format.value} cannot hold {reason}")
    write_file(path, lambda file: write.write(file, instance, file_format))
