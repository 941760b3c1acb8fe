"""IT sees no content: every command, over a store with planted names, prints none of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import cast

import pytest
import typer.main
from typer.core import TyperGroup
from typer.testing import CliRunner

from adapters.cli import app
from adapters.environment import Environment
from adapters.machine_clock import MachineClock
from adapters.redis.opening import open_store
from adapters.wiring import read_settings
from bot.dialogs.script import Kind
from bot.fsm.case import Conversation
from bot.fsm.edition import compiled
from bot.fsm.said import Filled, Opened, Pressed, Said, Typed
from bot.fsm.school import Role
from bot.handle import Handler
from bot.inbound import Inbound, Outcome
from tests.engine import REFS, FixedMint

PLANTED = ("Quillfeather", "Brackenbury", "Snapchatter")
SERVE = {"playground", "run", "web", "clock"}
"""Programs that run until they are stopped. What they log is in the canary of the whole suite."""

ASKED: dict[str, tuple[str, ...]] = {
    "watch": ("watch", "--once"),
    "watch as json": ("watch", "--json"),
    "rehearse": ("rehearse", "PLAN"),
    "rota": ("rota",),
    "check": ("check",),
    "check as json": ("check", "--json"),
    "lint": ("lint",),
    "draw": ("draw", "--check"),
    "manifest": ("manifest", "slack", "--url", "https://handrail.school.example"),
    "verify": ("verify",),
    "verify as json": ("verify", "--json"),
    "backup": ("backup", "FOLDER/backup"),
    "restore": ("restore", "FOLDER/backup", "--check"),
    "move": ("move", "--to", "redis://127.0.0.1:1/0"),
    "shred": ("shred",),
    "shred one": ("shred", REFS[0]),
    "replay": ("replay", REFS[0]),
    "replay as json": ("replay", REFS[0], "--json"),
    "replay with why": ("replay", REFS[0], "--why"),
    "keys list": ("keys", "list"),
    "keys rotate": ("keys", "rotate"),
    "keys retire": ("keys", "retire", "none"),
    "prove": ("prove",),
}
"""Each command as it is typed; `FOLDER` is one of the test's own."""


DONE = {"backup", "draw", "keys list", "lint", "prove", "replay", "verify", "watch"}
"""What must have been done, so that it had something to tell."""
pytestmark = pytest.mark.usefixtures("logging_as_before")


def names(group: TyperGroup, before: str = "") -> Iterator[str]:
    """Yield every command there is, by what is typed."""
    for name, each in group.commands.items():
        if isinstance(each, TyperGroup):
            yield from names(each, f"{before}{name} ")
        else:
            yield f"{before}{name}"


def test_every_command_that_ends_by_itself_is_tried() -> None:
    found = set(names(cast("TyperGroup", typer.main.get_command(app))))
    tried = {" ".join(typed[: 2 if typed[0] == "keys" else 1]) for typed in ASKED.values()}

    assert found - SERVE - tried == set()


async def tell(folder: Path) -> None:
    """Leave a case with planted words in the store of a deployment, every free text among them."""
    environment = Environment(data=folder, config=None)
    settings = read_settings(environment)
    schools = {each.id: each for each in settings.schools}
    failures: list[Exception] = []
    async with open_store(environment) as (store, _, _):
        for school in schools.values():
            await store.keep_edition(school.edition, compiled(school.script, school.pack))
        handler = Handler(schools, store, MachineClock(), FixedMint(), failures.append)
        here, operations = settings.schools[0], count(1)
        dsl = here.of_role(Role.DSL)[0].id

        async def say(said: Said, by: str = "teacher") -> None:
            inbound = Inbound(here.id, f"told-{next(operations)}", by, said)
            assert (await handler.receive(inbound)).outcome is Outcome.SAVED

        await say(Opened())
        await say(Typed("danger now"))
        for _ in range(8):
            stored = await store.load_conversation(here.id, "teacher")
            assert stored is not None
            talk = Conversation.model_validate_json(stored.state)
            if not talk.asked:
                break
            lead, words = f"q.{talk.serial}", f"{PLANTED[0]} {PLANTED[2]}"
            free = here.script.question(talk.asked).kind is Kind.TEXT
            await say(Filled(f"{lead}.form", words) if free else Pressed(f"{lead}.0"))
        await say(Pressed(f"deed.{REFS[0]}.coming"), dsl)
        await say(Filled(f"deed.{REFS[0]}.sheet.decision.0.reason.form", PLANTED[1]), dsl)
        case = await handler.case(here.id, REFS[0])
        assert case is not None
        assert PLANTED[0] in case.model_dump_json()
    assert failures == []


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("told")
    asyncio.run(tell(folder / "data"))
    return folder


@pytest.mark.slow
def test_no_command_prints_a_word_of_any_case(
    told: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    leaks: dict[str, list[str]] = {}
    printed = 0
    for name, typed in ASKED.items():
        plan = str(Path(__file__).parents[1] / "rehearsals/cases/cs01_a_couple_of_fifteen.toml")
        words = [each.replace("FOLDER", str(told)).replace("PLAN", plan) for each in typed]
        variables = {"HANDRAIL_DATA": str(told / "data"), "HANDRAIL_CONFIG": "", "REDIS_URL": ""}

        result = CliRunner().invoke(app, words, env=variables)

        assert result.exit_code in ({0} if name in DONE else {0, 1, 2}), (name, result.output)
        beside = "".join(capfd.readouterr())
        printed += len(result.output)
        shown = result.output + beside + str(result.exception or "")
        if found := [word for word in PLANTED if word in shown]:
            leaks[name] = found

    assert leaks == {}
    assert printed > 1000
