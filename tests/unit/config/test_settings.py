"""Settings of the service: where they come from, and what is refused."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path

import pytest

from zaslin.config import ConfigError, config_folder
from zaslin.config.address import masked
from zaslin.config.settings import Settings, grant_of
from zaslin.config.sources import Stated, read_settings
from zaslin.domain.role import Grant, Role, Scope


def written(tmp_path: Path, text: str) -> Path:
    """A file of settings with a text."""
    path = tmp_path / "service.toml"
    path.write_text(text)
    return path


def refusal(
    path: Path | None = None, environment: Mapping[str, str] | None = None
) -> str:
    """The one line by which settings are refused."""
    with pytest.raises(ConfigError) as caught:
        read_settings(path, environment)
    text = str(caught.value)
    assert "\n" not in text
    assert "accepted: " in text
    return text


def test_without_any_source_everything_has_its_default() -> None:
    """A laptop needs no file."""
    assert read_settings() == Settings()
    assert Settings().server.on_loopback
    assert not Settings().database.is_shared


def test_the_shipped_file_states_every_default() -> None:
    """The documented file is the defaults, and holds every key there is."""
    path = config_folder() / "service.toml"
    assert read_settings(path) == Settings()
    stated = tomllib.loads(path.read_text())
    for section in fields(Settings):
        table = getattr(Settings(), section.name)
        assert is_dataclass(table)
        assert set(stated[section.name]) == {each.name for each in fields(table)}


def test_the_environment_wins_over_the_file_and_an_option_over_both(
    tmp_path: Path,
) -> None:
    """Command line, environment, file, default: the first that states it wins."""
    path = written(tmp_path, "[server]\nport = 1\nhost = '::1'\nstop_s = 2\n")
    environment = {"ZASLIN_SERVER_PORT": "2", "ZASLIN_SERVER_HOST": "localhost"}
    options = {("server", "port"): Stated(value=3, place="--port")}
    server = read_settings(path, environment, options).server
    assert (server.port, server.host, server.stop_s) == (3, "localhost", 2.0)
    assert server.receive_s == Settings().server.receive_s


def test_every_kind_of_value_can_come_from_the_environment() -> None:
    """Numbers, truths, texts, lists and pairs."""
    settings = read_settings(
        environment={
            "PATH": "/bin",
            "ZASLIN_CONFIG": "elsewhere.toml",
            "ZASLIN_SERVER_TLS": "true",
            "ZASLIN_SERVER_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8",
            "ZASLIN_DESK_CYCLE_S": "0.5",
            "ZASLIN_TWO_PERSON_TYPES": "long_range_missile",
            "ZASLIN_OIDC_ISSUER": "https://id.example",
            "ZASLIN_OIDC_CLIENT_ID": "zaslin",
            "ZASLIN_OIDC_CLIENT_SECRET": "s, with = and ,",
            "ZASLIN_OIDC_REDIRECT_URL": "https://zaslin.example/x",
            "ZASLIN_OIDC_ROLES": "night=viewer:sim+planner, chief=supervisor",
        }
    )
    assert settings.server.tls
    assert settings.server.trusted_proxies == ("127.0.0.1", "10.0.0.0/8")
    assert settings.desk.cycle_s == 0.5
    assert settings.two_person.types == ("long_range_missile",)
    assert settings.oidc.client_secret == "s, with = and ,"
    assert settings.oidc.roles == {
        "night": ("viewer:sim", "planner"),
        "chief": ("supervisor",),
    }
    assert grant_of("viewer:sim") == Grant(role=Role.VIEWER, scope=Scope.SIM)
    assert grant_of("planner") == Grant(role=Role.PLANNER, scope=Scope.ALL)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[server]\nport = 70000", "server.port is 70000; accepted: "),
        ("[server]\nport = 'x'", "server.port is 'x'; accepted: a whole number"),
        ("[server]\nport = true", "server.port is True; accepted: a whole number"),
        ("[server]\nprot = 1", "server.prot is no setting; accepted: host, port"),
        ("[sever]\nport = 1", "[sever] is no table of settings; accepted: server"),
        ("port = 1", "[port] is no table of settings"),
        ("server = 1", "server is 1; accepted: a table, [server]"),
        ("[server]\nhost = 'a b'", "server.host is 'a b'"),
        ("[server]\nreceive_s = nan", "server.receive_s is nan"),
        ("[server]\norigins = ['x']", "server.origins[0] is 'x'"),
        ("[server]\norigins = ['https://a/b']", "server.origins[0] is 'https://a/b'"),
        ("[server]\ntrusted_proxies = ['?']", "server.trusted_proxies[0] is '?'"),
        ("[database]\nurl = 'mysql://a/b'", "database.url is 'mysql://a/b'"),
        ("[database]\nurl = 'zaslin.db'", "database.url is 'zaslin.db'"),
        ("[database]\nurl = 'sqlite://'", "database.url is 'sqlite://'"),
        ("[database]\nurl = 'postgresql://h'", "names no database"),
        ("[database]\npassword = 'x'", "database.password is set for an SQLite file"),
        ("[database]\nlease_s = 0.1", "database.lease_s is 0.1"),
        ("[desk]\nshortest_s = 2", "desk.shortest_s is 2.0"),
        ("[planning]\nworkers = 0", "planning.workers is 0"),
        ("[people]\nadmin_password = 'short'", "admin_password has 5 characters"),
        ("[oidc]\nissuer = 'http://far'", "oidc.issuer is 'http://far'"),
        ("[oidc]\nissuer = 'https://a'", "oidc.client_id is empty"),
        ("[oidc.roles]\na = 'viewer'", "oidc.roles.a is 'viewer'; accepted: a list"),
        ("[exercise]\nspeed = 0", "exercise.speed is 0.0"),
        ("[journal]\nsnapshot_entries = 1", "journal.snapshot_entries is 1"),
        ("[log]\nlevel = 'loud'", "log.level is 'loud'; accepted: debug"),
        ("[server]\naddress = 'http://a:1'", "server.address is 'http://a:1' on an SQ"),
        ("[server", "accepted: valid TOML"),
    ],
)
def test_what_a_file_cannot_say_is_refused_in_one_line(
    tmp_path: Path, text: str, says: str
) -> None:
    """File, key, value and what is accepted."""
    path = written(tmp_path, text)
    line = refusal(path)
    assert line.startswith(f"{path}: ")
    assert says in line


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("ZASLIN_SERVER_PORT", "x", "ZASLIN_SERVER_PORT is 'x'; accepted: a whole"),
        ("ZASLIN_SERVER_PORT", "-1", "ZASLIN_SERVER_PORT is -1; accepted: "),
        ("ZASLIN_SERVER_STOP_S", "inf", "ZASLIN_SERVER_STOP_S is 'inf'"),
        ("ZASLIN_SERVER_TLS", "yes", "ZASLIN_SERVER_TLS is 'yes'; accepted: true or"),
        ("ZASLIN_SERVER_PROT", "1", "ZASLIN_SERVER_PROT is no setting of [server]"),
        ("ZASLIN_SEVER_PORT", "1", "ZASLIN_SEVER_PORT is no setting; accepted: ZASL"),
        ("ZASLIN_OIDC_ROLES", "a", "ZASLIN_OIDC_ROLES is 'a'; accepted: pairs"),
        ("ZASLIN_SERVER_ORIGINS", "a,b", "ZASLIN_SERVER_ORIGINS[0] is 'a'"),
        ("ZASLIN_LOG_LEVEL", "", "ZASLIN_LOG_LEVEL is ''"),
    ],
)
def test_what_the_environment_cannot_say_is_refused_by_its_name(
    name: str, value: str, says: str
) -> None:
    """The variable, its value and what is accepted."""
    assert refusal(environment={name: value}).startswith(says)


def test_a_group_gets_roles_that_there_are() -> None:
    """Not that of a feed, and on desks that there are."""
    environment = {
        "ZASLIN_OIDC_ISSUER": "https://id.example",
        "ZASLIN_OIDC_CLIENT_ID": "zaslin",
        "ZASLIN_OIDC_CLIENT_SECRET": "secret",
        "ZASLIN_OIDC_REDIRECT_URL": "https://zaslin.example/x",
    }
    assert "roles is empty" in refusal(environment=environment)
    for roles in ("boss", "feed", "viewer:everywhere", "viewer:", "viewer+boss"):
        environment["ZASLIN_OIDC_ROLES"] = f"night={roles}"
        line = refusal(environment=environment)
        assert line.startswith("ZASLIN_OIDC_ROLES.night["), line


def test_secrets_come_from_files(tmp_path: Path) -> None:
    """From the file's folder, or from where the environment says."""
    (tmp_path / "password").write_text("much secret\n")
    path = written(
        tmp_path,
        '[database]\nurl = "postgresql://z@h/z"\npassword_file = "password"\n',
    )
    assert read_settings(path).database.password == "much secret"
    environment = {
        "ZASLIN_DATABASE_URL": "postgresql://z@h/z",
        "ZASLIN_DATABASE_PASSWORD_FILE": str(tmp_path / "password"),
    }
    assert read_settings(None, environment).database.password == "much secret"


