"""A whole service as a process: started, stopped, refused, and taken over from."""

import asyncio
import json
import re
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from zaslin.bench.serve import people
from zaslin.bench.serve.client import NoAnswerError, Session
from zaslin.bench.serve.process import ServiceProcess
from zaslin.bench.serve.raid import make_raid

_V1 = "/api/v1"
_ZASLIN = (sys.executable, "-m", "zaslin")
_PATIENCE = 300
_PATIENCE_S = 60.0
_AT_FIRST = {"picture", "health"}


def serve_to_its_end(
    folder: Path, *arguments: str
) -> "subprocess.CompletedProcess[str]":
    """A service that ends by itself."""
    return subprocess.run(
        [*_ZASLIN, "serve", "--port", "0", *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


async def started(folder: Path, *arguments: str, **environment: str) -> ServiceProcess:
    """A service on a free port, whose administrator's first password is known."""
    return await ServiceProcess.start(
        ("--port", "0", *arguments),
        folder=folder,
        environment={**people.ENVIRONMENT, **environment},
    )


def test_an_exercise_is_served_until_the_stated_time(tmp_path: Path) -> None:
    """Address, logins and the first plan are told; then it stops, and says so."""
    done = serve_to_its_end(
        tmp_path, "--scenario", "tiny", "--speed", "20", "--demo", "--stop-after", "0.5"
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"^zaslin: serving at http://127\.0\.0\.1:\d+$", done.stdout, re.M)
    assert re.search(r"^zaslin: demo login: demo, password \S{12,}$", done.stdout, re.M)
    assert "The first plan of desk sim:" in done.stdout
    assert "ADVICE ONLY" in done.stdout
    assert "zaslin: stopped after" in done.stdout
    assert "everything that was acknowledged is kept" in done.stdout
    assert re.search(r"^zaslin: desk sim: \d+ plans? made", done.stdout, re.M)
    mode = stat.S_IMODE((tmp_path / "zaslin.db").stat().st_mode)
    assert mode == 0o600
    for line in done.stderr.splitlines():
        assert json.loads(line)["event"]


def test_the_first_administrator_is_told_once(tmp_path: Path) -> None:
    """At the first start, with a secret; never again."""
    first = serve_to_its_end(tmp_path, "--stop-after", "0")
    second = serve_to_its_end(tmp_path, "--stop-after", "0")
    assert first.returncode == second.returncode == 0
    assert re.search(r"first login, .*: admin, password \S{16,}", first.stdout)
    assert "password" not in second.stdout + second.stderr
    secret = re.search(r"password (\S+)", first.stdout)
    assert secret is not None
    assert secret[1] not in first.stderr


def test_a_second_process_on_an_sqlite_file_is_refused(tmp_path: Path) -> None:
    """By name, with exit code 2; the first one goes on."""

    async def both() -> None:
        service = await started(tmp_path)
        try:
            refused = await asyncio.to_thread(serve_to_its_end, tmp_path)
            assert refused.returncode == 2
            assert refused.stdout == ""
            said = [line for line in refused.stderr.splitlines() if "zaslin: " in line]
            assert len(said) == 1
            assert f"in use by process {service.pid}" in said[0]
            assert "accepted: one process" in said[0]
            async with Session(service.address) as somebody:
                assert await somebody.get("/healthz")
        finally:
            assert await service.stop() == 0

    asyncio.run(both())


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    """Before a database is made."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = serve_to_its_end(tmp_path, "--port", str(port))
    assert done.returncode == 1
    assert f"zaslin: port {port} on 127.0.0.1: " in done.stderr
    assert "accepted: a free port" in done.stderr
    assert not (tmp_path / "zaslin.db").exists()


def test_a_picture_that_cannot_be_used_stops_the_start(tmp_path: Path) -> None:
    """One line with the place in the document; nothing is left running."""
    (tmp_path / "ground.json").write_text('{"schema": "zaslin/picture/1"}')
    (tmp_path / "service.toml").write_text('[desk]\npicture = "ground.json"\n')
    done = serve_to_its_end(tmp_path, "--config", "service.toml")
    assert done.returncode == 2
    last = done.stderr.splitlines()[-1]
    assert "ground.json" in last
    assert "accepted: " in last


def test_a_stop_ends_streams_and_keeps_what_was_entered(tmp_path: Path) -> None:
    """SIGTERM: exit 0 within the grace, and the next start knows everybody."""

    async def twice() -> None:
        service = await started(tmp_path, **ground(tmp_path))
        admin = await people.administrator(service.address)
        viewer = await people.user(admin, service.address, "viewer", "viewer:live")
        await admin.leave()
        heard = asyncio.Event()
        names = asyncio.create_task(event_names(viewer, heard))
        async with asyncio.timeout(_PATIENCE_S):
            await heard.wait()
        began_s = time.monotonic()
        assert await service.stop() == 0
        assert time.monotonic() - began_s < 20.0
        assert set(await names) >= _AT_FIRST
        assert any("told to by SIGTERM" in line for line in service.said)
        again = await started(tmp_path)
        try:
            viewer.move(again.address)
            desk = await viewer.get(f"{_V1}/desks/live")
            assert desk["desk"]["counts"]["fire_units"] == 4
            assert not any("password" in line for line in again.said)
        finally:
            await viewer.leave()
            assert await again.stop() == 0

    asyncio.run(twice())


def test_a_standby_forwards_and_takes_over_when_the_leader_is_killed(
    tmp_path: Path, postgres_url: str
) -> None:
    """Two replicas on PostgreSQL; the one that comes back stands by."""

    async def replicas() -> None:
        held = {**ground(tmp_path), "ZASLIN_DATABASE_LEASE_S": "10"}
        one = await started(tmp_path, "--db", postgres_url, **held)
        two = await started(tmp_path, "--db", postgres_url, **held)
        services = [one, two]
        try:
            assert any("stands by and forwards" in line for line in two.said)
            admin = await people.administrator(two.address)
            viewer = await people.user(
                admin, two.address, "boss", "supervisor:live", "viewer:live"
            )
            await admin.leave()
            before = (await viewer.get(f"{_V1}/desks/live"))["desk"]
            await one.kill()
            after = await eventually(viewer, f"{_V1}/desks/live")
            assert after["desk"]["entries"] >= before["entries"]
            assert after["desk"]["counts"]["fire_units"] == 4
            services.append(await started(tmp_path, "--db", postgres_url, **held))
            viewer.move(services[-1].address)
            await viewer.get(f"{_V1}/desks/live")
            await viewer.leave()
            assert any("stands by" in line for line in services[-1].said)
        finally:
            for service in reversed(services):
                await service.stop()

    asyncio.run(replicas())


def ground(folder: Path) -> Mapping[str, str]:
    """Settings of a live desk with four units."""
    path = folder / "ground.json"
    path.write_bytes(make_raid(4, 4, 1, 1, time.time()).ground)
    return {"ZASLIN_DESK_PICTURE": str(path)}


async def event_names(session: Session, heard: asyncio.Event) -> Sequence[str]:
    """What a console hears to the end of its stream; ``heard``: what comes first."""
    path = f"{_V1}/desks/live/events"
    names = []
    async for event in session.line.events(path, session.headers):
        names.append(event.name)
        if set(names) >= _AT_FIRST:
            heard.set()
    return names


async def eventually(session: Session, path: str) -> Any:
    """A document, as soon as there is somebody who gives it."""
    for _ in range(_PATIENCE):
        try:
            answer = await session.line.ask("GET", path, session.headers)
        except NoAnswerError:
            answer = None
        if answer is not None and answer.status == 200:
            return answer.document
        await asyncio.sleep(0.1)
    raise AssertionError(f"{path}: nobody answers")
