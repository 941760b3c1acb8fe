"""`handrail shred`: what two people let go is gone, and the record says so for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.redis.keys import Names
from adapters.redis.opening import WakingStore
from adapters.redis.shredding import Grounds
from bot.fsm.case import Case
from bot.fsm.said import Opened, Pressed, Said, Typed
from bot.inbound import Inbound, Outcome
from bot.ports import CaseWrite, Change, Conflict, Put, Queue
from tests.conflicts.given import signed_case
from tests.fundamentals.test_destroying import LATER, closed, ended
from tests.programs.deployed import CASE, Deployed
from tests.programs.deployed import SCHOOL as STOKE
from tests.programs.kept import handrail, with_store
from tests.store.changes import NOW, SECRET

NAMES = Names(STOKE)
REF = "YP-7K3Q"


def let_go() -> Case:
    """Return a closed case of which both have accepted that it ends."""
    return closed(signed_case(destroy=ended()), school=STOKE)


def kept_in(data: Path, case: Case) -> Case:
    """Keep a case with three entries in a data folder; return it as it is kept."""

    async def fill(store: WakingStore) -> Case:
        made = case
        for number in range(3):
            made = made.model_copy(update={"version": number + 1})
            state = made.model_dump_json().encode()
            write = CaseWrite(REF, number, state, SECRET + b" %d" % number)
            await store.commit(Change(STOKE, f"op {number}", NOW, case=write))
        await store.ledger.anchor(STOKE, NOW)
        return made

    return with_store(data, fill)


def test_what_is_let_go_is_gone_and_the_chain_still_holds(clean: Path) -> None:
    kept_in(clean, let_go())

    async def wrapped(store: WakingStore) -> bytes:
        found: bytes = await store.line.ask("HGET", NAMES.keys, REF)
        return found

    key = with_store(clean, wrapped)
    assert key in on_disk(clean)

    found = handrail("shred", REF, "--data", clean)

    assert found.exit_code == 0, found.output
    assert f"CERTIFICATE: case {REF} of Mill Lane School was destroyed" in found.stdout
    assert "Accepted by Grace Bell and " in found.stdout
    assert key not in on_disk(clean), "nor is it in the server's own file"
    verified = handrail("verify", "--data", clean)
    assert verified.exit_code == 0
    told = f"ok    stoke {REF}: shredded on "
    assert told in verified.stdout
    assert " by dsl and head (handed)" in verified.stdout
    words = found.stdout.partition("Words of the ledger now: ")[2].partition("\n")[0]
    assert handrail("verify", "--anchor", words, "--data", clean).exit_code == 0

    async def left(store: WakingStore) -> tuple[object, ...]:
        return await store.load_case(STOKE, REF), await store.cases(STOKE)

    assert with_store(clean, left) == (None, [])
    assert SECRET.decode() not in found.output


def on_disk(data: Path) -> bytes:
    folder = data / "live" / "store"
    return b"".join(each.read_bytes() for each in folder.rglob("*.aof"))


@pytest.mark.parametrize(
    ("case", "told"),
    [
        (signed_case(destroy=ended()).model_copy(update={"school": STOKE}), "was closed"),
        (closed(signed_case(destroy=ended(second="not_yet")), school=STOKE), "not both accepted"),
        (closed(signed_case(destroy=ended(grounds="due")), school=STOKE), "time is not over yet"),
    ],
    ids=["open", "one name", "too early"],
)
def test_what_is_to_be_kept_is_kept_and_says_why(clean: Path, case: Case, told: str) -> None:
    kept_in(clean, case)

    found = handrail("shred", REF, "--data", clean)

    assert found.exit_code == 1
    assert told in found.stdout
    assert "shredded" not in handrail("verify", "--data", clean).stdout


def test_while_something_is_on_its_way_it_is_kept(clean: Path) -> None:
    kept_in(clean, let_go())

    async def put(store: WakingStore) -> None:
        job = Put(Queue.OUTBOX, f"{REF}:post", NOW, b"", REF)
        await store.commit(Change(STOKE, "post", NOW, puts=(job,)))
        await store.claim(STOKE, Queue.OUTBOX, due=NOW, now=NOW, lease=LATER - NOW, limit=1)

    with_store(clean, put)

    assert "still on its way" in handrail("shred", REF, "--data", clean).stdout


def test_the_list_says_until_when_each_is_kept(clean: Path) -> None:
    kept_in(clean, let_go())

    found = handrail("shred", "--data", clean)

    assert f"stoke {REF}: kept until 06 Nov 2036. may go now: handrail shred {REF}" in found.stdout
    assert handrail("shred", "YP-NONE", "--data", clean).exit_code == 2


@pytest.mark.parametrize("words", [("shred",), ("shred", REF), ("replay", REF)])
def test_what_this_release_cannot_read_is_said_and_not_shown(
    clean: Path, words: tuple[str, ...]
) -> None:
    async def keep(store: WakingStore) -> None:
        write = CaseWrite(REF, 0, SECRET, SECRET)
        await store.commit(Change(STOKE, "op", NOW, case=write))

    with_store(clean, keep)

    found = handrail(*words, "--data", clean)

    assert found.exception is None or isinstance(found.exception, SystemExit)
    assert "this release cannot read" in found.output
    assert SECRET.decode() not in found.output


def test_two_who_shred_at_once_leave_one_certificate(clean: Path) -> None:
    case = kept_in(clean, let_go())

    async def twice(store: WakingStore) -> int:
        grounds = Grounds("handed", "dsl", "head", case.opened_at)
        await store.shredder.shred(STOKE, REF, 3, grounds, NOW)
        with pytest.raises(Conflict):
            await store.shredder.shred(STOKE, REF, 3, grounds, LATER)
        return len(await store.ledger.notes(STOKE))

    assert with_store(clean, twice) == 2


def test_a_case_that_was_written_to_since_it_was_looked_at_is_not_shredded(clean: Path) -> None:
    case = kept_in(clean, let_go())

    async def late(store: WakingStore) -> None:
        grounds = Grounds("handed", "dsl", "head", case.opened_at)
        with pytest.raises(Conflict):
            await store.shredder.shred(STOKE, REF, 2, grounds, NOW)

    with_store(clean, late)
    assert handrail("verify", "--data", clean).exit_code == 0


@pytest.mark.parametrize("doing", ["key", "state", "listed"])
def test_what_is_put_back_after_a_shredding_is_found(clean: Path, doing: str) -> None:
    kept_in(clean, let_go())

    async def put_back(store: WakingStore) -> None:
        kept = await store.line.ask("HGET", NAMES.keys, REF)
        state = await store.line.ask("HGET", NAMES.case(REF), "state")
        grounds = Grounds("handed", "dsl", "head", NOW)
        await store.shredder.shred(STOKE, REF, 3, grounds, NOW)
        back: dict[str, tuple[str | bytes | int, ...]] = {
            "key": ("HSET", NAMES.keys, REF, kept),
            "state": ("HSET", NAMES.case(REF), "state", state),
            "listed": ("ZADD", NAMES.cases, 1, REF),
        }
        await store.line.ask(*back[doing])

    with_store(clean, put_back)
    found = handrail("verify", "--data", clean)
    assert found.exit_code == 1
    assert "it was shredded, and some of it is there again" in found.stdout


async def test_whoever_raised_it_can_still_talk_and_a_program_with_its_key_writes_nothing(
    world: Deployed,
) -> None:
    store, handler = world.deployment.store, world.deployment.handler
    for typed in ("hello", "danger now", "called", "room 12", "stop"):
        await world.say(Typed(typed))
    case = await world.case()
    grounds = Grounds("handed", "dsl", "head", case.opened_at)
    await store.shredder.shred(STOKE, CASE, case.version, grounds, world.clock.at)

    afterwards: tuple[Said, ...] = (
        Pressed(f"rest.{CASE}.add"),
        Opened(),
        Typed("hello"),
        Pressed(f"deed.{CASE}.open"),
    )
    for number, said in enumerate(afterwards):
        reply = await handler.handle(Inbound(STOKE, f"after-{number}", "teacher", said))
        assert reply.outcome is Outcome.SAVED, said
    viewing = Inbound(STOKE, "view", "dsl", Pressed(f"deed.{CASE}.open"))
    assert (await handler.handle(viewing)).outcome is Outcome.SAVED
    assert world.failures == []
    assert (await store.walker.walk(STOKE)).wrong == []
    assert await handler.case(STOKE, CASE) is None