def test_a_secret_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """A file that is not there, an empty one, both at once, and no secret at all."""
    nowhere = {"ZASLIN_PEOPLE_ADMIN_PASSWORD_FILE": str(tmp_path / "nowhere")}
    line = refusal(environment=nowhere)
    assert line.startswith("ZASLIN_PEOPLE_ADMIN_PASSWORD_FILE: ")
    assert "no such file" in line
    (tmp_path / "empty").write_text("\n")
    empty = {"ZASLIN_PEOPLE_ADMIN_PASSWORD_FILE": str(tmp_path / "empty")}
    assert "holds 0 characters" in refusal(environment=empty)
    (tmp_path / "full").write_text("x" * 20)
    both = {
        "ZASLIN_PEOPLE_ADMIN_PASSWORD": "y" * 20,
        "ZASLIN_PEOPLE_ADMIN_PASSWORD_FILE": str(tmp_path / "full"),
    }
    assert "are both set" in refusal(environment=both)
    path = written(tmp_path, '[server]\nhost_file = "full"\n')
    assert "server.host_file is no setting" in refusal(path)


def test_no_secret_is_shown() -> None:
    """Neither in settings that are printed nor in a refusal."""
    secret = "do-not-show-me"
    settings = read_settings(environment={"ZASLIN_PEOPLE_ADMIN_PASSWORD": secret})
    assert secret not in repr(settings)
    assert asdict(settings)["people"]["admin_password"] == secret
    url = f"postgresql://z:{secret}@h"
    assert secret not in refusal(environment={"ZASLIN_DATABASE_URL": url})
    assert masked(f"{url}/z") == "postgresql://z:…@h/z"
    assert masked("sqlite:///a") == "sqlite:///a"


