"""Bad files of the static problem: one clear line, exit 2, and nothing else at all."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.adapters.test_npz_file import archive, npy
from tests.unit.adapters.wta.instances import ALIKE, RICH, SQUARE, stored
from tests.unit.cli.running import Outcome, assert_refused
from zaslin.adapters.wta.detect import WtaFormat
from zaslin.adapters.wta.read import decode
from zaslin.cli import main
from zaslin.wire.rejected import Rejected

GOOD = {
    WtaFormat.SONUC: b"2\n10\n20\n0.1\n0.2\n0.3\n0.4\n",
    WtaFormat.ANDERSEN: b"2 2 1\n10\n20\n0 0 0.1\n0 1 0.2\n1 0 0.3\n1 1 0.4\n",
}
NOISE = bytes(range(256)) * 4


def sonuc(old: bytes, new: bytes) -> bytes:
    """The good dense file with one change."""
    assert GOOD[WtaFormat.SONUC].count(old) == 1
    return GOOD[WtaFormat.SONUC].replace(old, new)


def andersen(old: bytes, new: bytes) -> bytes:
    """The good sparse file with one change."""
    assert GOOD[WtaFormat.ANDERSEN].count(old) == 1
    return GOOD[WtaFormat.ANDERSEN].replace(old, new)


def npz(**changes: Any) -> bytes:
    """A good archive with arrays changed, added, or left out (None)."""
    good: dict[str, Any] = {
        "values": np.array([10.0, 20.0, 30.0]),
        "pk": np.full((2, 3), 0.5),
        "rounds": np.array([1, 2]),
    }
    arrays = {name: each for name, each in (good | changes).items() if each is not None}
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def claimed(shape: str, descr: str = "'<f8'") -> bytes:
    """An archive whose probabilities claim a shape, with no data behind."""
    return archive(
        {
            "values.npy": npy("'<f8'", "(1,)", bytes(8)),
            "rounds.npy": npy("'<i8'", "(1,)", bytes(8)),
            "pk.npy": npy(descr, shape, b""),
        }
    ).getvalue()


def bomb() -> bytes:
    """An archive whose directory says that two gigabytes come out of it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("pk.npy", bytes(2**20))
        packed.getinfo("pk.npy").file_size = 2**31
    return file.getvalue()


def pickled() -> bytes:
    """An array of objects."""
    file = io.BytesIO()
    np.savez(file, values=np.array([{}], dtype=object))
    return file.getvalue()


