"""An instance from a file or from standard input, in any of the formats."""

import io
from pathlib import Path
from typing import BinaryIO

from zaslin.adapters.read_file import STANDARD_INPUT, read_file
from zaslin.adapters.wta import andersen, npz, sonuc
from zaslin.adapters.wta.detect import WtaFormat, detect, is_archive
from zaslin.adapters.wta.size import LIMIT_BYTES
from zaslin.assignment.wta.instance import WtaInstance

_MAGIC_BYTES = 4


def read(
    path: str,
    standard_input: BinaryIO | None = None,
    file_format: WtaFormat = WtaFormat.AUTO,
) -> WtaInstance:
    """The instance of a file; ``-`` is standard input.

    Raises :class:`~zaslin.wire.rejected.Rejected`.
    """
    # An archive is unpacked from where it is; only a pipe has to be held in memory.
    if file_format in (WtaFormat.AUTO, WtaFormat.NPZ) and _is_stored_archive(path):
        return npz.read(path)
    return decode(*read_file(path, standard_input, LIMIT_BYTES), file_format)


def decode(
    data: bytes, source: str, file_format: WtaFormat = WtaFormat.AUTO
) -> WtaInstance:
    """The instance of some bytes.

    Raises :class:`~zaslin.wire.rejected.Rejected`.
    """
    if file_format is WtaFormat.AUTO:
        file_format = detect(data, source)
    if file_format is WtaFormat.NPZ:
        return npz.decode(io.BytesIO(data), source)
    if file_format is WtaFormat.ANDERSEN:
        return andersen.decode(data, source)
    return sonuc.decode(data, source)


def _is_stored_archive(path: str) -> bool:
    if path in ("", STANDARD_INPUT):
        return False
    try:
        if not Path(path).is_file():
            return False
        with Path(path).open("rb") as file:
            return is_archive(file.read(_MAGIC_BYTES))
    except (OSError, ValueError):
        # Reading it will say why it cannot be read.
        return False
