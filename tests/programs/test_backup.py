"""Eight in the morning, a new machine, a file: everything is back, whole, or nothing is."""

from __future__ import annotations

import asyncio
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.redis import copying, moving
from adapters.redis.backups import BadBackup, open_backup, write_backup
from adapters.redis.copying import Kept
from adapters.redis.keyring import KeyRing
from adapters.redis.opening import WakingStore
from bot.ports import NotSaved, Queue
from tests.embedded import RING
from tests.programs.kept import NAMED, REFS, cases_in, handrail, kept, with_store
from tests.store.changes import NOW, REF, SCHOOL, event

__all__ = ["kept"]

MADE = datetime(2026, 11, 21, 7, 55, tzinfo=UTC)
SOME = [
    Kept("{hr:a}:case:YP-1", "hash", -1, ((b"version", b"1"), (b"state", bytes(range(256))))),
    Kept("{hr:a}:operation:1", "string", 1_800_000_000_000, ((b"x|1,2",),)),
]


def new_machine(kept: Path, tmp_path: Path) -> Path:
    """Return another data folder, to which the keys were carried apart from the backup."""
    other = tmp_path / "new"
    (other / "live").mkdir(parents=True)
    shutil.copy(kept / "live" / "keys", other / "live" / "keys")
    return other


async def waiting(store: WakingStore) -> list[tuple[str, datetime]]:
    return [each for queue in Queue for each in await store.pending(SCHOOL, queue)]