# What is wrong, the file, then parts of the line.
TABLE: list[tuple[str, bytes, list[str]]] = [
    # --- files of no format
    ("empty", b"", ["empty", "accepted: a WTA instance: sonuc, andersen or npz"]),
    ("blank", b" \n\t\n", ["empty"]),
    ("noise", NOISE, ["line 1", "accepted: a WTA instance"]),
    ("noise of zeros", bytes(100), ["line 1"]),
    ("words", b"weapons: 5\n", ["line 1: weapons:"]),
    ("JSON", b'{"values": [1]}', ["line 1"]),
    ("UTF-16", "2 2 1".encode("utf-16"), ["line 1"]),
    ("two numbers at first", b"2 2\n", ["line 1: 2 numbers", "or --format"]),
    ("a minus at first", b"-2\n1\n1\n", ["line 1: -2"]),
    # --- dense text
    ("s: cut off", sonuc(b"0.4\n", b""), ["line 6, at the end: 6 numbers", "7: n = 2"]),
    ("s: a header alone", b"2\n", ["accepted: 7 numbers: n = 2, 2 values, 2 x 2 pro"]),
    ("s: one too many", sonuc(b"0.4\n", b"0.4\n0.5\n"), ["line 8: 0.5", "the end of"]),
    ("s: NaN", sonuc(b"0.2", b"nan"), ["line 5: nan", "a probability, 0 to 1"]),
    ("s: infinite", sonuc(b"0.2", b"inf"), ["line 5: inf", "a probability, 0 to 1"]),
    ("s: p above 1", sonuc(b"0.2", b"1.0001"), ["line 5: 1.0001", "0 to 1"]),
    ("s: p below 0", sonuc(b"0.2", b"-0.2"), ["line 5: -0.2", "0 to 1"]),
    ("s: value below 0", sonuc(b"20", b"-20"), ["line 3: -20", "0 to 1e+100"]),
    ("s: value NaN", sonuc(b"20", b"NaN"), ["line 3: NaN", "a finite number"]),
    ("s: value infinite", sonuc(b"20", b"1e999"), ["line 3: 1e999", "a finite number"]),
    ("s: a word", sonuc(b"0.3", b"O.3"), ["line 6: O.3", "accepted: a number"]),
    ("s: underscore", sonuc(b"20", b"2_0"), ["line 3: 2_0", "accepted: a number"]),
    ("s: comma", sonuc(b"0.3", b"0,3"), ["line 6: 0,3", "accepted: a number"]),
    ("s: hexadecimal", sonuc(b"20", b"0x14"), ["line 3: 0x14"]),
    ("s: broken UTF-8", sonuc(b"0.3", b"\xc3\x28"), [r"line 6: \xc3(", "a number"]),
    ("s: other digits", sonuc(b"20", "２０".encode()), ["line 3: ２０", "a number"]),
    ("s: null byte", sonuc(b"0.3", b"0\0.3"), ["line 6: 0\\x00.3"]),
    ("s: a giant", b"1000000000\n1\n", ["number 1: 1000000000", "0 to 1000000"]),
    ("s: too many pairs", b"20000\n" + b"1\n" * 99, ["line 1: 20000 weapons", "pairs"]),
    ("s: a claim", b"10000\n" + b"1\n" * 99, ["204 bytes", "100010001 numbers"]),
    ("s: a long number", b"9" * 5000 + b"\n", ["line 1, number 1: 999"]),
    # --- sparse text
    ("a: cut off in the values", b"2 2 1\n10\n", ["at least 5: the header, 2 values"]),
    ("a: cut off in a line", andersen(b"1 1 0.4\n", b"1 1"), ["line 7: 2 numbers"]),
    ("a: four numbers", andersen(b"0 1 0.2", b"0 1 0.2 9"), ["line 5: 4 numbers"]),
    ("a: two pairs in a line", andersen(b"0.1\n", b"0.1 "), ["line 4: 6 numbers"]),
    ("a: twice", andersen(b"1 0 0.3", b"0 1 0.3"), ["line 6: weapon 0, target 1"]),
    (
        "a: one pair too many",
        andersen(b"1 1 0.4\n", b"1 1 0.4\n1 1 0.4\n"),
        ["line 8: weapon 1, target 1 stated twice", "accepted: each pair once"],
    ),
    ("a: weapon unknown", andersen(b"1 0 0.3", b"2 0 0.3"), ["line 6: 2", "0 to 1"]),
    ("a: target unknown", andersen(b"1 0 0.3", b"1 2 0.3"), ["line 6: 2", "a target"]),
    ("a: counted from 1", b"1 1 1\n5\n1 1 0.5\n", ["line 3: 1", "a weapon", "0 to 0"]),
    ("a: index below 0", andersen(b"1 0 0.3", b"-1 0 0.3"), ["line 6: -1", "0 to 1"]),
    ("a: fraction", andersen(b"1 0 0.3", b"0.5 0 0.3"), ["line 6: 0.5", "a weapon"]),
    ("a: NaN index", andersen(b"1 0 0.3", b"nan 0 0.3"), ["line 6: nan", "a weapon"]),
    ("a: infinite index", andersen(b"1 0 0.3", b"inf 0 0.3"), ["line 6: inf"]),
    ("a: NaN", andersen(b"0.3", b"nan"), ["line 6: nan", "a probability, 0 to 1"]),
    ("a: infinite", andersen(b"0.3", b"-inf"), ["line 6: -inf", "0 to 1"]),
    ("a: p above 1", andersen(b"0.3", b"30"), ["line 6: 30", "a probability, 0 to 1"]),
    ("a: value below 0", andersen(b"20", b"-2"), ["line 3: -2", "0 to 1e+100"]),
    ("a: rounds below 0", andersen(b"2 2 1", b"2 2 -1"), ["line 1, number 3: -1"]),
    ("a: rounds a fraction", andersen(b"2 2 1", b"2 2 1.5"), ["line 1, number 3: 1.5"]),
    ("a: rounds a giant", andersen(b"2 2 1", b"2 2 1000001"), ["number 3: 1000001"]),
    ("a: giant", b"1000000000 1 1\n5\n", ["line 1, number 1: 1000000000"]),
    ("a: giant of none", b"1000000000 0 1\n", ["line 1, number 1", "0 to 1000000"]),
    ("a: many pairs", b"1000000 1000 1\n" + b"1\n" * 99, ["1000000 weapons, 1000"]),
    ("a: no weapon", b"0 1 1\n5\n0 0 0.5\n", ["line 3: 0", "there is no weapon"]),
    ("a: binary behind", GOOD[WtaFormat.ANDERSEN] + NOISE, ["line 8:", "a number"]),
    # --- arrays
    ("z: damaged", b"PK\x03\x04" + NOISE, ["not a zip file, or damaged"]),
    ("z: cut off", npz()[:-40], ["not a zip file, or damaged"]),
    ("z: no arrays", b"PK\x05\x06" + bytes(18), ["values: no such array"]),
    ("z: no pk", npz(pk=None), ["pk: no such array", "values, pk and rounds"]),
    ("z: no rounds", npz(rounds=None), ["rounds: no such array"]),
    ("z: unknown", npz(forbiden=np.zeros((0, 2))), ["forbiden: unknown array"]),
    ("z: transposed", npz(pk=np.ones((3, 2))), ["pk: the shape (3, 2)", "(2, 3)"]),
    ("z: flat", npz(pk=np.ones(6)), ["pk: the shape (6,)", "accepted: (2, 3)"]),
    ("z: values 2d", npz(values=np.ones((1, 3))), ["values: the shape (1, 3)"]),
    ("z: scalar rounds", npz(rounds=np.array(1)), ["rounds: the shape ()"]),
    ("z: objects", pickled(), ["values: objects", "numbers, truth values or text"]),
    ("z: text", npz(values=np.array(["1", "2", "3"])), ["values: the type <U1"]),
    ("z: complex", npz(pk=np.ones((2, 3)) * 1j), ["pk: the type complex128"]),
    ("z: NaN", npz(pk=np.full((2, 3), np.nan)), ["pk[0, 0]: nan", "accepted: 0 to 1"]),
    ("z: p above 1", npz(pk=np.full((2, 3), 1.5)), ["pk[0, 0]: 1.5", "0 to 1"]),
    ("z: p below 0", npz(pk=np.full((2, 3), -0.5)), ["pk[0, 0]: -0.5", "0 to 1"]),
    ("z: infinite", npz(values=np.array([1, np.inf, 1])), ["values[1]: inf"]),
    ("z: value below 0", npz(values=np.array([1, 1, -1])), ["values[2]: -1.0"]),
    ("z: rounds below 0", npz(rounds=np.array([1, -1])), ["rounds[1]: -1.0", "0 to"]),
    ("z: half a round", npz(rounds=np.array([1, 0.5])), ["rounds[1]: 0.5", "whole"]),
    ("z: endless", npz(rounds=np.array([1, np.inf])), ["rounds[1]: inf", "whole"]),
    ("z: endless cap", npz(max_per_target=np.array(np.inf)), ["max_per_target[0]"]),
    ("z: endless pins", npz(pinned=np.full((1, 2), np.inf)), ["pinned weapon[0]: inf"]),
    ("z: cost", npz(round_cost=np.array([1.0, -1])), ["round_cost[1, 0]: -1.0"]),
    ("z: cost shape", npz(round_cost=np.ones(3)), ["round_cost: the shape (3,)"]),
    ("z: forbidden", npz(forbidden=np.array([[2, 0]])), ["forbidden weapon[0]: 2"]),
    ("z: forbidden shape", npz(forbidden=np.ones((3, 2), bool)), ["forbidden"]),
    ("z: pins", npz(pinned=np.array([[0, 0, 2]])), ["pinned takes 2 rounds of"]),
    ("z: NaN pins", npz(pinned=np.full((1, 3), np.nan)), ["pinned weapon[0]: nan"]),
    ("z: pins shape", npz(pinned=np.ones((1, 4))), ["pinned: the shape (1, 4)", "any"]),
    ("z: cap", npz(max_per_target=np.array(-1)), ["max_per_target[0]: -1.0"]),
    ("z: cap of a pair", npz(max_per_pair=np.array(np.nan)), ["max_per_pair: nan"]),
    ("z: survival", npz(min_survival=np.array(1.1)), ["min_survival[0]: 1.1"]),
    ("z: a claim", claimed("(1, 125000000)"), ["pk: the shape (1, 125000000)"]),
    ("z: 10^9 weapons", claimed("(1000000000, 1)"), ["pk: the shape (1000000000, 1)"]),
    ("z: a claim without size", claimed("(1, 10)", "'|V0'"), ["pk: the type"]),
    ("z: bomb", bomb(), ["2147483648 bytes unpacked", "at most 1073741824"]),
]  # fmt: skip