def test_paths_in_a_file_are_seen_from_its_folder(tmp_path: Path) -> None:
    """Names stay names, and what the environment says is seen from here."""
    path = written(
        tmp_path,
        "[desk]\npicture = 'picture.json'\nparams = 'fast'\n"
        "[exercise]\nscenario = 'my.toml'\n"
        "[journal]\nsigning_key = 'key'\nwitness = '/var/lib/zaslin/witness'\n",
    )
    settings = read_settings(path)
    assert settings.desk.picture == str(tmp_path / "picture.json")
    assert settings.desk.params == "fast"
    assert settings.exercise.scenario == str(tmp_path / "my.toml")
    assert settings.journal.signing_key == str(tmp_path / "key")
    assert settings.journal.witness == "/var/lib/zaslin/witness"
    environment = {"ZASLIN_EXERCISE_SCENARIO": "other.toml"}
    assert read_settings(path, environment).exercise.scenario == "other.toml"


def test_a_replica_must_say_how_it_is_reached() -> None:
    """Nobody can forward to 0.0.0.0."""
    environment = {
        "ZASLIN_DATABASE_URL": "postgresql://z@h/z",
        "ZASLIN_SERVER_HOST": "0.0.0.0",
    }
    assert "server.address as others reach it" in refusal(environment=environment)
    environment["ZASLIN_SERVER_ADDRESS"] = "http://10.0.0.1:8000"
    assert read_settings(None, environment).database.is_shared


def test_every_setting_can_be_set_from_the_environment() -> None:
    """No table's name begins another one's, so each variable means one key."""
    sections = [each.name for each in fields(Settings)]
    for one in sections:
        others = [each for each in sections if each != one]
        assert not any(re.match(f"{one}_", each) for each in others)
