"""Interceptor types and laydowns are read, and wrong ones refused."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from zaslin.config import (
    ConfigError,
    config_folder,
    read_interceptor_types,
    read_laydown,
    shipped,
)
from zaslin.config import defence as defence_config
from zaslin.domain.defence import EffectorKind
from zaslin.domain.track import ThreatClass


def test_every_kind_of_weapon_is_there() -> None:
    """From long-range missiles to jammers, by the name of their file."""
    types = read_interceptor_types()

    assert [kind.id for kind in types] == [
        "electronic_warfare",
        "interceptor_drone",
        "long_range_missile",
        "man_portable_missile",
        "medium_range_missile",
        "mobile_gun",
        "short_range_missile",
    ]
    assert {kind.kind for kind in types} == set(EffectorKind)


def test_pk_is_a_range_and_never_one_number() -> None:
    """Nobody knows it that well."""
    for kind in read_interceptor_types():
        assert all(pk.low < pk.high for pk in kind.pk.values())


def test_an_interceptor_drone_needs_several_sorties() -> None:
    """Two to four in the middle of its range, and none against cruise missiles."""
    kinds = {kind.id: kind for kind in read_interceptor_types()}
    drone = kinds["interceptor_drone"]  # type: ignore[index]
    against_drones = drone.pk[ThreatClass.ONE_WAY_ATTACK]

    assert 2.0 <= 2.0 / (against_drones.low + against_drones.high) <= 4.0
    assert ThreatClass.CRUISE_MISSILE not in drone.pk


@pytest.mark.parametrize("path", sorted((ROOT / "configs" / "interceptors").iterdir()))
def test_every_number_of_an_interceptor_has_a_source(path: Path) -> None:
    """A comment on its line, or above its table; "notional" counts."""
    text = path.read_text(encoding="utf-8")

    assert "NOTIONAL" in text
    for line in text.split("[pk]")[0].splitlines():
        if re.match(r"\w+ = [\d.]", line):
            assert re.search(r"#\s*\S", line), line


@pytest.mark.parametrize("path", shipped("defence").values())
def test_every_laydown_says_that_it_is_notional(path: Path) -> None:
    """In its first lines."""
    assert "NOTIONAL THROUGHOUT" in path.read_text(encoding="utf-8")[:400]


def test_a_file_must_be_named_after_its_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or two files could describe one type."""
    text = (config_folder() / "interceptors" / "mobile_gun.toml").read_text("utf-8")
    path = tmp_path / "water_gun.toml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(defence_config, "shipped", lambda _kind: {"water_gun": path})

    with pytest.raises(ConfigError, match="id is 'mobile_gun'; accepted: 'water_gun'"):
        read_interceptor_types()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("mobile_gun", "death_ray", "names 'death_ray'; accepted: electronic_warfare"),
        ("gun = 9", "cannon = 9", "units.cannon at Poltava is no team"),
        ('"free"', '"open"', "weapons_control is 'open'; accepted: free, tight, hold"),
        ("rounds_ready = 24", "rounds_ready = -1", r"rounds_ready is -1; accepted"),
        ("[60.0,", "[nan,", r"cities\[0\]\.assets_meur\[0\] is nan; accepted"),
        (
            "latitude_deg = 49.6",
            "latitude_deg = 149.6",
            "latitude_deg is 149.6; accepted",
        ),
    ],
)
def test_bad_laydowns_are_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    """File, key, value, accepted."""
    text = shipped("defence")["notional_city"].read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "laydown.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(ConfigError, match=message) as caught:
        read_laydown(path)

    assert str(caught.value).startswith(f"{path}: ")
