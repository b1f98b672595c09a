"""A folder of results keeps every whole row, for one study and one writer."""

import os
import stat
from pathlib import Path

import msgspec
import pytest

from zaslin.adapters.study_folder import StudyFolder, study_folder
from zaslin.wire.form import run as wire
from zaslin.wire.rejected import Rejected

STUDY = wire.Study(
    schema="zaslin/study/1",
    zaslin="0.1.0+test",
    seed=1,
    runs=3,
    bounds=True,
    scenarios=(wire.StudiedScenario(name="calm", digest="0" * 64),),
    policies=("ours",),
)

NEWER = msgspec.json.encode(STUDY).decode().replace("study/1", "study/2")


def bounds_row(seed: int) -> wire.BoundsRow:
    """The bounds of one raid."""
    bounds = wire.Bounds(
        full_information_meur=0.1 + seed, forecast_meur=None, chance_meur=None
    )
    return wire.BoundsRow(scenario="calm", seed=seed, bounds=bounds)


ROWS = [bounds_row(seed) for seed in range(3)]


def test_rows_come_back_as_they_were(tmp_path: Path) -> None:
    """In their order, every bit of every number."""
    with study_folder(tmp_path / "new" / "study", STUDY) as folder:
        assert folder.rows(wire.BoundsRow) == []
        folder.append([ROWS[:2], []])
        folder.append([ROWS[2:]])

        assert folder.rows(wire.BoundsRow) == ROWS


def test_a_folder_is_opened_again_by_the_same_study(tmp_path: Path) -> None:
    """And keeps what it has."""
    with study_folder(tmp_path, STUDY) as folder:
        folder.append([ROWS])
    with study_folder(tmp_path, STUDY) as folder:
        assert folder.rows(wire.BoundsRow) == ROWS


@pytest.mark.parametrize("junk", [b'{"scen', b"\x00" * 40, b"\xff\xfe", b"}"])
def test_a_last_row_without_an_end_is_taken_away(junk: bytes, tmp_path: Path) -> None:
    """Whatever a loss of power has left of it; the rows before it stay."""
    path = tmp_path / "bounds.ndjson"
    with study_folder(tmp_path, STUDY) as folder:
        folder.append([ROWS[:2]])
    whole = path.read_bytes()
    path.write_bytes(whole + junk)

    with study_folder(tmp_path, STUDY) as folder:
        assert folder.rows(wire.BoundsRow) == ROWS[:2]
        assert path.read_bytes() == whole
        folder.append([ROWS[2:]])
        assert folder.rows(wire.BoundsRow) == ROWS


def test_every_cut_leaves_the_whole_rows(tmp_path: Path) -> None:
    """After each byte of the file."""
    path = tmp_path / "bounds.ndjson"
    with study_folder(tmp_path, STUDY) as folder:
        folder.append([ROWS])
        data = path.read_bytes()
        for cut in range(len(data) + 1):
            path.write_bytes(data[:cut])
            folder.mend()

            assert folder.rows(wire.BoundsRow) == ROWS[: data[:cut].count(b"\n")]


def test_a_disk_that_refuses_is_heard_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that is not on the disk is not kept."""
    refusal = OSError(28, "No space left on device")

    def refuse(_: int) -> None:
        raise refusal

    with study_folder(tmp_path, STUDY) as folder:
        monkeypatch.setattr(os, "fsync", refuse)
        with pytest.raises(OSError, match="No space left"):
            folder.append([ROWS])


def test_two_campaigns_do_not_write_into_one_folder(tmp_path: Path) -> None:
    """The second is refused while the first is at it, and not afterwards."""
    with (
        study_folder(tmp_path, STUDY),
        pytest.raises(Rejected, match="another campaign is writing into it"),
        study_folder(tmp_path, STUDY),
    ):
        pass

    with study_folder(tmp_path, STUDY) as folder:
        assert isinstance(folder, StudyFolder)


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    """It is somebody's."""
    (tmp_path / "letter.txt").write_text("Dear", encoding="utf-8")

    with (
        pytest.raises(Rejected, match=r"holds files but no study\.json"),
        study_folder(tmp_path, STUDY),
    ):
        pass

    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """Nor is what lies below one."""
    path = tmp_path / "file"
    path.write_bytes(b"")

    for place in (path, path / "below"):
        with (
            pytest.raises(Rejected, match="accepted: a new or empty folder"),
            study_folder(place, STUDY),
        ):
            pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """Before anything is flown."""
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)

    with (
        pytest.raises(Rejected, match="no permission to write in it"),
        study_folder(tmp_path, STUDY),
    ):
        pass


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", r"study\.json"),
        ("{}", r"study\.json: \$\.schema: missing"),
        (NEWER, r"\$\.schema: \"zaslin/study/2\"; accepted: \"zaslin/study/1\""),
    ],
)
def test_a_study_json_of_something_else_is_refused(
    text: str, words: str, tmp_path: Path
) -> None:
    """It says what the folder is about, or nothing does."""
    (tmp_path / "study.json").write_text(text, encoding="utf-8")

    with pytest.raises(Rejected, match=words), study_folder(tmp_path, STUDY):
        pass


def test_rows_are_put_in_another_order(tmp_path: Path) -> None:
    """Whole, or as they were."""
    with study_folder(tmp_path, STUDY) as folder:
        folder.append([ROWS])
        folder.replace([ROWS[::-1], []])

        assert folder.rows(wire.BoundsRow) == ROWS[::-1]
    assert {path.name for path in tmp_path.iterdir()} == {"study.json", "bounds.ndjson"}
