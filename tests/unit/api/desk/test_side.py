"""Work beside the service: few at once, few that wait, and nobody waits for ever."""

import asyncio
import threading

import pytest

from zaslin.api.desk.side import Side
from zaslin.api.errors import Code, ProblemError


def test_so_many_at_once_and_no_more() -> None:
    """Who comes too many is told at once; who waits has their turn."""

    async def crowd() -> tuple[list[int], Code]:
        side, may = Side("sums", running=1, waiting=1), threading.Event()

        def work() -> int:
            may.wait(30.0)
            return 42

        one = asyncio.create_task(side.run(work, patience_s=30.0))
        two = asyncio.create_task(side.run(work, patience_s=30.0))
        await asyncio.sleep(0)
        with pytest.raises(ProblemError) as refused:
            await side.run(work, patience_s=30.0)
        may.set()
        done = [await one, await two]
        assert await side.run(work, patience_s=30.0) == 42
        side.close()
        return done, refused.value.code

    done, code = asyncio.run(crowd())

    assert done == [42, 42]
    assert code is Code.TOO_MANY_REQUESTS


def test_who_waits_too_long_is_told_and_the_place_is_free_when_it_is_done() -> None:
    """Not before: threads are not without number."""

    async def slow() -> list[Code]:
        side, may = Side("sums", running=1, waiting=0), threading.Event()
        codes = []
        for _ in range(2):
            with pytest.raises(ProblemError) as given_up:
                await side.run(lambda: may.wait(30.0), patience_s=0.01)
            codes.append(given_up.value.code)
        may.set()
        while side._here:  # noqa: SLF001  (its places)
            await asyncio.sleep(0.01)
        assert await side.run(lambda: 1, patience_s=30.0) == 1
        return codes

    assert asyncio.run(slow()) == [Code.OVERLOADED, Code.TOO_MANY_REQUESTS]


def test_what_goes_wrong_is_told_to_whoever_asked() -> None:
    """As it went wrong."""

    async def broken() -> None:
        side = Side("sums", running=1, waiting=0)
        with pytest.raises(ZeroDivisionError):
            await side.run(lambda: 1 // 0, patience_s=30.0)

    asyncio.run(broken())