def test_everything_is_back_and_whole_on_a_new_machine(kept: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "file", new_machine(kept, tmp_path)

    made = handrail("backup", file, "--data", kept)
    back = handrail("restore", file, "--data", other)

    assert made.exit_code == back.exit_code == 0, made.output + back.output
    assert f"{file}: 1 school, 2 cases, 6 entries, as of " in made.stdout
    assert "1 school, 2 cases, 6 entries are back, as of " in back.stdout
    assert cases_in(other) == cases_in(kept)
    assert with_store(other, waiting) == with_store(kept, waiting)
    assert handrail("verify", "--data", other).exit_code == 0


def test_what_is_back_goes_on_and_repeats_nothing(kept: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "file", new_machine(kept, tmp_path)
    handrail("backup", file, "--data", kept)
    handrail("restore", file, "--data", other)

    async def go_on(store: WakingStore) -> tuple[bool, bool]:
        return (await store.commit(event(2))).again, (await store.commit(event(3))).again

    assert with_store(other, go_on) == (True, False)
    assert handrail("verify", "--data", other).exit_code == 0


def test_a_store_that_holds_records_is_not_written_over(kept: Path, tmp_path: Path) -> None:
    file, before = tmp_path / "file", cases_in(kept)
    handrail("backup", file, "--data", kept)

    found = handrail("restore", file, "--data", kept)

    assert found.exit_code == 2
    assert "holds records already, and nothing is written over" in found.stderr
    assert cases_in(kept) == before


def test_a_backup_is_not_written_over(kept: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("the only one")

    found = handrail("backup", file, "--data", kept)

    assert (found.exit_code, file.read_text()) == (2, "the only one")
    assert [each.name for each in tmp_path.iterdir() if each.name.endswith(".part")] == []


def test_without_the_keys_nobody_opens_it_and_the_cure_is_named(kept: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "file", tmp_path / "new"
    handrail("backup", file, "--data", kept)

    found = handrail("restore", file, "--data", other)

    assert found.exit_code == 2
    assert f"its keys belong in {other / 'live' / 'keys'}" in found.stderr
    shutil.copy(kept / "live" / "keys", other / "live" / "keys")
    assert handrail("restore", file, "--data", other).exit_code == 0


def test_no_word_and_no_reference_is_in_the_file(kept: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    handrail("backup", file, "--data", kept)

    held = file.read_bytes()

    assert [word for word in (NAMED, *REFS, SCHOOL) if word.encode() in held] == []
    assert file.stat().st_mode & 0o077 == 0


def test_a_backup_can_be_tried_without_changing_anything(kept: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    handrail("backup", file, "--data", kept)

    assert handrail("restore", file, "--check", "--data", kept).exit_code == 0
    assert "opens, and is whole" in handrail("restore", file, "--check", "--data", kept).stdout


def test_a_damaged_record_is_kept_and_said(kept: Path, tmp_path: Path) -> None:
    async def cut(store: WakingStore) -> None:
        await store.line.ask("XDEL", f"{{hr:{SCHOOL}}}:record:{REF}", "2-0")

    with_store(kept, cut)

    found = handrail("backup", tmp_path / "file", "--data", kept)

    assert found.exit_code == 1
    assert f"FAIL  {SCHOOL} {REF}: event 2 is missing" in found.stdout


def test_a_restore_that_was_broken_off_starts_nothing_and_is_done_again(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, other = tmp_path / "file", new_machine(kept, tmp_path)
    handrail("backup", file, "--data", kept)
    whole = copying.write

    async def half(line: object, found: list[Kept]) -> None:
        await whole(line, found[: len(found) // 2])  # type: ignore[arg-type]
        raise NotSaved("the plug was pulled")

    with monkeypatch.context() as patched:
        patched.setattr(moving, "write", half)
        assert handrail("restore", file, "--data", other).exit_code == 2

    refused = handrail("watch", "--once", "--data", other)
    assert refused.exit_code == 2
    assert "never filled to its end; run `handrail restore`" in refused.stderr
    assert handrail("restore", file, "--data", other).exit_code == 0
    assert cases_in(other) == cases_in(kept)


def test_what_is_copied_while_others_write_is_of_one_moment(kept: Path) -> None:
    async def busy(store: WakingStore) -> list[list[Kept]]:
        async def write() -> None:
            for number in range(3, 60):
                await asyncio.gather(*(store.commit(event(number, ref=ref)) for ref in REFS))

        writing = asyncio.create_task(write())
        copies = []
        while not writing.done():
            copies.append(await moving.copied(store))
        await writing
        return copies

    for copy in with_store(kept, busy):
        by = {each.key.partition(":")[2].partition(":")[2]: each for each in copy}
        for ref in REFS:
            state = {row[0]: row[1] for row in by[f"case:{ref}"].rows}
            assert state[b"version"] == b"%d" % len(by[f"record:{ref}"].rows)


def test_every_changed_byte_of_a_backup_is_found(tmp_path: Path) -> None:
    file = tmp_path / "file"
    write_backup(file, RING, SOME, MADE)
    held = file.read_bytes()
    assert open_backup(file, RING) == (MADE, SOME)

    for at in range(len(held)):
        file.write_bytes(held[:at] + bytes([held[at] ^ 1]) + held[at + 1 :])
        with pytest.raises(BadBackup):
            open_backup(file, RING)


def test_every_backup_that_was_cut_or_grew_is_found(tmp_path: Path) -> None:
    file, many = tmp_path / "file", [SOME[0]] * 1100
    write_backup(file, RING, many, MADE)
    held = file.read_bytes()
    first = held.index(b"\n") + 1
    size = 4 + int.from_bytes(held[first : first + 4], "big")
    frames = [held[first : first + size], held[first + size :]]

    for wrong in (
        held[:-1],
        held[: first + size],
        held[:first],
        held + frames[0],
        b"",
        held + b"x",
    ):
        file.write_bytes(wrong)
        with pytest.raises(BadBackup):
            open_backup(file, RING)


def test_another_key_of_the_ring_opens_it_too(tmp_path: Path) -> None:
    file = tmp_path / "file"
    write_backup(file, RING, SOME, MADE)
    newer = KeyRing({"k2": bytes(32), "k1": bytes(range(32))})

    assert open_backup(file, newer).kept == SOME
    with pytest.raises(BadBackup, match="k1"):
        open_backup(file, KeyRing({"k2": bytes(32)}))


def test_what_runs_out_still_does(kept: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "file", new_machine(kept, tmp_path)
    handrail("backup", file, "--data", kept)
    handrail("restore", file, "--data", other)

    async def lasting(store: WakingStore) -> dict[str, int]:
        names = await store.line.names("{hr:*")
        return {name: await store.line.ask("PEXPIRETIME", name) for name in names}

    found = with_store(kept, lasting)
    assert with_store(other, lasting) == found
    assert max(found.values()) > NOW.timestamp()
