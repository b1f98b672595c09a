"""What holds for every command: help, versions, refusals, streams, exit codes."""

import os
import subprocess
import sys
from importlib.metadata import version

import pytest

from tests.unit.cli.running import Run, assert_refused

COMMANDS = (
    ("plan",),
    ("score",),
    ("raid",),
    ("schema",),
    ("verify",),
    ("warm",),
    ("config", "check"),
    ("journal", "list"),
    ("journal", "export"),
    ("journal", "backup"),
    ("journal", "restore"),
    ("bench", "live"),
    ("wta", "solve"),
    ("wta", "verify"),
    ("wta", "generate"),
    ("wta", "bench"),
)
HEAVY = ("matplotlib", "msgspec", "numba", "numpy", "ortools")

each_command = pytest.mark.parametrize("command", COMMANDS, ids=" ".join)


def zaslin(*arguments: str, **given: object) -> subprocess.CompletedProcess[bytes]:
    """The command line as a process of its own."""
    command = [sys.executable, "-m", "zaslin", *arguments]
    return subprocess.run(command, check=False, capture_output=True, **given)  # type: ignore[call-overload,no-any-return]


def test_the_version_is_that_of_the_package(run: Run) -> None:
    """One line, to standard output."""
    outcome = run("--version")

    assert outcome == (0, f"zaslin {version('zaslin')}\n", "")


@each_command
def test_every_command_explains_itself_with_an_example(
    command: tuple[str, ...], run: Run
) -> None:
    """Help goes to standard output, in plain text, and shows a command to copy."""
    outcome = run(*command, "--help")

    assert outcome.code == 0
    assert outcome.err == ""
    assert "\x1b" not in outcome.out
    assert f"    zaslin {' '.join(command)}" in outcome.out


@pytest.mark.parametrize("arguments", [(), ("config",), ("bench",), ("wta",)], ids=str)
def test_a_group_without_a_command_shows_its_help(
    arguments: tuple[str, ...], run: Run
) -> None:
    """Who types only the name wants to know what there is."""
    outcome = run(*arguments)

    assert outcome.code == 0
    assert "Commands:" in outcome.out


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (("nonsense",), ["'nonsense'", "zaslin --help"]),
        (("--nonsense",), ["--nonsense"]),
        (("plan",), ["PICTURE", "zaslin plan --help"]),
        (("plan", "a", "b"), ["(b)"]),
        (("plan", "a", "--nonsense"), ["--nonsense"]),
        (("plan", "a", "--seed", "-1"), ["--seed", "'-1'", "0 to"]),
        (("plan", "a", "--limit", "x"), ["--limit", "'x'", "a whole number"]),
        (("plan", "a", "--deadline", "nan"), ["--deadline", "'nan'", "seconds"]),
        (("plan", "a", "--deadline", "-1"), ["--deadline", "'-1'", "seconds"]),
        (("schema",), ["picture"]),
        (("schema", "nonsense"), ["'nonsense'", "picture"]),
        (("config", "nonsense"), ["'nonsense'", "zaslin config --help"]),
    ],
    ids=str,
)
def test_a_usage_error_is_one_line(
    arguments: tuple[str, ...], parts: list[str], run: Run
) -> None:
    """What was wrong, the value, what is accepted; exit 2, no half answer."""
    assert_refused(run(*arguments), *parts)


def test_help_needs_no_heavy_module() -> None:
    """Start-up stays quick because nothing is imported that help does not need."""
    code = (
        "import sys; from zaslin.cli import main; main(['--help']); "
        f"loaded = [m for m in {HEAVY!r} if m in sys.modules]; sys.exit(str(loaded))"
    )

    process = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True
    )

    assert process.stderr.strip() == b"[]"


def test_the_module_runs_as_the_command_does() -> None:
    """The exit code reaches the shell, the line standard error alone."""
    process = zaslin("plan", "no/such/file.json")

    assert process.returncode == 2
    assert process.stdout == b""
    assert process.stderr.startswith(b"zaslin: no/such/file.json: no such file")


def test_a_reader_that_went_away_is_nothing_to_talk_about() -> None:
    """A broken pipe ends the command quietly, without a stack of calls."""
    read_end, write_end = os.pipe()
    os.close(read_end)

    process = subprocess.run(
        [sys.executable, "-m", "zaslin", "schema", "plan"],
        check=False,
        stdout=write_end,
        stderr=subprocess.PIPE,
    )
    os.close(write_end)

    assert process.returncode == 1
    assert process.stderr == b""


def test_a_full_disk_is_a_failure_in_one_line() -> None:
    """Exit 1: the arguments were fine."""
    with open("/dev/full", "wb") as full:  # noqa: PTH123  (a device, not a path)
        process = subprocess.run(
            [sys.executable, "-m", "zaslin", "schema", "plan"],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
        )

    assert process.returncode == 1
    assert process.stderr.startswith(b"zaslin: standard output: ")
    assert process.stderr.count(b"\n") == 1


def test_closed_streams_are_no_reason_to_crash(small: str) -> None:
    """As some job schedulers start their jobs."""
    command = f"{sys.executable} -m zaslin"

    closed = subprocess.run(
        ["/bin/sh", "-c", f"{command} plan {small} >&-"],
        check=False,
        capture_output=True,
    )
    silent = subprocess.run(
        ["/bin/sh", "-c", f"{command} plan - <&- 2>&-"], check=False
    )

    assert (closed.returncode, closed.stderr.count(b"\n")) == (1, 1)
    assert silent.returncode == 2
