"""A turn: whatever somebody does has an answer, and only what fits the question is one."""

from __future__ import annotations

import pytest

from bot.dialogs.card import Tone
from bot.dialogs.words import words
from bot.fsm.said import Filled, Media, Opened, Pressed, Typed
from tests.engine import FRIDAY_MORNING, World


async def told(*said: str) -> World:
    """Return a world in which Sam has said this."""
    world = World(at=FRIDAY_MORNING)
    for each in ("hello", *said):
        await world.say("sam", Typed(each))
    world.chat.take()
    return world


CAPACITY = ("no", "no", "no", "no")
AGE = (*CAPACITY, "none", "Jo", "in class")


async def test_the_first_question_has_no_way_back_and_nothing_to_send() -> None:
    world = World(at=FRIDAY_MORNING)

    await world.say("sam", Opened())

    card = world.chat.take("sam")[0].card
    quiet = [button.label for button in card.buttons if button.tone is Tone.QUIET]
    assert quiet == [words().buttons["why"], words().buttons["help"]]


async def test_from_the_first_answer_on_what_there_is_can_be_sent() -> None:
    world = World(at=FRIDAY_MORNING)
    await world.say("sam", Typed("hello"))
    await world.say("sam", Typed("no"))

    card = world.chat.take("sam")[-1].card
    quiet = [button.label for button in card.buttons if button.tone is Tone.QUIET]
    assert quiet == [words().buttons[name] for name in ("back", "why", "send_now", "help")]


@pytest.mark.parametrize(
    "value",
    [
        "q.1.99",
        "q.1.x",
        "q.1.age14",
        "q.0.0",
        "q.1.",
        "do.1.dance",
        "ch.1.x",
        "rest.YP-7K3Q.add",
        "rest..new",
        "nonsense",
        "",
    ],
)
async def test_a_button_that_is_none_of_ours_changes_nothing(value: str) -> None:
    world = await told()

    await world.say("sam", Pressed(value))

    names = world.chat.names("sam")
    assert names[0] == "stale" or names[-1] == "question.danger"
    assert await world.store.cases("school") == []


async def test_an_age_is_pressed_or_filled_in() -> None:
    pressed, filled = await told(*AGE), await told(*AGE)
    serial = (await pressed.conversation()).serial

    await pressed.say("sam", Pressed(f"q.{serial}.age14"))
    await filled.say("sam", Filled(f"q.{serial}.form", "year 9"))

    assert (await pressed.case()).account.answers["child.1.age"].value == 14
    assert (await filled.case()).account.answers["child.1.age"].value == "year 9"


async def test_a_form_of_an_earlier_question_is_not_kept() -> None:
    world = await told(*CAPACITY)
    serial = (await world.conversation()).serial
    await world.say("sam", Typed("none"))
    world.chat.take()

    await world.say("sam", Filled(f"q.{serial}.form", ("in_care",)))

    assert world.chat.names("sam")[0] == "stale"
    assert (await world.case()).account.answers["capacity"].value == ("none",)


@pytest.mark.parametrize(
    ("ticked", "said"),
    [(("none", "in_care"), "missed_alone"), ((), "missed_none"), (("elsewhere",), "missed")],
)
async def test_ticks_that_are_no_answer_say_what_is_amiss_with_them(
    ticked: tuple[str, ...], said: str
) -> None:
    world = await told(*CAPACITY)
    serial = (await world.conversation()).serial

    await world.say("sam", Filled(f"q.{serial}.form", ticked))

    assert world.chat.names("sam")[0] == said
    assert "capacity" not in (await world.case()).account.answers


async def test_nothing_said_is_said_to_be_nothing() -> None:
    world = await told()

    await world.say("sam", Typed("\u200b"))

    assert world.chat.names("sam")[0] == "empty"


async def test_a_hundred_thousand_characters_are_kept_in_no_part() -> None:
    world = await told(*CAPACITY, "none")

    await world.say("sam", Typed("a b " * 25_000))

    assert world.chat.names("sam")[0] == "too_long"
    assert "child.1.which_child" not in (await world.case()).account.answers


async def test_opening_the_chat_again_shows_where_one_is() -> None:
    world = await told("no")

    await world.say("sam", Opened())

    assert world.chat.names("sam")[-1] == "question.adult"


async def test_opening_the_chat_after_sending_says_where_it_stands() -> None:
    world = await told("no", "send")

    await world.say("sam", Opened())

    assert world.chat.names("sam") == ["resting"]


async def test_a_summary_row_can_be_changed_from_the_check() -> None:
    world = await told("danger", "called", "gym", "Jo", "in class")
    serial = (await world.conversation()).serial

    await world.say("sam", Pressed(f"ch.{serial}.2"))

    assert (await world.conversation()).asked == "called_999"


async def test_a_file_sent_while_resting_leaves_it_resting() -> None:
    world = await told("no", "send")

    await world.say("sam", Media())

    assert world.chat.names("sam") == ["media", "resting"]


async def test_every_misunderstanding_is_said_in_other_words() -> None:
    world = await told()
    for _ in range(4):
        await world.say("sam", Typed("the football trip"))

    missed = [sent for sent in world.chat.take("sam") if sent.card.name.startswith("missed")]
    names = [sent.card.name for sent in missed]
    assert names == ["missed", "missed_again_first", "missed_thrice", "missed_thrice"]
    assert [button.label for button in missed[-1].card.buttons] == [words().buttons["ring_me"]]
