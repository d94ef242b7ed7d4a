"""An async body: await, gather, and a time limit that cancels what it waited for."""

from __future__ import annotations

import asyncio
import time

from headrace import flow, task


@task
async def fetch(number: int) -> int:
    await asyncio.sleep(0.01)
    return number * 10


@task
def ponder() -> None:
    time.sleep(600)


async def twice(number: int) -> int:
    return await fetch(await fetch(number))


@flow
async def main() -> list[object]:
    one = await fetch(1)
    pair = await asyncio.gather(twice(2), twice(3))
    try:
        await asyncio.wait_for(ponder.submit(), 0.2)
    except asyncio.TimeoutError:
        return [one, *pair, "too late"]
    return []
