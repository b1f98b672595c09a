"""``zaslin journal`` and ``zaslin verify`` on journals: exit codes and both streams."""

import io
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.ledgers import ABOUT, booked, night
from tests.pictures import NOW_S
from tests.unit.cli.running import Run, assert_refused
from zaslin.adapters.journal import file as journal_file
from zaslin.adapters.ledger.database import open_database
from zaslin.adapters.ledger.journal import LedgerJournal
from zaslin.adapters.ledger.shelf import begin_journal

SIZE = 30


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database with a live journal and an empty one of an exercise."""
    address = f"sqlite:///{tmp_path / 'zaslin.db'}"
    with open_database(address, now=lambda: NOW_S) as database:
        journal = LedgerJournal(database, begin_journal(database, "live", ABOUT))
        for entry, with_it in booked(night(SIZE)):
            journal.append(entry, with_it)
        begin_journal(database, "sim", ABOUT)
    return address


def _exported(url: str, tmp_path: Path, run: Run) -> tuple[Path, Path, Path]:
    out, notes = tmp_path / "night.ndjson", tmp_path / "night.checkpoints"
    done = run(
        "journal", "export", "--db", url, "--journal", 1, "--out", out,
        "--checkpoints", notes,
    )  # fmt: skip
    assert (done.code, done.out, done.err) == (0, "", "")
    return out, notes, tmp_path / "zaslin.db.key.pub"


def test_journals_are_listed(url: str, run: Run) -> None:
    """For people and for programs."""
    listed = run("journal", "list", "--db", url)
    assert listed.code == 0
    assert listed.out.splitlines()[0].split()[:4] == [
        "1", "live", "2025-09-06T23:06:40.000Z", "30",
    ]  # fmt: skip
    document = json.loads(run("journal", "list", "--db", url, "--json").out)
    assert [each["kind"] for each in document["journals"]] == ["live", "sim"]
    assert document["journals"][0]["about"]["name"] == "заслін"


def test_an_export_verifies_and_replays(url: str, tmp_path: Path, run: Run) -> None:
    """With the checkpoints and the key that go with it."""
    out, notes, key = _exported(url, tmp_path, run)
    verified = run("verify", out, "--checkpoint", notes, "--key", key, "--fold")
    assert verified.code == 0
    assert verified.out.startswith(f"{out} holds. ADVICE ONLY")
    assert "signed by zaslin" in verified.out
    assert "every entry fits those before it" in verified.out
    assert "not covered" not in verified.out
    document = json.loads(run("verify", out, "--checkpoint", notes, "--json").out)
    assert document["holds"]
    (journal,) = document["journals"]
    assert (journal["entries"], journal["covered"]) == (SIZE, SIZE)
    assert run("replay", out).code == 0


def test_without_a_checkpoint_nothing_vouches(
    url: str, tmp_path: Path, run: Run
) -> None:
    """It is said, as the file alone cannot tell."""
    out, _, _ = _exported(url, tmp_path, run)
    verified = run("verify", out)
    assert verified.code == 0
    assert "but no checkpoint vouches for it" in verified.out
    assert "the last 30 entries are younger than any checkpoint" in verified.out


def test_standard_output_is_the_same_journal(
    url: str,
    capsysbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And it can be verified from a pipe."""
    from zaslin.cli import main

    with open_database(url, now=lambda: NOW_S) as database:
        journal = LedgerJournal(database, 1)
        expected = journal.header + b"".join(journal.lines())
    capsysbinary.readouterr()
    assert main(["journal", "export", "--db", url, "--journal", "1"]) == 0
    assert capsysbinary.readouterr().out == expected
    stdin = io.TextIOWrapper(io.BufferedReader(io.BytesIO(expected)))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert main(["verify", "-"]) == 0
    assert capsysbinary.readouterr().out.startswith(b"standard input holds together")


def test_a_changed_journal_does_not_hold(url: str, tmp_path: Path, run: Run) -> None:
    """Exit 1, and between which entries."""
    out, notes, _ = _exported(url, tmp_path, run)
    data = out.read_bytes()
    out.write_bytes(data.replace(b'"rounds":1', b'"rounds":2', 1))
    verified = run("verify", out, "--checkpoint", notes)
    assert verified.code == 1
    assert "DOES NOT HOLD" in verified.out
    assert "checkpoint of 30 entries has another root" in verified.out
    assert not json.loads(run("verify", out, "--checkpoint", notes, "--json").out)[
        "holds"
    ]
    out.write_bytes(b"".join(data.splitlines(keepends=True)[:-1]))
    assert "the end was cut off" in run("verify", out, "--checkpoint", notes).out


def test_a_database_is_verified_by_path_or_address(
    url: str, tmp_path: Path, run: Run
) -> None:
    """All its journals; and what was changed in it is named."""
    path = tmp_path / "zaslin.db"
    for address in (path, url):
        verified = run("verify", address, "--fold")
        assert verified.code == 0, verified
        assert "journal 1 holds" in verified.out
        assert "journal 2 holds" in verified.out
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER entry_no_update")
        connection.execute("UPDATE entry SET at_s = 0 WHERE number = 3")
        connection.commit()
    verified = run("verify", path)
    assert verified.code == 1
    assert "fault       entry 3 is not what its columns say" in verified.out


