"""The repair words work in every state, and none of them loses what was said."""

from __future__ import annotations

import pytest

from bot.dialogs.understand import Repair
from bot.fsm.case import ConversationStage
from bot.fsm.reporter.repairing import REPAIRS
from bot.fsm.said import Typed
from tests.engine import FRIDAY_MORNING, World

EMERGENCY = ("hello", "danger", "called", "gym", "Jo", "in class")
STATES: dict[ConversationStage, tuple[str, ...]] = {
    ConversationStage.IDLE: (),
    ConversationStage.ASKING: ("hello", "no"),
    ConversationStage.CHECKING: EMERGENCY,
    ConversationStage.RESTING: ("hello", "no", "send"),
}
WORDS = {
    Repair.BACK: "back",
    Repair.CHANGE: "change 1",
    Repair.WHY: "why",
    Repair.HELP: "help",
    Repair.STOP: "stop",
    Repair.REPEAT: "say that again",
    Repair.CALL_ME: "ring me",
    Repair.SEND: "send",
    Repair.ANOTHER_CHILD: "another child",
    Repair.TAKE_BACK: "take it back",
    Repair.GO_ON: "go on",
    Repair.ADD: "add",
    Repair.START: "start again",
}


async def at(stage: ConversationStage) -> World:
    """Return a world in which Sam's conversation stands there."""
    world = World(at=FRIDAY_MORNING)
    for said in STATES[stage]:
        await world.say("sam", Typed(said))
    world.chat.take()
    return world


def test_every_repair_has_a_word_and_something_that_it_does() -> None:
    assert set(WORDS) == set(Repair)
    assert set(REPAIRS) | {Repair.CHANGE} == set(Repair)


@pytest.mark.parametrize("stage", STATES)
@pytest.mark.parametrize("repair", Repair)
async def test_a_repair_is_answered_in_every_state_and_loses_nothing(
    repair: Repair, stage: ConversationStage
) -> None:
    world = await at(stage)
    refs = await world.store.cases("school")
    before = (await world.case()).account.answers if refs else {}

    await world.say("sam", Typed(WORDS[repair]))

    assert [sent for sent in world.chat.take("sam") if not sent.edit], "never silence"
    assert world.failures == []
    if refs:
        assert before.items() <= (await world.case()).account.answers.items()


@pytest.mark.parametrize("word", ["stop", "send", "take it back"])
async def test_ending_before_anything_is_said_says_that_nothing_was_sent(word: str) -> None:
    world = await at(ConversationStage.IDLE)

    await world.say("sam", Typed(word))

    assert world.chat.names("sam")[0] == "nothing_yet"
    assert await world.store.cases("school") == []


async def test_back_goes_one_answer_back_and_then_another() -> None:
    world = World(at=FRIDAY_MORNING)
    for said in ("hello", "no", "no", "back", "back"):
        await world.say("sam", Typed(said))

    assert (await world.conversation()).asked == "danger"


async def test_back_from_the_check_is_the_last_answer() -> None:
    world = await at(ConversationStage.CHECKING)

    await world.say("sam", Typed("back"))

    assert (await world.conversation()).asked == "child.1.where_child"


async def test_change_without_a_number_says_how() -> None:
    world = await at(ConversationStage.ASKING)

    await world.say("sam", Typed("change"))

    assert world.chat.names("sam")[0] == "no_such_number"


async def test_changing_what_was_sent_opens_it_again() -> None:
    world = await at(ConversationStage.RESTING)

    await world.say("sam", Typed("change 1"))

    assert (await world.conversation()).asked == "danger"
    assert (await world.case()).account.reopened


async def test_what_is_added_twice_is_kept_twice() -> None:
    world = await at(ConversationStage.RESTING)
    for said in ("add", "She came back.", "send", "add", "She has gone home."):
        await world.say("sam", Typed(said))

    added = (await world.case()).account.answers["added"].value
    assert added == "She came back.\nShe has gone home."


async def test_words_with_no_question_open_are_said_not_to_be_kept() -> None:
    resting = await at(ConversationStage.RESTING)
    checking = await at(ConversationStage.CHECKING)

    await resting.say("sam", Typed("he is crying"))
    await checking.say("sam", Typed("he is crying"))

    assert resting.chat.names("sam") == ["resting_unkept"]
    assert "unkept" in checking.chat.names("sam")


async def test_words_before_anything_was_asked_bring_the_first_question() -> None:
    world = await at(ConversationStage.IDLE)

    await world.say("sam", Typed("one of my year nines is upset"))

    assert world.chat.names("sam") == ["question.danger"]
