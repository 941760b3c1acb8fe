"""`handrail replay`: an inspector asks if the machine would decide so again."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from adapters.mint import RandomMint
from adapters.redis.opening import WakingStore
from adapters.redis.sealing import seal_state
from bot.fsm.edition import compiled, edition_of
from bot.fsm.said import Opened, Said, Typed
from bot.handle import Handler
from bot.inbound import Inbound
from bot.settings.reading import read_examples
from tests.chat import FRIDAY_EVENING, SimClock
from tests.programs.kept import handrail, with_store

STOKE = "stoke"
TOLD = ("danger now", "called", "room 12", "Ava Stone", "with me", "12")


@pytest.fixture
def raised(clean: Path) -> tuple[Path, str]:
    """Give a data folder in which a teacher has raised an emergency, and the case's reference."""
    (school,) = (each for each in read_examples(date(2026, 11, 6)).schools if each.id == STOKE)

    async def tell(store: WakingStore) -> str:
        content = compiled(school.script, school.pack)
        await store.keep_edition(edition_of(content), content)
        handler = Handler(
            {STOKE: school}, store, SimClock(FRIDAY_EVENING), RandomMint(), failures.append
        )
        said: tuple[Said, ...] = (Opened(), *(Typed(each) for each in TOLD))
        for number, each in enumerate(said):
            await handler.receive(Inbound(STOKE, f"told-{number}", "teacher", each))
        (ref,) = await store.cases(STOKE)
        return ref

    failures: list[Exception] = []
    ref = with_store(clean, tell)
    assert failures == []
    return clean, ref


def test_it_comes_out_as_it_is_kept(raised: tuple[Path, str]) -> None:
    data, ref = raised

    found = handrail("replay", ref, "--data", data)

    assert found.exit_code == 0, found.output
    assert "It comes out as it is kept: level, alert, owner and every clock." in found.stdout
    first = next(line for line in found.stdout.splitlines() if line.startswith("    1  "))
    assert "Fri 06 Nov 2026, 19:40  EMERGENCY" in first
    assert first.endswith("alerts deputy-2, dsl, deputy")
    assert "Ava" not in found.stdout
    assert "room 12" not in found.stdout


def test_question_numbers_stand_beside_levels_only_where_they_are_asked_for(
    raised: tuple[Path, str],
) -> None:
    data, ref = raised

    assert "T-01" not in handrail("replay", ref, "--data", data).stdout
    asked = handrail("replay", ref, "--why", "--data", data).stdout
    assert "T-01: " in asked
    assert "Ava" not in asked


def test_other_rules_are_compared_entry_by_entry(raised: tuple[Path, str]) -> None:
    data, ref = raised

    other = handrail("replay", ref, "--edition", "north-somerset", "--data", data)
    same = handrail("replay", ref, "--edition", "today", "--data", data)

    assert (other.exit_code, same.exit_code) == (0, 0)
    assert "Under edition " in other.stdout
    assert "nothing would have come out otherwise." in same.stdout


def test_a_script_reads_the_same(raised: tuple[Path, str]) -> None:
    data, ref = raised

    found = json.loads(handrail("replay", ref, "--json", "--data", data).stdout)

    assert (found["same"], found["differs"]) == (True, [])
    assert found["steps"][0]["level"] == "EMERGENCY"
    assert found["steps"][0]["asked"] == []


def test_a_state_that_does_not_follow_from_the_record_is_a_failure(
    raised: tuple[Path, str],
) -> None:
    """Whoever has the keys can write another state; the record tells."""
    data, ref = raised

    async def lower(store: WakingStore) -> None:
        stored = await store.load_case(STOKE, ref)
        assert stored is not None
        state = stored.state.replace(b'"owner":""', b'"owner":"dsl"')
        key = store._vault.known(STOKE, ref)
        assert key is not None
        sealed = seal_state(key.box, STOKE, ref, stored.version, state)
        await store.line.ask("HSET", f"{{hr:{STOKE}}}:case:{ref}", "state", sealed)

    with_store(data, lower)

    assert handrail("verify", "--data", data).exit_code == 0
    found = handrail("replay", ref, "--data", data)
    assert found.exit_code == 1
    assert "FAIL  It does not come out as it is kept: owner." in found.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("YP-NONE",), "there is no case YP-NONE"),
        (("{ref}", "--edition", "nowhere"), "--edition nowhere is not one of: today, "),
    ],
)
def test_what_there_is_not_is_said(
    raised: tuple[Path, str], words: tuple[str, ...], told: str
) -> None:
    data, ref = raised
    typed = [word.format(ref=ref) for word in words]

    found = handrail("replay", *typed, "--data", data)

    assert found.exit_code == 2
    assert told in found.stderr