def test_what_cannot_be_verified_is_refused(url: str, tmp_path: Path, run: Run) -> None:
    """In one line, with what is accepted."""
    out, notes, key = _exported(url, tmp_path, run)
    none = tmp_path / "none"
    assert_refused(run("verify", out, "--checkpoint", none), "no such file")
    assert_refused(run("verify", out, "--checkpoint", key), f"{key}: line ")
    assert_refused(run("verify", out, "--key", notes), "no public key; accepted")
    assert_refused(run("verify", none, "--fold"), "is no journal; accepted")
    assert_refused(run("verify", f"sqlite:///{none}"), "no such file; accepted: ")
    assert_refused(run("verify", "mysql://a:secret@b/c"), "of kind 'mysql'")
    picture = tmp_path / "picture.json"
    picture.write_text('{"schema": "zaslin/picture/1"}')
    assert_refused(run("verify", picture), "accepted: ")


def test_a_backup_is_restored_elsewhere(url: str, tmp_path: Path, run: Run) -> None:
    """With a word about what it holds, on standard error."""
    file, there = tmp_path / "backup.db", tmp_path / "there.db"
    made = run("journal", "backup", file, "--db", url)
    assert made.code == 0
    assert made.err.endswith("2 journals, 30 entries, every chain is whole\n")
    restored = run("journal", "restore", file, "--db", there)
    assert restored.code == 0, restored
    assert (
        run("journal", "list", "--db", there).out
        == run("journal", "list", "--db", url).out
    )
    _, notes, key = _exported(url, tmp_path, run)
    assert run("verify", there, "--checkpoint", notes, "--fold").code == 0
    assert key.is_file()


def test_unusable_arguments_are_refused(url: str, tmp_path: Path, run: Run) -> None:
    """Before anything is written."""
    file = tmp_path / "backup.db"
    none = f"sqlite:///{tmp_path / 'none.db'}"
    assert_refused(run("journal", "list", "--db", none), "no such file; accepted: ")
    assert_refused(run("journal", "list", "--db", "ftp://x"), "of kind 'ftp'")
    assert_refused(
        run("journal", "export", "--db", url, "--journal", 9),
        "journal is 9; accepted: 1, 2",
    )
    run("journal", "backup", file, "--db", url)
    assert_refused(run("journal", "backup", file, "--db", url), "accepted: a new file")
    assert_refused(run("journal", "restore", file, "--db", url), "holds rows of")
    nowhere = tmp_path / "no" / "backup.db"
    assert_refused(run("journal", "backup", nowhere, "--db", url), "no such folder")


def test_an_old_backup_needs_a_word(url: str, tmp_path: Path, run: Run) -> None:
    """Where more is known to have been."""
    file = tmp_path / "backup.db"
    run("journal", "backup", file, "--db", url)
    with open_database(url, now=lambda: NOW_S) as database:
        LedgerJournal(database, 1).append(list(night(SIZE + 1))[-1])
    (tmp_path / "zaslin.db").unlink()
    refused = run("journal", "restore", file, "--db", url)
    assert_refused(refused, "of which 31 had been seen", "--accept-older")
    assert run("journal", "restore", file, "--db", url, "--accept-older").code == 0


def test_a_server_that_does_not_answer_is_a_failure(tmp_path: Path, run: Run) -> None:
    """Exit 1: the arguments were fine."""
    outcome = run("journal", "list", "--db", f"postgresql://me@/none?host={tmp_path}")
    assert outcome.code == 1
    assert outcome.err.startswith("zaslin: the ledger does not answer: ")


def test_tables_are_made_beforehand(tmp_path: Path, run: Run) -> None:
    """By whoever may, where the service may not."""
    url = f"sqlite:///{tmp_path / 'new.db'}"
    assert run("journal", "migrate", "--db", url).code == 0
    listed = run("journal", "list", "--db", url)
    assert listed.out == "There is no journal in the database.\n"


@pytest.mark.deep
def test_a_large_journal_takes_no_more_memory_than_a_small_one(tmp_path: Path) -> None:
    """A hundred megabytes, verified in a process of its own."""
    small, large = tmp_path / "small.ndjson", tmp_path / "large.ndjson"
    with small.open("wb") as file:
        journal_file.write(night(3), file, ABOUT)
    header, *lines = small.read_bytes().splitlines(keepends=True)
    filler = b" " * 20_000
    with large.open("wb") as file:
        file.write(header + lines[0])
        for number in range(1, 5_000):
            line = lines[2].replace(b'"number":2', b'"number":%d' % number, 1)
            file.write(line.removesuffix(b"\n") + filler + b"\n")
    assert large.stat().st_size > 10**8
    assert _peak_kb(large) < _peak_kb(small) + 30_000


def _peak_kb(path: Path) -> int:
    """Most memory that verifying a file took."""
    command = [sys.executable, "-m", "zaslin", "verify", str(path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_maxrss
