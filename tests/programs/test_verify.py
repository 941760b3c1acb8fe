"""`handrail verify`: what the inspector, and whoever must answer for the record, reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapters.redis.keys import Names
from adapters.redis.opening import WakingStore
from tests.programs.kept import NAMED, handrail, kept, with_store
from tests.store.changes import NOW, REF, SCHOOL, event

__all__ = ["kept"]

NAMES = Names(SCHOOL)


def test_a_whole_record_is_said_to_be_whole(kept: Path) -> None:
    found = handrail("verify", "--data", kept)

    assert found.stdout == (
        "ok    westcroft: 2 cases, 6 entries whole\n"
        "ok    westcroft: the anchor of 06 Nov 2026, 19:40 covers 2 cases, 6 entries\n"
        "The record is whole.\n"
    )
    assert found.exit_code == 0


def test_an_empty_store_is_not_said_to_hold_a_whole_record(clean: Path) -> None:
    """It may be the wrong folder: whoever reads `whole` would look no further."""
    found = handrail("verify", "--data", clean)

    assert "whole" not in found.stdout
    assert "--data" in found.stdout
    assert found.exit_code == 0


def test_a_changed_record_is_named_and_its_words_are_not(kept: Path) -> None:
    async def cut(store: WakingStore) -> None:
        await store.line.ask("XDEL", NAMES.record(REF), "2-0")

    with_store(kept, cut)

    found = handrail("verify", "--data", kept)

    assert found.exit_code == 1
    assert "FAIL  westcroft YP-7K3Q: event 2 is missing: event 3 stands there\n" in found.stdout
    assert "NOT as it was written. Keep the store as it is, and tell the DSL." in found.stdout
    assert NAMED not in found.output


def test_the_words_that_were_posted_are_found_again(kept: Path) -> None:
    async def post(store: WakingStore) -> str:
        await store.commit(event(3))
        return await store.ledger.anchor(SCHOOL, NOW)

    words = with_store(kept, post)

    found = handrail("verify", "--anchor", words.upper(), "--data", kept)

    assert found.exit_code == 0
    told = "the words stand for westcroft: the anchor of 2026-11-06 19:40 UTC: 2 cases"
    assert told in found.stdout


def test_words_that_nothing_stands_for_any_more_are_a_failure(kept: Path) -> None:
    async def post_and_cut(store: WakingStore) -> str:
        before = await store.line.ask("HGETALL", NAMES.case(REF))
        await store.commit(event(3))
        words = await store.anchor(SCHOOL, REF, 4)
        await store.line.ask("XDEL", NAMES.record(REF), "4-0")
        await store.line.ask("HSET", NAMES.case(REF), *(x for y in before.items() for x in y))
        return words

    words = with_store(kept, post_and_cut)

    assert handrail("verify", "--data", kept).exit_code == 0, "a shorter chain that is valid"
    found = handrail("verify", "--anchor", words, "--data", kept)
    assert found.exit_code == 1
    assert "FAIL  --anchor: no state of this store has these words" in found.stdout


def test_a_misread_word_could_not_be_looked_for(kept: Path) -> None:
    found = handrail("verify", "--anchor", "acron beach", "--data", kept)

    assert found.exit_code == 2
    assert "--anchor: 'acron' is no word of an anchor; did you mean 'apron'?" in found.stderr


def test_a_script_reads_the_same(kept: Path) -> None:
    found = json.loads(handrail("verify", "--json", "--data", kept).stdout)

    assert (found["whole"], found["anchor_found"]) == (True, None)
    (school,) = found["schools"]
    assert (school["school"], school["cases"], school["entries"]) == ("westcroft", 2, 6)
    assert school["wrong"] == []


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_an_empty_store_is_no_failure(clean: Path, more: tuple[str, ...]) -> None:
    assert handrail("verify", "--data", clean, *more).exit_code == 0
