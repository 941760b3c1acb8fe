"""What an address book promises: the newest stays, each school has its own, none can be read."""

from __future__ import annotations

import pytest

from adapters.memory.addresses import MemoryAddresses
from adapters.redis.store import RedisStore
from bot.addresses import AddressBook


@pytest.fixture(params=["memory", "redis"])
def book(request: pytest.FixtureRequest) -> AddressBook:
    if request.param == "memory":
        return MemoryAddresses()
    durable: RedisStore = request.getfixturevalue("redis_store")
    return durable.addresses


async def test_the_newest_address_is_the_one(book: AddressBook) -> None:
    assert await book.address("westcroft", "teams:dsl") is None

    await book.keep_address("westcroft", "teams:dsl", b"first")
    await book.keep_address("westcroft", "teams:dsl", b"second")

    assert await book.address("westcroft", "teams:dsl") == b"second"


async def test_another_school_or_person_has_another(book: AddressBook) -> None:
    await book.keep_address("westcroft", "teams:dsl", b"here")

    assert await book.address("canal", "teams:dsl") is None
    assert await book.address("westcroft", "teams:head") is None


async def test_what_is_forgotten_is_gone_and_may_be_forgotten_again(book: AddressBook) -> None:
    await book.keep_address("westcroft", "teams:dsl", b"here")
    await book.keep_address("westcroft", "teams:head", b"there")

    await book.forget_address("westcroft", "teams:dsl")
    await book.forget_address("westcroft", "teams:dsl")

    assert await book.address("westcroft", "teams:dsl") is None
    assert await book.address("westcroft", "teams:head") == b"there"


async def test_in_the_store_it_is_sealed_and_another_process_reads_it(
    redis_store: RedisStore,
) -> None:
    await redis_store.addresses.keep_address("westcroft", "teams:dsl", b"29:secret")
    redis_store._vault.forget_school("westcroft")

    found = await redis_store.line.ask("HGETALL", "{hr:westcroft}:addresses")
    assert not [word for word in (b"dsl", b"29:", b"teams") if word in b"".join(found)]
    assert await redis_store.addresses.address("westcroft", "teams:dsl") == b"29:secret"
