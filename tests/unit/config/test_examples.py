"""The examples for systemd and nginx, as far as their own programs can check them."""

import shutil
import subprocess
import sys
from configparser import RawConfigParser
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from zaslin.config import config_folder
from zaslin.config.sources import read_settings

_UNIT = config_folder() / "systemd" / "zaslin.service"
_SITE = config_folder() / "nginx" / "zaslin.conf"


class _Repeated(dict[str, str]):
    """Keys of a unit may occur more than once; every value is kept."""

    def __setitem__(self, key: str, value: object) -> None:
        if isinstance(value, list) and key in self:
            value = [*self[key], *value]
        super().__setitem__(key, value)  # type: ignore[assignment]


def _unit() -> RawConfigParser:
    parser = RawConfigParser(
        strict=False, dict_type=_Repeated, interpolation=None, delimiters=("=",)
    )
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(_UNIT.read_text())
    return parser


def test_the_unit_gives_the_service_no_more_than_it_needs() -> None:
    """Hardening, a watchdog, secrets by credential, and no start on bad settings."""
    service = _unit()["Service"]
    for key in (
        "NoNewPrivileges",
        "PrivateTmp",
        "PrivateDevices",
        "ProtectHome",
        "ProtectKernelTunables",
        "RestrictNamespaces",
        "LockPersonality",
        "RestrictSUIDSGID",
    ):
        assert service[key] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    assert service["RestartPreventExitStatus"] == "2"
    assert service["User"] == "zaslin"
    assert "WatchdogSec" in service


def test_what_the_unit_sets_are_settings(tmp_path: Path) -> None:
    """Variables of the unit are accepted by the service itself."""
    secret = tmp_path / "database_password"
    secret.write_text("a long secret\n")
    stated = dict(
        each.removeprefix("#Environment=").removeprefix("Environment=").split("=", 1)
        for each in _UNIT.read_text().splitlines()
        if each.lstrip("#").startswith("Environment=ZASLIN_")
    )
    assert len(stated) == 2
    environment = {name: str(secret) for name in stated}
    environment["ZASLIN_DATABASE_URL"] = "postgresql://zaslin@localhost/zaslin"
    settings = read_settings(None, environment)
    assert settings.database.password == "a long secret"
    assert settings.people.admin_password == "a long secret"


def test_systemd_accepts_the_unit(tmp_path: Path) -> None:
    """Where it is there; its program is one that exists here."""
    verify = shutil.which("systemd-analyze")
    if verify is None:
        assert _unit().sections() == ["Unit", "Service", "Install"]
        return
    unit = tmp_path / "zaslin.service"
    text = _UNIT.read_text().replace("/opt/zaslin/.venv/bin/zaslin", sys.executable)
    unit.write_text(text)
    done = subprocess.run(
        [verify, "verify", "--man=no", unit],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def _certificate(folder: Path) -> None:
    """A certificate for nobody, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "zaslin.example")])
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=36_500))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            pem,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def test_nginx_accepts_the_site(tmp_path: Path) -> None:
    """Where it is there; with a certificate and folders of the test's own."""
    site = _SITE.read_text().replace("/etc/zaslin/tls", str(tmp_path))
    assert site.count("{") == site.count("}")
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        return
    _certificate(tmp_path)
    temporary = "\n".join(
        f"{kind}_temp_path {tmp_path}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = tmp_path / "nginx.conf"
    main.write_text(
        f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}\n{site}\n}}\n"
    )
    done = subprocess.run(
        [nginx, "-t", "-q", "-e", "stderr", "-c", main],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "words", ["proxy_buffering off", "X-Forwarded-For", "deny all"]
)
def test_the_site_streams_says_for_whom_and_keeps_metrics_to_itself(words: str) -> None:
    """What the service depends on behind a proxy."""
    assert words in _SITE.read_text()
