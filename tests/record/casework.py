"""One worked case, raised, taken, worked and signed press by press: what the record tests read."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogs.load import sheets
from bot.dialogs.script import Kind
from bot.fsm.case import Case
from bot.fsm.events import Entry
from bot.fsm.said import Filled, Media, Pressed, Typed
from bot.record.chronology import Chronology
from bot.record.compiling import chronology
from tests.engine import FRIDAY_MORNING, MINUTE, REFS, World
from tests.fundamentals.pressing import press

WORDS = 'Ava said: <b>he kept asking</b> & "I said no".\nBen Marsh showed it to Mr Kay\'s class.'
REASON = "Two children of 15, no adult. Ben has owned up to it."


async def fill(world: World, who: str, place: str, **answers: str) -> None:
    """Answer questions of a sheet (`social.2`): an option by its id, a text as typed."""
    for key, answer in answers.items():
        question = sheets()[place.partition(".")[0]].question(key)
        lead = f"deed.{REFS[0]}.sheet.{place}.{key}"
        ids = [option.id for option in question.options]
        if answer in ids and question.kind is not Kind.MULTI:
            await world.say(who, Pressed(f"{lead}.{ids.index(answer)}"))
        elif answer == "now":
            await world.say(who, Pressed(f"{lead}.now"))
        else:
            content = (answer,) if question.kind is Kind.MULTI else answer
            await world.say(who, Filled(f"{lead}.form", content))


async def tell(world: World, *said: str) -> None:
    """Let Sam type these, one after the other."""
    for each in said:
        await world.say("sam", Typed(each))


async def worked_case() -> World:
    """Return a world in which a case of two children was raised, decided and signed off."""
    world = World(at=FRIDAY_MORNING)
    await tell(world, "hello", "no", "no adults", "not known", "no", "none", "Ava Stone")
    serial = (await world.conversation()).serial
    await world.say("sam", Pressed(f"do.{serial}.another_child"))
    await tell(world, "with me", "15", "in the picture", "Ben Marsh", "another adult", "15")
    await tell(world, "passed it on", "not known", WORDS)
    await world.say("sam", Media())
    await tell(world, "change 2", "not known", "send")
    await world.wait(3 * MINUTE)
    await press(world, "deputy1", "open")
    await press(world, "dsl", "coming")
    await press(world, "dsl", "open")
    await world.wait(20 * MINUTE)
    await fill(world, "dsl", "parents.1", risk="no", told="not_known")
    await fill(world, "dsl", "parents.2", risk="not_known", told="not_known")
    await fill(world, "dsl", "social.2", involved="no", past="no", rung="rung", rung_at="now")
    await fill(world, "dsl", "social.2", taken_by="Jo, CS-2211", written="not_yet")
    await fill(world, "dsl", "social.1", involved="not_known")
    await fill(world, "dsl", "points.0", adult="no", coerced="no", capacity="no", demand="no")
    await fill(world, "dsl", "points.0", extreme="no", unusual="not_known", under_13="no")
    await fill(
        world,
        "dsl",
        "points.0",
        risk="no",
        tonight="no",
        care="no",
        malice="not_known",
        posted="no",
    )
    await fill(world, "dsl", "points.0", repeat="no", doubt="no")
    await fill(world, "dsl", "decision.0", harm="no", decision="need_facts")
    await world.wait(timedelta(hours=1))
    await fill(world, "dsl", "decision.0", decision="not_refer", reason=REASON)
    await fill(world, "dsl", "decision.0", override="Nobody else has it, and both were heard.")
    await fill(world, "dsl", "decision.0", advice="Jo at the council: below their threshold.")
    await fill(world, "dsl", "social.1", involved="no")
    await world.wait(timedelta(days=2, hours=22))
    await fill(world, "head", "signoff.0", harm="no", verdict="sign")
    return world


async def case_and_entries(world: World) -> tuple[Case, list[Entry]]:
    """Return a world's case with its record."""
    return await world.case(), await world.record()


async def compiled(world: World, child: int | None = None) -> Chronology:
    """Return the record of a world's case."""
    case, entries = await case_and_entries(world)
    return chronology(world.school, case, entries, child=child)
