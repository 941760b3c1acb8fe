"""Whoever was given a copy of the record can hold the store to it years later."""

from __future__ import annotations

import pytest

from adapters.export.forms import FORMS
from adapters.redis.launcher import EmbeddedServer
from bot.fsm.desk.taking import Form
from bot.fsm.said import Pressed
from bot.handing import Links
from bot.inbound import Inbound
from bot.record.anchors import read_words
from bot.record.chronology import Chronology
from bot.taking import take_record
from tests.engine import TICKET
from tests.programs.deployed import SCHOOL, Deployed
from tests.store.changes import opened


async def taken(world: Deployed, child: int = 0, form: Form = Form.PAGE) -> Chronology:
    """Take the record as the DSL does: the link, then the code."""
    await world.raise_red()
    handler, ref = world.deployment.handler, (await world.case()).ref
    handler.links = Links(world.deployment.store.links, world.clock, lambda: TICKET)
    asked = Pressed(f"deed.{ref}.record.{child}.{form}")
    await handler.receive(Inbound(SCHOOL, "take", "dsl", asked))
    found = await take_record(handler, SCHOOL, TICKET.token, TICKET.code)
    assert found.record is not None
    return found.record


async def test_the_words_of_a_copy_stand_for_what_it_holds(
    world: Deployed, server: EmbeddedServer
) -> None:
    record = await taken(world)
    ref, entries = record.about.reference, record.entries
    assert entries == len(await world.deployment.store.entries(SCHOOL, ref))

    async with opened(server.url) as store:
        found = await store.walker.walk(SCHOOL, read_words(record.anchor))

    assert found.matches == [f"{ref} as it was after entry {entries} of {entries}"]


@pytest.mark.parametrize("form", [Form.PAGE, Form.SUMMARY, Form.JSON])
async def test_each_form_that_holds_a_record_ends_with_its_words(
    world: Deployed, form: Form
) -> None:
    record = await taken(world, 1)

    assert record.anchor in FORMS[form].make(record).decode()
    assert record.anchor in FORMS[Form.REFERRAL].make(record).decode()
