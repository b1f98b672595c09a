"""The small parts of a service process."""

import json
from pathlib import Path

import pytest

from tests.pictures import with_pins_and_shown
from zaslin.bootstrap.from_settings import (
    address_of,
    database_url_of,
    limits_of,
    people_params_of,
    rules_of,
)
from zaslin.bootstrap.listen import CannotListenError, listen, port_of
from zaslin.bootstrap.live_desk import opening_picture
from zaslin.bootstrap.readable_log import as_text, readable
from zaslin.bootstrap.room import Shown
from zaslin.config.sources import read_settings
from zaslin.wire import picture_json
from zaslin.wire.rejected import Rejected


def test_log_lines_for_people_say_the_same() -> None:
    """Time, level, event and the rest; what is no event stays as it is."""
    line = json.dumps(
        {
            "at": "2026-11-26T01:02:03.456Z",
            "level": "info",
            "event": "leads",
            "epoch": 3,
            "why": "two words",
            "desk": "live",
        }
    )
    assert as_text(line) == '01:02:03 info    leads epoch=3 why="two words" desk=live'
    assert as_text("no json\n") == "no json"
    assert as_text("[1]") == "[1]"
    written: list[str] = []
    readable(written.append)(f"{line}\n")
    assert written == [f"{as_text(line)}\n"]


def test_a_control_character_in_a_log_value_stays_escaped() -> None:
    """A terminal must not obey what somebody sent."""
    line = json.dumps({"at": "", "level": "info", "event": "x", "by": "a \x1b[31m\n b"})
    assert "\x1b" not in as_text(line)
    assert "\n" not in as_text(line)
    bare = json.dumps({"at": "", "level": "info", "event": "x", "by": "a\x1b[31m"})
    assert "\x1b" not in as_text(bare)


def test_a_free_port_is_taken_and_a_taken_one_named() -> None:
    """One line with the address."""
    with listen("127.0.0.1", 0) as first:
        port = port_of(first)
        assert port > 0
        with pytest.raises(CannotListenError, match=f"port {port} on 127.0.0.1: "):
            listen("127.0.0.1", port)
    with pytest.raises(CannotListenError, match="accepted: a free port"):
        listen("192.0.2.1", 0)
    with pytest.raises(CannotListenError, match="accepted: a free port"):
        listen("no.such.host.invalid", 0)


def test_an_address_of_ipv6_is_written_in_brackets() -> None:
    """As URLs have it."""
    settings = read_settings(environment={"ZASLIN_SERVER_HOST": "::1"})
    assert address_of(settings, 8000) == "http://[::1]:8000"


def test_a_password_kept_apart_gets_into_the_address_of_the_database() -> None:
    """Whatever letters it has."""
    environment = {
        "ZASLIN_DATABASE_URL": "postgresql+psycopg://zaslin:old@db:5433/z?sslmode=require",
        "ZASLIN_DATABASE_PASSWORD": "p@s:s/%",
    }
    settings = read_settings(environment=environment)
    assert database_url_of(settings.database) == (
        "postgresql+psycopg://zaslin:p%40s%3As%2F%25@db:5433/z?sslmode=require"
    )
    assert database_url_of(read_settings().database) == "sqlite:///zaslin.db"


def test_settings_reach_the_parts_that_they_are_for() -> None:
    """Limits, rhythm, planners, two persons, sessions."""
    settings = read_settings(
        environment={
            "ZASLIN_SERVER_RECEIVE_S": "2",
            "ZASLIN_SERVER_CONNECTIONS": "50",
            "ZASLIN_SERVER_CONNECTIONS_PER_CLIENT": "7",
            "ZASLIN_DESK_CYCLE_S": "0.5",
            "ZASLIN_DESK_INTERVAL_S": "4",
            "ZASLIN_DESK_REPORTS_PER_S": "9",
            "ZASLIN_PLANNING_DEADLINE_S": "3",
            "ZASLIN_PLANNING_MEMORY_MB": "600",
            "ZASLIN_TWO_PERSON_LAST_RESERVE": "true",
            "ZASLIN_PEOPLE_SESSION_H": "2",
            "ZASLIN_SERVER_TLS": "true",
        }
    )
    limits, rules = limits_of(settings), rules_of(settings)
    assert (limits.receive_s, limits.connections) == (2.0, 50)
    assert limits.connections_per_address == 7
    assert limits.tracks_per_source.per_s == 9.0
    assert (rules.live.cycle_s, rules.live.deadline_s) == (0.5, 3.0)
    assert rules.live.plan_late_s == 10.0
    assert rules.replan.interval_s == 4.0
    assert rules.worker_limits.memory_bytes == 600 * 2**20
    assert rules.two_person.last_reserve
    assert rules.two_person.cost_meur is None
    assert people_params_of(settings).secure
    assert people_params_of(settings).lifetimes.session_s == 7200.0


def test_cookies_are_for_tls_alone_off_loopback() -> None:
    """Nobody signs in in the clear across a network."""
    assert not people_params_of(read_settings()).secure
    away = read_settings(environment={"ZASLIN_SERVER_HOST": "192.0.2.7"})
    assert people_params_of(away).secure


def test_what_is_shown_can_change_under_whoever_looks() -> None:
    """They go on with what there was."""
    shown: Shown[int] = Shown()
    shown.put("a", 1)
    shown.put("b", 2)
    for name in shown:
        shown.take(name)
    assert dict(shown) == {}
    assert shown.take("a") is None
    assert len(shown) == 0


def test_a_desk_opens_with_the_ground_and_nothing_in_the_air(tmp_path: Path) -> None:
    """Tracks of the file are of another day."""
    path = tmp_path / "ground.json"
    path.write_bytes(picture_json.encode(with_pins_and_shown()))
    opened = opening_picture(str(path), 5_000_000.0)
    assert (opened.revision, opened.now_s) == (0, 5_000_000.0)
    assert not opened.tracks
    assert not opened.shown
    assert opened.fire_units
    assert opening_picture("", 1.0).fire_units == ()
    path.write_text("{}")
    with pytest.raises(Rejected):
        opening_picture(str(path), 0.0)
