"""What a person may do with a case: by role, checked at the press, never by being in a channel."""

from __future__ import annotations

import pytest

from bot.fsm.access.readers import may_take
from bot.fsm.said import Media, Typed
from bot.fsm.sheets.corrections import acceptance
from tests.engine import FRIDAY_MORNING, REFS, World
from tests.fundamentals.pressing import press

OPEN = f"deed.{REFS[0]}.open"
SCHOOL_ROLES = ("dsl", "deputy1", "head", "chair", "it", "sam", "nobody")


async def told(*said: str) -> World:
    """Return a world in which Sam has said this."""
    world = World(at=FRIDAY_MORNING)
    for each in ("hello", *said):
        await world.say("sam", Typed(each))
    world.chat.take()
    return world


@pytest.mark.parametrize(
    ("said", "allowed"),
    [
        (("not known",), {"dsl", "deputy1", "head"}),
        (("no", "someone who works here"), {"head", "chair"}),
        (("no", "someone who works here", "the head"), {"chair"}),
    ],
    ids=("an ordinary case", "about staff", "about the head"),
)
async def test_the_role_says_who_may_open_and_take(
    said: tuple[str, ...], allowed: set[str]
) -> None:
    world = await told(*said)
    case = await world.case()

    assert {who for who in SCHOOL_ROLES if may_take(world.school, case, who)} == allowed


@pytest.mark.parametrize("who", ["sam", "chair", "it", "nobody"])
async def test_somebody_without_the_right_is_shown_nothing_and_changes_nothing(who: str) -> None:
    world = await told("not known")
    before = await world.case()

    await press(world, who, "open")
    await press(world, who, "coming")

    assert world.chat.names(who) == ["not_yours", "not_yours"]
    assert await world.case() == before
    world.chat.assert_nothing_more()


async def test_a_case_that_does_not_exist_is_answered_in_the_same_words() -> None:
    world = await told("not known")

    await press(world, "dsl", "open", ref="YP-0000")

    assert world.chat.names("dsl") == ["not_yours"]


async def test_opening_a_case_is_written_down_and_changes_nothing_else() -> None:
    world = await told("not known")
    before = await world.case()

    await press(world, "deputy2", "open")

    assert world.chat.names("deputy2") == ["view"]
    entry = (await world.record())[-1]
    assert (entry.by, [event.type for event in entry.events]) == ("deputy2", ["viewed"])
    assert (await world.case()).owner == before.owner
    world.chat.assert_nothing_more()


@pytest.mark.parametrize(
    "deed", ["coming", "ringing", "bring", "keep_child", "on_phone", "with_child", "take_over"]
)
async def test_an_acknowledgement_makes_an_owner_and_is_the_reply(deed: str) -> None:
    world = await told("not known")

    await press(world, "dsl", deed)

    assert (await world.case()).owner == "dsl"
    relay = world.chat.take("sam")
    assert [sent.card.name for sent in relay] == [f"ack_{deed}"]
    assert relay[0].card.text.startswith("Mrs Hall, 10:15:")


async def test_nobody_takes_a_case_from_its_owner_unasked() -> None:
    world = await told("not known")
    await press(world, "dsl", "coming")
    world.chat.take()

    await press(world, "deputy1", "ringing")

    assert (await world.case()).owner == "dsl"
    assert world.chat.names("deputy1") == ["has_owner"]
    world.chat.assert_nothing_more()


@pytest.mark.parametrize("deed", ["", "no such deed", "take_over.twice"])
async def test_a_deed_that_is_none_says_that_nothing_changed(deed: str) -> None:
    world = await told("not known")

    await press(world, "dsl", deed)

    assert world.chat.names("dsl") == ["stale_rest"]
    assert (await world.case()).owner == ""
    world.chat.assert_nothing_more()


async def test_there_is_nothing_to_accept_while_no_answer_was_lowered() -> None:
    world = await told("not known")

    await press(world, "dsl", "accept")

    assert world.chat.names("dsl") == ["nothing_to_accept"]


async def test_what_was_said_since_is_not_accepted_by_an_older_button() -> None:
    world = await told("no", "another adult", "back", "not known")
    shown = acceptance(world.school, await world.case())
    for each in ("back", "no adults"):
        await world.say("sam", Typed(each))

    await press(world, "deputy1", shown)

    assert world.chat.names("deputy1")[-1] == "more_to_accept"
    assert (await world.case()).level.name == "IMMEDIATE"


async def test_accepting_is_by_name_and_in_the_record() -> None:
    world = await told("no", "another adult", "back", "no adults")

    await press(world, "deputy1", acceptance(world.school, await world.case()))

    assert world.chat.names("deputy1")[-1] == "accepted"
    entry = (await world.record())[-1]
    assert (entry.by, entry.events[0].type) == ("deputy1", "correction_accepted")
    assert (await world.case()).level.name == "RECORD"


async def test_somebody_who_steps_aside_can_do_nothing_more() -> None:
    world = await told("not known")
    await press(world, "dsl", "not_me")
    world.chat.take()

    await press(world, "dsl", "coming")

    assert world.chat.names("dsl") == ["not_yours"]
    assert (await world.case()).owner == ""


async def test_stepping_aside_while_another_has_it_pages_nobody() -> None:
    world = await told("not known")
    await press(world, "deputy1", "coming")
    world.chat.take()

    await press(world, "dsl", "not_me")

    assert world.chat.names() == ["recused", "post_left"]


async def test_stepping_aside_before_there_is_an_alert_is_kept() -> None:
    world = World(at=FRIDAY_MORNING)
    await world.say("sam", Media())
    world.chat.take()

    await press(world, "dsl", "not_me")

    assert (await world.case()).recused == ("dsl",)


async def test_the_view_says_what_was_refused_taken_back_and_who_is_not_on_the_list() -> None:
    world = World(at=FRIDAY_MORNING)
    for said in (Typed("hello"), Typed("no"), Media(), Typed("take it back")):
        await world.say("kit", said)
    world.chat.take()

    await press(world, "dsl", "open")

    rows = {row.label: row.text for row in world.chat.take("dsl")[0].card.fields}
    assert rows["Raised by"] == "kit (not on the roster), no number on file"
    assert rows["Refused"].startswith("1 sent")
    assert rows["Taken back at"] == "10:15"
