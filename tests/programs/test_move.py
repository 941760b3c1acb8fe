"""From the embedded store to a school's own server and back: two real servers, one record."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.redis import copying, moving
from adapters.redis.copying import Kept
from adapters.redis.launcher import EmbeddedServer
from adapters.redis.opening import WakingStore
from bot.ports import NotSaved
from tests.programs.kept import cases_in, handrail, kept, with_store
from tests.store.changes import SCHOOL, event

__all__ = ["kept"]

KEY = base64.b64encode(bytes([7]) * 32).decode()


@pytest.fixture
def outer(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Give the surroundings of a server of the school's own, with other keys."""
    server = EmbeddedServer(tmp_path / "outer", dies_with_us=True)
    server.start()
    yield {"REDIS_URL": server.url, "HANDRAIL_KEYS": f"own:{KEY}"}
    server.stop()


def cases_outside(data: Path, outer: dict[str, str]) -> dict[str, list[bytes]]:
    return cases_in(data, redis_url=outer["REDIS_URL"], keys=outer["HANDRAIL_KEYS"])


def test_everything_moves_out_and_back_and_holds_after_each(
    kept: Path, outer: dict[str, str]
) -> None:
    before = cases_in(kept)

    out = handrail("move", "--to", "outer", "--data", kept, env=outer)
    assert out.exit_code == 0, out.output
    assert "1 school, 2 cases, 6 entries were moved. Every chain is whole there." in out.stdout
    assert cases_outside(kept, outer) == before
    assert handrail("verify", "--data", kept, env=outer).exit_code == 0

    async def go_on(store: WakingStore) -> str:
        await store.commit(event(3))
        return await store.anchor(SCHOOL, "YP-7K3Q", 4)

    surroundings = {"redis_url": outer["REDIS_URL"], "keys": outer["HANDRAIL_KEYS"]}
    words = with_store(kept, go_on, **surroundings)
    back = handrail("move", "--to", "embedded", "--data", kept, env=outer)
    assert back.exit_code == 0, back.output

    assert len(cases_in(kept)["YP-7K3Q"]) == 4
    assert handrail("verify", "--anchor", words, "--data", kept).exit_code == 0
    assert handrail("move", "--to", "outer", "--data", kept, env=outer).exit_code == 0, "once more"


def test_what_still_runs_on_the_old_store_is_refused(kept: Path, outer: dict[str, str]) -> None:
    async def running(store: WakingStore) -> str:
        await store.commit(event(3))
        await copying.school_in(store.line, SCHOOL, copying.Closed(SCHOOL, "2026-11-21", "outer"))
        with pytest.raises(NotSaved, match="moved to another store"):
            await store.commit(event(4))
        with pytest.raises(NotSaved, match="moved to another store"):
            await store.ledger.anchor(SCHOOL, event(0).now)
        return "refused"

    assert with_store(kept, running) == "refused"
    found = handrail("watch", "--once", "--data", kept)
    assert found.exit_code == 2
    assert "westcroft were moved from here to the outer store on 2026-11-21" in found.stderr
    assert outer


def test_a_move_that_was_broken_off_is_done_again(
    kept: Path, outer: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, whole = cases_in(kept), copying.write

    async def half(line: object, found: list[Kept]) -> None:
        await whole(line, found[: len(found) // 2])  # type: ignore[arg-type]
        raise NotSaved("the plug was pulled")

    with monkeypatch.context() as patched:
        patched.setattr(moving, "write", half)
        found = handrail("move", "--to", "outer", "--data", kept, env=outer)

    assert found.exit_code == 2
    assert "the move was broken off: the plug was pulled; run it again" in found.stderr
    for surroundings in ({}, outer):
        refused = handrail("watch", "--once", "--data", kept, env=surroundings)
        assert refused.exit_code == 2, "nothing starts on either of the two"
    assert handrail("move", "--to", "outer", "--data", kept, env=outer).exit_code == 0
    assert cases_outside(kept, outer) == before


def test_a_store_that_is_in_use_is_not_moved_into(kept: Path, outer: dict[str, str]) -> None:
    async def use(store: WakingStore) -> None:
        await store.commit(event(0, ref="YP-9999"))

    with_store(kept, use, redis_url=outer["REDIS_URL"], keys=outer["HANDRAIL_KEYS"])

    found = handrail("move", "--to", "outer", "--data", kept, env=outer)

    assert found.exit_code == 2
    assert "holds records that are in use; nothing was changed" in found.stderr
    assert list(cases_outside(kept, outer)) == ["YP-9999"]
    assert len(cases_in(kept)) == 2, "the old store is open as before"


def test_what_is_not_whole_does_not_move(kept: Path, outer: dict[str, str]) -> None:
    async def cut(store: WakingStore) -> None:
        await store.line.ask("XDEL", f"{{hr:{SCHOOL}}}:record:YP-2222", "1-0")

    with_store(kept, cut)

    found = handrail("move", "--to", "outer", "--data", kept, env=outer)

    assert found.exit_code == 2
    assert "the record is not whole; run handrail verify" in found.stderr
    assert handrail("watch", "--once", "--data", kept).exit_code in {0, 1}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--to", "cloud"), "write outer or embedded"),
        (("--to", "outer"), "set REDIS_URL and HANDRAIL_KEYS"),
    ],
)
def test_what_cannot_be_meant_is_said(clean: Path, words: tuple[str, ...], told: str) -> None:
    found = handrail("move", *words, "--data", clean)

    assert found.exit_code == 2
    assert told in found.stderr


def test_nothing_is_moved_out_of_an_empty_store(clean: Path, outer: dict[str, str]) -> None:
    found = handrail("move", "--to", "outer", "--data", clean, env=outer)

    assert found.exit_code == 2
    assert "there is nothing to move" in found.stderr
