"""``zaslin serve``: what it refuses before it opens anything."""

from pathlib import Path

import pytest

from tests.unit.cli.running import Run, assert_refused
from zaslin.cli.outcome import Unusable
from zaslin.cli.serve import read_service_settings


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No database in the checkout, whatever goes wrong."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["--db", "mysql://h/n"], ["--db is 'mysql://h/n'", "sqlite:///FILE"]),
        (["--host", "a b"], ["--host is 'a b'"]),
        (["--port", "70000"], ["'70000'", "0 to 65535"]),
        (["--port", "x"], ["'x'", "0 to 65535"]),
        (["--speed", "0"], ["'0'", "0.1 to 60"]),
        (["--seed", "-1"], ["'-1'"]),
        (["--stop-after", "-1"], ["'-1'"]),
        (["--scenario", "nowhere"], ["exercise.scenario", "'nowhere'", "tiny"]),
        (["--scenario", "gone.toml"], ["gone.toml", "no such file"]),
        (["--config", "gone.toml"], ["gone.toml", "no such file"]),
        (["--host", "0.0.0.0", "--demo"], ["--demo", "'0.0.0.0'", "127.0.0.1"]),
        (["everything"], ["everything"]),
    ],
)
def test_an_unusable_argument_is_refused_in_one_line(
    run: Run, tmp_path: Path, arguments: list[str], parts: list[str]
) -> None:
    """Exit 2, and no file was made."""
    assert_refused(run("serve", *arguments), *parts)
    assert list(tmp_path.iterdir()) == []


def test_the_environment_is_refused_by_the_name_of_its_variable(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A typing error in a unit file stops the start."""
    monkeypatch.setenv("ZASLIN_SEVER_PORT", "1")
    assert_refused(run("serve"), "ZASLIN_SEVER_PORT is no setting")


def test_a_file_is_found_by_option_or_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The option wins; what it states is seen with the place it came from."""
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    one.write_text("[server]\nport = 1\n")
    other.write_text("[server]\nport = 2\n")
    monkeypatch.setenv("ZASLIN_CONFIG", str(one))
    assert read_service_settings(None).server.port == 1
    assert read_service_settings(other).server.port == 2
    assert read_service_settings(other, {"--port": 3}).server.port == 3


def test_what_settings_name_must_exist(tmp_path: Path) -> None:
    """Parameters, the opening picture, interceptor types."""
    for text, part in (
        ("[desk]\nparams = 'slow'", "desk.params: params 'slow' is not shipped"),
        ("[desk]\npicture = 'gone.json'", "desk.picture: "),
        ("[two_person]\ntypes = ['arrow']", "two_person.types[0] is 'arrow'"),
    ):
        path = tmp_path / "service.toml"
        path.write_text(text)
        with pytest.raises(Unusable, match=r"accepted: ") as caught:
            read_service_settings(path)
        assert part in str(caught.value)


def test_config_check_checks_settings_of_the_service(run: Run, tmp_path: Path) -> None:
    """By its keys, and together with what it names."""
    path = tmp_path / "mine.toml"
    path.write_text("[server]\nport = 9000\n[log]\nlevel = 'debug'\n")
    outcome = run("config", "check", path)
    assert (outcome.code, outcome.out.split()[:2]) == (0, ["ok", "service"])
    path.write_text("[server]\nport = 90000\n")
    assert_refused(run("config", "check", path), path.name, "server.port is 90000")
    path.write_text("[exercise]\nscenario = 'gone'\n")
    assert_refused(run("config", "check", path), "exercise.scenario", "'gone'")
