"""`handrail rota` and `handrail check` show what was agreed in chat, with its mark."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, date, datetime
from pathlib import Path

from typer.testing import CliRunner, Result

from adapters.cli import app
from adapters.environment import Environment
from adapters.machine_clock import MachineClock
from adapters.redis.opening import open_store
from adapters.rota.picture import as_page
from adapters.rota.stretch import as_object, as_table, stretch_of
from adapters.wiring import read_settings
from bot.fsm.said import Pressed
from bot.handle import Handler
from bot.inbound import Inbound
from bot.rota.model import Agreed
from tests.engine import FixedMint
from tests.fundamentals.test_settings import GOOD
from tests.rota.staff import IN_SCHOOL, ON_CALL, cover, staffed

MADE = Agreed(
    number=1,
    by="deputy2",
    agreed_by="deputy1",
    at=datetime(2026, 11, 5, 10, tzinfo=UTC),
    covers=(cover("deputy2", "2026-11-06 15:30", "2026-11-07 08:30", "deputy1"),),
)
LINE = """
[[schools.rota]]
name = "Always"
hours = "08:30-08:30"
who = ["{who}"]
"""


def shown() -> list[str]:
    """Return the table of a Friday and a Saturday."""
    school = staffed(IN_SCHOOL, ON_CALL)
    rota = school.rota.model_copy(update={"agreed": (MADE,)})
    stretch = stretch_of(school.model_copy(update={"rota": rota}), date(2026, 11, 6), 2)
    assert "Ms Dee*" in as_page(stretch)
    assert "* agreed in chat" in as_page(stretch)
    spans = as_object(stretch)["spans"]
    assert isinstance(spans, list)
    assert [len(each["agreed"]) for each in spans] == [0, 0, 1, 0]
    return list(as_table(stretch))


def test_the_table_says_who_has_it_by_agreement_for_whom_and_since_when() -> None:
    lines = shown()

    marked = [line for line in lines if "chat:" in line]
    assert len(marked) == 1
    assert "Fri 6 Nov 15:30  Sat 7 Nov 08:30  Ms Dee" in marked[0]
    assert marked[0].endswith("On call; chat: Ms Dee for Mr Day, agreed Thu 5 Nov 10:00")


async def agree(environment: Environment) -> None:
    """Let the deputy take the running duty of the DSL, by the one door."""
    settings = read_settings(environment)
    schools = {each.id: each for each in settings.schools}
    (school,) = schools.values()
    async with open_store(environment) as (store, _, _):
        handler = Handler(schools, store, MachineClock(), FixedMint(), _fail)
        off = Inbound(school.id, "press-1", "dsl", Pressed("rota.off.ask"))
        await handler.receive(off)
        asked = (await handler.rotas.book(school.id)).asks[0].to
        yes = Inbound(school.id, "press-2", asked, Pressed("rota.yes.1"))
        await handler.receive(yes)
        assert (await handler.rotas.book(school.id)).agreed


def _fail(error: Exception) -> None:
    raise error


def handrail(*words: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(app, list(words))


async def test_the_command_reads_the_store(tmp_path: Path) -> None:
    config = tmp_path / "handrail.toml"
    config.write_text(GOOD + LINE.format(who="dsl"), encoding="utf-8")
    data = tmp_path / "data"
    await agree(Environment(data=data, config=config))

    words = ("rota", "--config", str(config), "--data", str(data), "--json")
    ran = await asyncio.to_thread(handrail, *words)

    (found,) = json.loads(ran.stdout)["schools"]
    assert any(each["agreed"] for each in found["spans"])
