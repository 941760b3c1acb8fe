"""The canary of the suite sings: a planted word that is logged or printed fails a test (C5 4)."""

from __future__ import annotations

import logging

import pytest

from adapters.redis.store import RedisStore
from tests.canary.watching import PLANTED, _Listens, leaks
from tests.store.test_keys import fill


@pytest.mark.parametrize("word", PLANTED)
def test_each_planted_word_is_found(word: str) -> None:
    assert leaks(f"before {word} after") == [word]


def test_a_line_of_ours_is_heard_with_what_belongs_to_it() -> None:
    listens = _Listens()
    for name in ("adapters.x", "slack_sdk.web", "somebody.else"):
        listens.emit(logging.LogRecord(name, 10, "", 0, "took %s", (PLANTED[0],), None))

    assert listens.found == {f"adapters.x: {PLANTED[0]}", f"slack_sdk.web: {PLANTED[0]}"}


async def test_no_name_of_anything_stored_holds_a_planted_word(redis_store: RedisStore) -> None:
    keys = await fill(redis_store)

    assert leaks(" ".join(key.decode() for key in keys)) == []
    assert keys
