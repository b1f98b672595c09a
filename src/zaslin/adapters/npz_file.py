"""Files of arrays (numpy's .npz): written, and read back from strangers.

Every claim of such a file is held against the file before memory is taken for it:
the sizes in its directory, then the shape and type at the head of each array.
Nothing in it is executed.
"""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from zaslin.adapters.read_file import EMPTY_NAME, why_unreadable
from zaslin.wire.rejected import Rejected

Arrays = dict[str, NDArray[Any]]

LIMIT_BYTES = 2**30
"""Unpacked size that no file of ours passes; a file can claim to hold any amount."""

_SUFFIX = ".npy"
_PLAIN_KINDS = "biufcSU"
_HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}

# What zipfile, zlib and numpy stumble over when bytes are not what they claim.
_DAMAGE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zlib.error,
)


class ArrayHead(NamedTuple):
    """What a file claims about one of its arrays."""

    shape: tuple[int, ...]
    dtype: np.dtype[Any]


Accept = Callable[[Mapping[str, ArrayHead]], None]


def write(file: IO[bytes], arrays: Mapping[str, NDArray[Any]]) -> None:
    """The arrays, compressed; equal arrays give equal bytes."""
    np.savez_compressed(file, allow_pickle=False, **arrays)


def read(
    path: str,
    wanted: str,
    *,
    limit_bytes: int = LIMIT_BYTES,
    accept: Accept | None = None,
) -> Arrays:
    """The arrays of a file; parameters and errors as :func:`decode` has them."""
    if not path:
        raise Rejected("''", "", EMPTY_NAME, wanted)
    with _refusing(path, wanted), Path(path).open("rb") as file:
        return _arrays(file, path, wanted, limit_bytes, accept)


def decode(
    file: IO[bytes],
    source: str,
    wanted: str,
    *,
    limit_bytes: int = LIMIT_BYTES,
    accept: Accept | None = None,
) -> Arrays:
    """The arrays of an open file that can be searched.

    Parameters
    ----------
    file, source
        The file, and what to call it in messages.
    wanted
        What it should have been, in words.
    limit_bytes
        Of all arrays together, unpacked.
    accept
        Looks at all claims before the first array is unpacked, and may raise.

    Raises
    ------
    Rejected
        If it is no such file or is damaged.
    """
    with _refusing(source, wanted):
        return _arrays(file, source, wanted, limit_bytes, accept)


@contextmanager
def _refusing(source: str, wanted: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Rejected(source, "", why_unreadable(error), wanted) from None
    except zipfile.BadZipFile:
        raise Rejected(source, "", "not a zip file, or damaged", wanted) from None
    except _DAMAGE:
        # In plain words: what numpy says is about its own options.
        value = "an array that is damaged or holds objects"
        raise Rejected(source, "", value, wanted) from None


def _arrays(
    file: IO[bytes], source: str, wanted: str, limit_bytes: int, accept: Accept | None
) -> Arrays:
    with zipfile.ZipFile(file) as packed:
        parts = packed.infolist()
        size = sum(part.file_size for part in parts)
        if size > limit_bytes:
            accepted = f"at most {limit_bytes}"
            raise Rejected(source, "", f"{size} bytes unpacked", accepted)
        heads: dict[str, ArrayHead] = {}
        for part in parts:
            name = part.filename.removesuffix(_SUFFIX)
            if name in heads:
                raise Rejected(source, name, "stored twice", "each array once")
            heads[name] = _head(packed, part, source, wanted)
        if accept is not None:
            accept(heads)
        return {
            part.filename.removesuffix(_SUFFIX): _array(packed, part) for part in parts
        }


def _head(
    packed: zipfile.ZipFile, part: zipfile.ZipInfo, source: str, wanted: str
) -> ArrayHead:
    """Shape and type of one array, if as many bytes follow as they need."""
    name = part.filename
    if not name.endswith(_SUFFIX):
        raise Rejected(source, name, "not an array", wanted)
    name = name.removesuffix(_SUFFIX)
    with packed.open(part) as stored:
        version = npy.read_magic(stored)
        if version not in _HEADERS:
            raise Rejected(source, name, f"version {version} of .npy", "1.0 or 2.0")
        shape, _, dtype = _HEADERS[version](stored)
        held = part.file_size - stored.tell()
    plain = dtype.kind in _PLAIN_KINDS and dtype.itemsize > 0
    if dtype.hasobject or not plain:
        what = "objects" if dtype.hasobject else f"the type {dtype}"
        raise Rejected(source, name, what, "numbers, truth values or text")
    claimed = dtype.itemsize
    for length in shape:
        claimed *= length
    if claimed != held or any(length < 0 for length in shape):
        value = f"the shape {shape} of {dtype} with {held} bytes"
        raise Rejected(source, name, value, "as many bytes as the shape claims")
    return ArrayHead(shape, dtype)


def _array(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> NDArray[Any]:
    with packed.open(part) as stored:
        array: NDArray[Any] = npy.read_array(stored, allow_pickle=False)
        # Only at its end does a part compare its checksum.
        if stored.read(1):
            raise ValueError(f"{part.filename} goes on behind its array")
    return array
