"""One line for all calls: each has its own answer, and one's trouble is not its neighbours'."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from redis.exceptions import ConnectionError as LostConnection
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as LostReply

from adapters.redis.launcher import EmbeddedServer
from adapters.redis.store import RedisStore
from adapters.redis.wire import Value, Wire, Wires
from bot.ports import NotSaved, Put, Queue
from tests.store.changes import NOW, SCHOOL, event, opened
from tests.store.proxy import lossy


class Far:
    """The other end, in the test's hands: it keeps what was written and answers when told."""

    def __init__(self) -> None:
        self.writes: list[list[bytes]] = []
        self.answers: asyncio.Queue[Any] = asyncio.Queue()
        self.closed = asyncio.Event()
        self.written = asyncio.Event()

    def pack_command(self, *args: Value) -> list[bytes]:
        return [str(each).encode() for each in args]

    def write(self, packed: Sequence[bytes]) -> None:
        if self.closed.is_set():
            raise ConnectionResetError
        self.writes.append(list(packed))
        self.written.set()

    async def read_response(self, *, timeout: float | None) -> Any:  # noqa: ASYNC109  redis-py's
        del timeout
        if isinstance(answer := await self.answers.get(), Exception):
            raise answer
        return answer

    async def disconnect(self, *, nowait: bool) -> None:
        del nowait
        self.closed.set()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A late answer is late soon."""
    monkeypatch.setattr("adapters.redis.wire._BEAT_SECONDS", 0.002)


async def test_what_is_ready_together_goes_out_together_and_each_gets_its_own_answer() -> None:
    far = Far()
    wire = Wire(far)
    first, second = wire.send([["a"]]), wire.send([["b"], ["c"]])
    for answer in (1, 2, 3):
        far.answers.put_nowait(answer)

    assert [await first, await second] == [[1], [2, 3]]
    assert far.writes == [[b"a", b"b", b"c"]]
    await wire.close()


async def test_a_call_does_not_wait_for_the_answers_of_earlier_ones() -> None:
    far = Far()
    wire = Wire(far)
    first = wire.send([["a"]])
    await asyncio.sleep(0)
    wire.send([["b"]]).cancel()
    await asyncio.sleep(0)

    assert far.writes == [[b"a"], [b"b"]]
    assert not first.done()
    first.cancel()
    await wire.close()


async def test_a_refusal_and_a_caller_who_has_gone_leave_the_neighbours_theirs() -> None:
    far = Far()
    wire = Wire(far)
    gone, refused, last = wire.send([["a"]]), wire.send([["b"]]), wire.send([["c"]])
    gone.cancel()
    no = ResponseError("no")
    for answer in (1, no, 3):
        far.answers.put_nowait(answer)

    assert await last == [3]
    assert await refused == [no]
    assert wire.usable
    await wire.close()


@pytest.mark.usefixtures("quick")
async def test_a_late_answer_is_lost_the_one_behind_it_is_not_and_the_line_takes_no_more() -> None:
    far = Far()
    wire = Wire(far)
    late = wire.send([["a"]])
    with pytest.raises(LostReply):
        await late

    assert not wire.usable
    async with asyncio.timeout(5):
        await far.closed.wait()  # nobody waits for anything on it any more


@pytest.mark.usefixtures("quick")
async def test_what_went_out_after_a_late_one_is_still_answered() -> None:
    far = Far()
    wire = Wire(far)
    late = wire.send([["a"]])
    beats = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(0.005, beats.set_result, None)
    await beats
    behind = wire.send([["b"]])
    with pytest.raises(LostReply):
        await late
    for answer in (1, 2):
        far.answers.put_nowait(answer)

    assert await behind == [2]


async def test_a_line_that_breaks_is_told_to_all_on_it_and_the_next_call_opens_another() -> None:
    first, second = Far(), Far()
    ends = iter((first, second))

    async def connect() -> Far:
        return next(ends)

    wires = Wires(connect)
    lost = asyncio.ensure_future(wires.ask([["a"]]))
    await first.written.wait()
    first.answers.put_nowait(LostConnection("gone"))
    with pytest.raises(LostConnection):
        await lost
    again = asyncio.ensure_future(wires.ask([["b"]]))
    await second.written.wait()
    second.answers.put_nowait(7)

    assert await again == [7]
    assert first.closed.is_set()
    await wires.close()


async def test_who_asks_while_a_line_is_opened_in_vain_hears_it_and_the_next_tries() -> None:
    tries: list[int] = []

    async def connect() -> Far:
        tries.append(1)
        await asyncio.sleep(0)
        raise ConnectionRefusedError

    wires = Wires(connect)
    for _ in range(2):
        with pytest.raises(ConnectionRefusedError):
            await wires.ask([["a"]])

    assert len(tries) == 2


async def test_a_crowd_larger_than_any_pool_is_saved_and_each_told_its_own(
    redis_store: RedisStore,
) -> None:
    changes = [
        replace(
            event(0, ref=f"YP-{number:04}"), puts=(Put(Queue.OUTBOX, f"{number}", NOW, b"say"),)
        )
        for number in range(300)
    ]

    done = await asyncio.gather(*(redis_store.commit(change) for change in changes))

    assert [list(each.tokens) for each in done] == [[f"{number}"] for number in range(300)]
    assert len(await redis_store.cases(SCHOOL)) == 300


async def test_of_two_on_a_line_that_breaks_each_keeps_its_own_rule(
    server: EmbeddedServer, redis_store: RedisStore, tmp_path: Path
) -> None:
    at = tmp_path / "l.sock"
    await redis_store.commit(event(0))
    async with lossy(server.socket, at) as losing, opened(f"unix://{at}") as store:
        await store.load_case(SCHOOL, "YP-7K3Q")
        losing.lose = 1
        lease = NOW - NOW

        committed, claimed = await asyncio.gather(
            store.commit(event(1)),
            store.claim(SCHOOL, Queue.TIMERS, due=NOW, now=NOW, lease=lease, limit=1),
            return_exceptions=True,
        )

    assert not isinstance(committed, BaseException)
    assert not committed.again
    assert isinstance(claimed, list | NotSaved)