WRONG_FORMAT = [
    ("sonuc", GOOD[WtaFormat.ANDERSEN]),
    ("andersen", GOOD[WtaFormat.SONUC]),
    ("npz", GOOD[WtaFormat.SONUC]),
    ("sonuc", npz()),
    ("andersen", npz()),
]


@pytest.fixture
def solve(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Give a file to ``zaslin wta solve``, which must leave no other file behind."""

    def run(path: Path | str, *options: str) -> Outcome:
        capsys.readouterr()
        before = sorted(tmp_path.rglob("*"))
        proof = str(tmp_path / "proof.npz")
        code = main(
            ["wta", "solve", str(path), "--certificate", proof, "--json", *options]
        )
        assert sorted(tmp_path.rglob("*")) == before
        return Outcome(code, *capsys.readouterr())

    return run


@pytest.mark.parametrize(
    ("data", "parts"),
    [each[1:] for each in TABLE],
    ids=[title for title, *_ in TABLE],
)
def test_a_bad_file_is_one_line_and_exit_2(
    data: bytes, parts: list[str], solve: Callable[..., Outcome], tmp_path: Path
) -> None:
    """File, place, value and what is accepted; nothing on standard output."""
    path = tmp_path / "bad"
    path.write_bytes(data)

    outcome = solve(path)

    assert_refused(outcome, f"zaslin: {path}: ", "; accepted: ", *parts)
    assert len(outcome.err) < 400 + len(str(path))


@pytest.mark.parametrize(("name", "data"), WRONG_FORMAT)
def test_a_file_of_another_format_than_told_is_refused(
    name: str, data: bytes, solve: Callable[..., Outcome], tmp_path: Path
) -> None:
    """The option wins over what the file looks like."""
    path = tmp_path / "bad"
    path.write_bytes(data)

    assert_refused(solve(path, "--format", name), f"zaslin: {path}: ", "; accepted: ")


def test_what_is_no_file_is_refused(
    solve: Callable[..., Outcome], tmp_path: Path
) -> None:
    """A directory, a missing file, no name, an impossible one."""
    assert_refused(solve(tmp_path), "a directory; accepted: a readable file")
    assert_refused(solve(tmp_path / "none"), "no such file; accepted: a readable file")
    assert_refused(solve(""), "an empty file name")
    assert_refused(solve("a\0b"), "no such file")
    for name in ("sonuc", "andersen", "npz"):
        assert_refused(solve(tmp_path, "--format", name), "a directory")
        assert_refused(solve(tmp_path / "none", "--format", name), "no such file")


def test_a_large_file_is_refused_unread(
    solve: Callable[..., Outcome], tmp_path: Path
) -> None:
    """More than a gigabyte of text, of which not one byte is read."""
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(2**30 + 1)

    assert_refused(
        solve(path), "1073741825 bytes", "at most 1073741824 bytes (1024 MiB)"
    )


def test_the_files_that_the_table_spoils_are_good() -> None:
    """Otherwise each row would be refused for a reason of its own."""
    for file_format, data in GOOD.items():
        assert decode(data, "good").pk.tolist() == [[0.1, 0.2], [0.3, 0.4]], file_format
    assert decode(npz(), "good").rounds.tolist() == [1, 2]


def test_every_row_of_the_table_has_its_own_title() -> None:
    """Two rows of one name would hide one another in a report."""
    titles = [title for title, *_ in TABLE]

    assert len(titles) == len(set(titles))


SHREDS = st.sampled_from(
    [
        b"nan", b"inf", b"-1", b"1e999", b"0.5", b"1", b"2", b"999999999", b" ", b"\n",
        b"\r", b"\0", b"\xff", b"_", b"-", b".", b"e", b"0", b"\xef\xbb\xbf", b"'<f8'",
        b"'|O8'", b"(", b")", b",", b"PK\x01\x02", b"PK\x05\x06", b"\x93NUMPY",
        b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"{", b"}", b"9" * 400,
    ]
)  # fmt: skip
STARTS = {
    "sonuc": stored(SQUARE, WtaFormat.SONUC),
    "andersen": stored(ALIKE, WtaFormat.ANDERSEN),
    "npz": stored(RICH, WtaFormat.NPZ),
    # Not compressed, so that damage reaches the heads of the arrays.
    "plain npz": npz(),
}


def decode_or_reject(data: bytes, file_format: WtaFormat) -> None:
    """Whatever comes in: an instance, or a rejection in one line."""
    try:
        decode(data, "fuzz", file_format)
    except Rejected as error:
        rejected = error
    else:
        return
    line = str(rejected)
    assert line.isprintable()
    assert line.startswith("zaslin: fuzz: ")
    assert "; accepted: " in line
    assert rejected.value
    assert rejected.accepted


@pytest.mark.parametrize("file_format", list(WtaFormat))
@given(data=st.binary(max_size=200))
def test_random_bytes_are_rejected(file_format: WtaFormat, data: bytes) -> None:
    """No reader trips over noise, whatever the noise is said to be."""
    decode_or_reject(data, file_format)
    decode_or_reject(b"2\n" + data, file_format)
    decode_or_reject(b"PK\x03\x04" + data, file_format)


@pytest.mark.parametrize("start", STARTS)
@given(data=st.data())
def test_damaged_files_are_read_or_rejected(start: str, data: st.DataObject) -> None:
    """Cut, doubled, overwritten: at any place, several times."""
    damaged = STARTS[start]
    for _ in range(data.draw(st.integers(1, 4))):
        begin = data.draw(st.integers(0, len(damaged)))
        end = min(len(damaged), begin + data.draw(st.integers(0, 30)))
        shred = data.draw(
            SHREDS
            | st.just(damaged[begin:end] * 2)
            | st.just(b"")
            | st.binary(max_size=4)
        )
        # As long as what it replaces, a shred leaves every offset where it was.
        if data.draw(st.booleans()):
            end = min(len(damaged), begin + len(shred))
        damaged = damaged[:begin] + shred + damaged[end:]

    decode_or_reject(damaged, WtaFormat.AUTO)


@given(text=st.text("0123456789 .-\nen", max_size=60))
def test_nearly_numbers_are_read_or_rejected(text: str) -> None:
    """What looks like a file of numbers most of the time."""
    for file_format in (WtaFormat.AUTO, WtaFormat.SONUC, WtaFormat.ANDERSEN):
        decode_or_reject(text.encode(), file_format)
