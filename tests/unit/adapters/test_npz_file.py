"""Files of arrays from strangers: every claim is held against the file first."""

import io
import zipfile
from collections.abc import Mapping

import numpy as np
import pytest

from zaslin.adapters import npz_file
from zaslin.adapters.npz_file import ArrayHead
from zaslin.wire.rejected import Rejected


def archive(parts: Mapping[str, bytes]) -> io.BytesIO:
    """A zip archive of some parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    file.seek(0)
    return file


def npy(descr: str, shape: str, data: bytes, version: bytes = b"\x01\x00") -> bytes:
    """An array with a head of any claim."""
    head = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}\n"
    length = len(head).to_bytes(2, "little")
    return b"\x93NUMPY" + version + length + head.encode() + data


def refusal(file: io.BytesIO) -> str:
    """The line for a file that cannot be used."""
    with pytest.raises(Rejected) as caught:
        npz_file.decode(file, "x.npz", "arrays")
    return str(caught.value)


def test_what_is_written_reads_back() -> None:
    """Names, shapes, types and values; text too, and nothing at all."""
    arrays = {
        "a": np.arange(6).reshape(2, 3),
        "b": np.array(True),
        "c": np.array("optimal"),
        "d": np.empty((0, 3)),
        "e": np.asfortranarray(np.arange(6.0).reshape(3, 2)),
    }
    file = io.BytesIO()
    npz_file.write(file, arrays)

    read = npz_file.decode(file, "x.npz", "arrays")

    assert list(read) == list(arrays)
    for name, array in arrays.items():
        np.testing.assert_array_equal(read[name], array, strict=True)


@pytest.mark.parametrize(
    ("shape", "data"),
    [
        ("(125000000,)", b""),
        ("(10**18,)", b""),
        ("(1000000000000000000000,)", b""),
        ("(-1,)", b""),
        ("(-1, -1)", b"12345678"),
        ("(2,)", b"12345678"),
        ("(1,)", b"12345678 and more"),
    ],
)
def test_a_shape_is_held_against_the_bytes(shape: str, data: bytes) -> None:
    """A claim of a gigabyte costs nothing to refuse."""
    line = refusal(archive({"a.npy": npy("'<f8'", shape, data)}))

    assert line.startswith("zaslin: x.npz: ")
    assert "; accepted: " in line


@pytest.mark.parametrize(
    ("part", "value"),
    [
        (npy("'|O'", "(1,)", b"12345678"), "a: objects"),
        (npy("'|V8'", "(1,)", b"12345678"), "a: the type"),
        (npy("'|S0'", "(5,)", b""), "a: the type"),
        (npy("[('x', '<f8')]", "(1,)", b"12345678"), "a: the type"),
        (npy("'<f8'", "(1,)", b"12345678", b"\x03\x00"), "a: version (3, 0)"),
        (npy("'<f8'", "__import__('os').getpid()", b""), ""),
        (b"no array", ""),
        (b"", ""),
    ],
)
def test_only_plain_arrays_are_unpacked(part: bytes, value: str) -> None:
    """Nothing is executed, not even to find out what it is."""
    line = refusal(archive({"a.npy": part}))

    assert line.startswith(f"zaslin: x.npz: {value}")


def test_a_part_that_is_no_array_is_refused() -> None:
    """By its name."""
    line = refusal(archive({"notes.txt": b"hello"}))

    assert line == "zaslin: x.npz: notes.txt: not an array; accepted: arrays"


def test_an_array_stored_twice_is_refused() -> None:
    """Nobody could tell which of them counts."""
    array = npy("'<f8'", "(1,)", b"12345678")
    # Renamed behind its back, since zipfile warns of writing a name twice.
    data = archive({"a.npy": array, "b.npy": array}).getvalue()
    file = io.BytesIO(data.replace(b"b.npy", b"a.npy"))

    assert "a: stored twice; accepted: each array once" in refusal(file)


def test_a_flipped_bit_is_noticed() -> None:
    """By the checksum, of which numpy itself never reads far enough to ask."""
    file = io.BytesIO()
    np.savez(file, a=np.arange(1000.0))
    data = bytearray(file.getvalue())
    data[4000] ^= 1

    assert "not a zip file, or damaged" in refusal(io.BytesIO(bytes(data)))


def test_claims_are_judged_before_anything_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever knows what the arrays should be sees their heads first."""
    file = io.BytesIO()
    npz_file.write(file, {"a": np.zeros((2, 3))})
    monkeypatch.setattr(npz_file, "_array", lambda *_: pytest.fail("was unpacked"))

    def refuse(heads: Mapping[str, ArrayHead]) -> None:
        assert heads == {"a": ArrayHead((2, 3), np.dtype("float64"))}
        raise Rejected("x", "a", "known", "unknown")

    with pytest.raises(Rejected, match="known"):
        npz_file.decode(file, "x.npz", "arrays", accept=refuse)
