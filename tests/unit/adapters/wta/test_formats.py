"""What is written reads back; what others publish is read as they mean it."""

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.architecture.source import ROOT
from tests.unit.adapters.wta.instances import (
    ALIKE,
    RICH,
    SQUARE,
    assert_same,
    stored,
)
from zaslin.adapters.wta import andersen, sonuc
from zaslin.adapters.wta.detect import WtaFormat
from zaslin.adapters.wta.read import decode, read
from zaslin.adapters.wta.write import unfit, write
from zaslin.assignment.wta.instance import WtaInstance, wta_instance

SHARED = ROOT.parent / "shared" / "data" / "wta"
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"the published instances are not at {SHARED}"
)

FITS = [
    (SQUARE, WtaFormat.SONUC),
    (SQUARE, WtaFormat.ANDERSEN),
    (ALIKE, WtaFormat.ANDERSEN),
    (SQUARE, WtaFormat.NPZ),
    (ALIKE, WtaFormat.NPZ),
    (RICH, WtaFormat.NPZ),
]


@pytest.mark.parametrize(("instance", "file_format"), FITS)
@pytest.mark.parametrize("told", [True, False], ids=["told", "detected"])
def test_an_instance_reads_back_to_the_last_bit(
    instance: WtaInstance, file_format: WtaFormat, told: bool, tmp_path: Path
) -> None:
    """From a file and from standard input, whether or not the format is named."""
    path = tmp_path / "instance"
    path.write_bytes(stored(instance, file_format))
    named = file_format if told else WtaFormat.AUTO

    assert_same(read(str(path), None, named), instance)
    with path.open("rb") as standard_input:
        assert_same(read("-", standard_input, named), instance)


@given(data=st.data(), n=st.integers(0, 4), m=st.integers(0, 4))
def test_any_probabilities_and_values_survive_text(
    data: st.DataObject, n: int, m: int
) -> None:
    """Floats are written so that they read back the same; zeros may be left out."""
    values = data.draw(st.lists(st.floats(0, 1e100), min_size=m, max_size=m))
    p = st.lists(st.floats(0.0, 1.0), min_size=m, max_size=m)
    pk = np.array(data.draw(st.lists(p, min_size=n, max_size=n))).reshape(n, m)
    instance = wta_instance(values, pk, [data.draw(st.integers(0, 9))] * n)

    read_back = andersen.decode(stored(instance, WtaFormat.ANDERSEN), "x")

    assert_same(read_back, instance)


@given(data=st.data(), n=st.integers(0, 4))
def test_any_square_instance_survives_the_dense_text(
    data: st.DataObject, n: int
) -> None:
    """Also the empty one."""
    values = data.draw(st.lists(st.floats(0, 1e100), min_size=n, max_size=n))
    pk = data.draw(st.lists(st.floats(0, 1), min_size=n * n, max_size=n * n))
    instance = wta_instance(values, np.array(pk).reshape(n, n), np.ones(n))

    assert_same(sonuc.decode(stored(instance, WtaFormat.SONUC), "x"), instance)


def test_equal_instances_give_equal_bytes() -> None:
    """In every format; no time of writing gets in."""
    for instance, file_format in FITS:
        assert stored(instance, file_format) == stored(instance, file_format)


@pytest.mark.parametrize(
    ("instance", "file_format", "part"),
    [
        (ALIKE, WtaFormat.SONUC, "2 weapons, 3 targets; accepted: as many of each"),
        (wta_instance([1], [[0.5]], [2]), WtaFormat.SONUC, "accepted: one round each"),
        (wta_instance([1], [[0.5]] * 2, [1, 4]), WtaFormat.ANDERSEN, "1 to 4;"),
        (
            wta_instance([1], [[0.5]], [1], round_cost=1),
            WtaFormat.SONUC,
            "round costs; accepted: values, probabilities, rounds",
        ),
        (
            wta_instance(
                [1, 1],
                [[0.5, 0.5]],
                [3],
                forbidden=[(0, 0)],
                pinned=[(0, 1)],
                max_per_target=1,
                max_per_pair=1,
                min_survival=0.1,
            ),
            WtaFormat.ANDERSEN,
            (
                "forbidden pairs, pinned pairs, a cap on the rounds at a target, "
                "a cap on the rounds of a pair, a required survival;"
            ),
        ),
    ],
)
def test_a_format_that_would_lose_something_is_refused(
    instance: WtaInstance, file_format: WtaFormat, part: str
) -> None:
    """Nothing is written, and the reason is named."""
    file = io.BytesIO()

    with pytest.raises(ValueError, match="cannot hold"):
        write(file, instance, file_format)

    assert part in unfit(instance, file_format)
    assert file.getvalue() == b""


def test_a_row_is_a_weapon_and_a_column_a_target() -> None:
    """In the dense format, where nothing else says so."""
    instance = sonuc.decode(b"2\n10\n20\n.1\n.2\n.3\n.4\n", "x")

    assert instance.values.tolist() == [10.0, 20.0]
    assert instance.pk.tolist() == [[0.1, 0.2], [0.3, 0.4]]
    assert instance.rounds.tolist() == [1, 1]


def test_a_pair_without_a_line_is_out_of_reach() -> None:
    """And the lines may come in any order, with blank ones between."""
    instance = andersen.decode(b"2 3 4\n1 2 3\n\n1 2 0.5\n\n  0 0 1\r\n", "x")

    assert instance.pk.tolist() == [[1.0, 0.0, 0.0], [0.0, 0.0, 0.5]]
    assert instance.rounds.tolist() == [4, 4]


def test_a_mark_in_front_and_no_break_at_the_end_are_fine() -> None:
    """As some programs write text."""
    assert decode(b"\xef\xbb\xbf1 1 1\n5\n0 0 .5", "x").pk.tolist() == [[0.5]]


@needs_shared
@pytest.mark.parametrize("n", [5, 200])
def test_the_published_dense_files_are_read(n: int) -> None:
    """WTA1 and WTA12 of Sonuç, Şen and Bayir."""
    instance = read(str(SHARED / "sonuc" / {5: "WTA1", 200: "WTA12"}[n]))

    assert instance.pk.shape == (n, n)
    assert 0.6 <= instance.pk.min() <= instance.pk.max() <= 0.9
    assert 25 <= instance.values.min() <= instance.values.max() <= 100


@needs_shared
@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_the_published_sparse_files_are_read(rounds: int) -> None:
    """Of Andersen, Pavlikov and Toffolo; one of them ends without a line break."""
    instance = read(str(SHARED / "andersen" / f"wta_100x200x{rounds}.txt"))

    assert instance.pk.shape == (100, 200)
    assert set(instance.rounds.tolist()) == {rounds}
    assert (instance.pk > 0.0).mean() > 0.99
