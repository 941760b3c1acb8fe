"""A new key wraps everything while the programs run; an old one is retired and gone for good."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from adapters.redis import rotating
from adapters.redis.connection import Line
from adapters.redis.crypto import CannotOpen
from adapters.redis.keyring import KeyRing, KeysUnusable
from adapters.redis.launcher import EmbeddedServer
from adapters.redis.opening import WakingStore
from bot.ports import NotSaved
from tests.programs.kept import cases_in, fill, handrail, kept, with_store
from tests.store.changes import SCHOOL, event, opened

__all__ = ["kept"]


def test_everything_is_wrapped_anew_and_no_case_is_written_to(kept: Path) -> None:
    before = cases_in(kept)

    found = handrail("keys", "rotate", "--data", kept)

    assert found.exit_code == 0, found.output
    assert "k2 was made, and stands first in " in found.stdout
    assert "3 keys were wrapped anew with k2. No case was written to." in found.stdout
    assert cases_in(kept) == before
    assert handrail("verify", "--data", kept).exit_code == 0
    listed = handrail("keys", "list", "--data", kept).stdout
    assert "ok    k2: wraps what is new, 3 keys are wrapped with it" in listed
    assert "ok    k1: opens only, 0 keys are wrapped with it" in listed


def test_no_key_is_ever_shown(kept: Path) -> None:
    said = handrail("keys", "rotate", "--data", kept).output
    said += handrail("keys", "list", "--data", kept).output
    said += handrail("keys", "retire", "k1", "--data", kept).output

    for line in (kept / "live" / "keys").read_text().split():
        assert line.partition(":")[2] not in said


def test_a_program_that_runs_on_meets_the_new_key_without_a_restart(kept: Path) -> None:
    async def running(store: WakingStore) -> list[bool]:
        store.ring.add()
        ring = KeyRing.read(kept / "live" / "keys")
        async with opened(str(_url(store))) as other:
            await rotating.wrap_anew(other.line, ring, [SCHOOL])
        saved = [(await store.commit(event(3))).again]
        store._vault.forget_school(SCHOOL)
        return [*saved, (await store.commit(event(0, ref="YP-NEW1"))).again]

    assert with_store(kept, running) == [False, False]
    assert len(cases_in(kept)) == 3


def _url(store: WakingStore) -> str:
    path = store.line.client.connection_pool.connection_kwargs["path"]
    return f"unix://{path}"


def test_a_rotation_that_was_broken_off_is_gone_on_with(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotating, "_BATCH", 1)
    run, asked = Line.run, []

    async def cut(self: Line, script: object, *rest: object, repeat: bool) -> object:
        if script is rotating._REWRAP:
            asked.append(script)
            if len(asked) == 2:
                raise NotSaved("the plug was pulled")
        return await run(self, script, *rest, repeat=repeat)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(Line, "run", cut)
        assert handrail("keys", "rotate", "--data", kept).exit_code == 2

    assert handrail("verify", "--data", kept).exit_code == 0, "both keys open in between"
    assert handrail("keys", "retire", "k1", "--data", kept).exit_code == 1
    again = handrail("keys", "rotate", "--data", kept)
    assert "2 keys were wrapped anew with k2" in again.stdout
    assert "k3" not in again.stdout


def test_a_retired_key_is_gone_and_older_backups_do_not_open(kept: Path, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    handrail("backup", old, "--data", kept)
    handrail("keys", "rotate", "--data", kept)
    handrail("backup", new, "--data", kept)

    found = handrail("keys", "retire", "k1", "--data", kept)

    assert found.exit_code == 0, found.output
    assert "k1:" not in (kept / "live" / "keys").read_text()
    assert handrail("restore", new, "--check", "--data", kept).exit_code == 0
    refused = handrail("restore", old, "--check", "--data", kept)
    assert refused.exit_code == 2
    assert "wrapped with key b'k1', which the ring does not hold" in refused.stderr
    assert len(cases_in(kept)) == 2


def test_whoever_still_has_a_retired_key_in_hand_keeps_nothing_under_it(kept: Path) -> None:
    stale = tmp_ring(kept)
    handrail("keys", "rotate", "--data", kept)
    handrail("keys", "retire", "k1", "--data", kept)

    async def late(store: WakingStore) -> None:
        async with opened(_url(store)) as other:
            other._vault._ring = Both(store.ring, stale)
            with pytest.raises(NotSaved, match="start this program again"):
                await other.commit(event(0, ref="YP-LATE"))

    with_store(kept, late)
    assert "YP-LATE" not in cases_in(kept)


def tmp_ring(kept: Path) -> KeyRing:
    """Return the ring as a program has it that read its surroundings when it was started."""
    return KeyRing.parse((kept / "live" / "keys").read_text())


class Both(KeyRing):
    """Opens with today's ring, and wraps with the one of long ago."""

    __slots__ = ("_opens", "_wraps")

    def __init__(self, opens: KeyRing, wraps: KeyRing) -> None:
        self._opens = opens
        self._wraps = wraps

    def wrap(self, key: bytes) -> bytes:
        return self._wraps.wrap(key)

    def unwrap(self, wrapped: bytes) -> bytes:
        return self._opens.unwrap(wrapped)


@pytest.mark.parametrize("name", ["k1", "k9"])
def test_the_key_that_wraps_and_one_that_there_is_not_are_not_retired(
    kept: Path, name: str
) -> None:
    found = handrail("keys", "retire", name, "--data", kept)

    assert found.exit_code == 2
    assert "is not one of the older keys (there is none)" in found.stderr
    assert len(cases_in(kept)) == 2


def test_keys_of_the_surroundings_are_the_operators_to_change(clean: Path, tmp_path: Path) -> None:
    one, two = (f"{name}:{base64.b64encode(name.encode() * 16).decode()}" for name in ("k1", "k2"))
    server = EmbeddedServer(tmp_path / "outer", dies_with_us=True)
    server.start()
    old = {"REDIS_URL": server.url, "HANDRAIL_KEYS": one}
    new = {"REDIS_URL": server.url, "HANDRAIL_KEYS": f"{two},{one}"}
    with_store(clean, fill, redis_url=server.url, keys=one)

    asked = handrail("keys", "rotate", "--data", clean, env=old)
    done = handrail("keys", "rotate", "--data", clean, env=new)
    retired = handrail("keys", "retire", "k1", "--data", clean, env=new)

    assert asked.exit_code == 1
    assert "Put a new key first in HANDRAIL_KEYS" in asked.stdout
    assert (done.exit_code, retired.exit_code) == (0, 0)
    assert "3 keys were wrapped anew with k2" in done.stdout
    assert "(HANDRAIL_KEYS: take it out)" in retired.stdout
    assert len(cases_in(clean, redis_url=server.url, keys=two)) == 2
    server.stop()


def test_a_ring_that_is_in_no_file_makes_no_key() -> None:
    ring = KeyRing({"k1": bytes(32)})

    with pytest.raises(KeysUnusable, match="HANDRAIL_KEYS"):
        ring.add()
    with pytest.raises(CannotOpen):
        KeyRing({"k2": bytes(32)}).unwrap(ring.wrap(bytes(32)))
