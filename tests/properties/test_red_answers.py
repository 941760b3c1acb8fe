"""What a red answer and a red "not known" always do, at every place where one can be given."""

from __future__ import annotations

import asyncio
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogs.flags import Level
from bot.dialogs.script import Kind, Question
from bot.fsm.case import Case, Conversation
from bot.fsm.effects import Effect, Page, Say
from bot.fsm.events import Answered, Began
from bot.fsm.known.answering import unknown
from bot.fsm.said import Pressed, Said, Typed
from bot.fsm.step import begin, step
from bot.inbound import Inbound, Outcome
from tests.chat import FRIDAY_EVENING
from tests.engine import FRIDAY_MORNING, World, a_school, intake

SCHOOL = a_school()
RED = [question for question in intake().questions if question.red]
MOMENTS = (FRIDAY_MORNING, FRIDAY_EVENING)


def key_of(question: Question) -> str:
    return f"child.1.{question.id}" if question.each_child else question.id


def calm_case() -> Case:
    """Return a case in which everything red was answered calmly, and nothing has been raised."""
    began = Began(ref="YP-7K3Q", reporter="sam", rostered=True, edition="2026-11")
    case = begin(SCHOOL, began, FRIDAY_EVENING)
    for question in RED:
        if question.id != "acts" and question.calm is not None:
            answer = Answered(key=key_of(question), value=question.calm)
            case, _ = step(SCHOOL, case, answer, FRIDAY_EVENING)
    assert case.level is Level.RECORD
    return case


def alarms(question: Question) -> list[str]:
    return [option.id for option in question.options if option.raises]


@pytest.mark.parametrize("question", RED, ids=lambda question: question.id)
@pytest.mark.parametrize("now", MOMENTS, ids=("by day", "by night"))
def test_not_known_on_a_red_question_is_urgent_at_least_and_stays_open(
    question: Question, now: object
) -> None:
    case = calm_case()
    if question.id == "acts":
        young = Answered(key="child.1.age", value=12)
        case, _ = step(SCHOOL, case, young, FRIDAY_EVENING)
    value = ("not_known",) if question.kind is Kind.MULTI else "not_known"

    after, _ = step(SCHOOL, case, Answered(key=key_of(question), value=value), now)  # type: ignore[arg-type]  # parametrize loses the type

    assert after.level >= Level.URGENT
    assert key_of(question) in unknown(SCHOOL, after.account)


@pytest.mark.parametrize(
    ("question", "option", "now"),
    [
        (question, option, now)
        for question, now in product(RED, MOMENTS)
        if question.kind in {Kind.CHOICE, Kind.MULTI} and question.id != "acts"
        for option in alarms(question)
    ],
)
def test_an_alarming_answer_has_its_alert_in_the_same_step(
    question: Question, option: str, now: object
) -> None:
    case = calm_case()
    value = (option,) if question.kind is Kind.MULTI else option

    after, effects = step(SCHOOL, case, Answered(key=key_of(question), value=value), now)  # type: ignore[arg-type]  # parametrize loses the type

    assert after.alert is not None
    assert paged(effects), "somebody is paged"
    assert any(isinstance(each, Say) and each.to == "sam" for each in effects), "sam is told"
    assert "ladder" in after.wakes


def paged(effects: list[Effect]) -> list[str]:
    return [each.to for each in effects if isinstance(each, Page)]


SAID: tuple[Said, ...] = (
    Typed("hello"),
    Typed("no"),
    Pressed("q.1.0"),
    Pressed("q.2.1"),
    Typed("take it back"),
)


async def _delivered(order: list[int]) -> tuple[Case | None, Conversation, int]:
    world = World()
    world.restarts = False
    inbounds = [world.inbound("sam", said, f"op{n}") for n, said in enumerate(SAID)]
    for n in dict.fromkeys(order):
        await world.hand_in(inbounds[n])
    seen = len(world.chat.sent)

    for n in order:
        reply = await world.hand_in(inbounds[n])
        assert reply.outcome is Outcome.AGAIN

    refs = await world.store.cases("school")
    case = await world.case(refs[0]) if refs else None
    assert len(world.chat.sent) == seen, "what is delivered again says nothing"
    return case, await world.conversation(), seen


@settings(max_examples=25, derandomize=True)
@given(st.permutations(range(len(SAID))), st.randoms(use_true_random=False))
def test_the_same_messages_eleven_times_in_any_order_change_things_once(
    order: list[int], chance: object
) -> None:
    repeats = order * 11
    chance.shuffle(repeats)  # type: ignore[attr-defined]  # hypothesis types it as object
    repeats = [*order, *repeats]

    once = asyncio.run(_delivered(order))
    often = asyncio.run(_delivered(repeats))

    assert often == once


async def test_eleven_at_the_same_time_are_one_change() -> None:
    world = World()
    world.restarts = False
    await world.say("sam", Typed("hello"))
    inbound = Inbound("school", "the-same", "sam", Typed("danger"))

    replies = await asyncio.gather(*(world.hand_in(inbound) for _ in range(11)))

    outcomes = sorted(reply.outcome for reply in replies)
    assert outcomes == [Outcome.AGAIN] * 10 + [Outcome.SAVED]
    assert len(await world.record()) == 1 + len(world.chat.take("", "page")), (
        "one entry, deliveries"
    )
    assert len(await world.store.cases("school")) == 1
