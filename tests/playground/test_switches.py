"""Chat down, store down, and starting again: what people are then told."""

from __future__ import annotations

import asyncio
import inspect
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.memory.store import MemoryStore
from adapters.playground.messenger import ACTING, Acting, PlaygroundMessenger
from adapters.playground.panes import Panes
from adapters.playground.switches import SwitchedStore, Switches
from bot.dialogs.card import Card, CardKind
from bot.fsm.school import CHANNEL
from bot.ports import NotSaved, Queue, Retry, Store
from tests.playground.page import Page, eventually
from tests.playground.stage import MONDAY_NOON

CARD = Card(name="any", kind=CardKind.NOTICE, text="words")


async def test_with_the_store_down_the_teacher_is_told_and_nothing_is_ticked(page: Page) -> None:
    await page.say("sam", opened=True)
    await page.post("switches", {"store_down": True})

    answer = await page.press("sam", "Danger now, needs 999")

    assert answer.body["outcome"] == "not-saved"
    last = page.cards("sam")[-1]
    assert last.kind == "delivery-problem"
    assert "NOT saved" in last.text
    assert "01782 555 0111" in last.text
    assert [each.words for each in page.shown("sam") if each.words] == []
    assert page.shown(CHANNEL) == []


async def test_each_try_on_a_store_that_is_down_is_answered(page: Page) -> None:
    await page.say("sam", opened=True)
    await page.post("switches", {"store_down": True})

    for _ in range(3):
        await page.press("sam", "Danger now, needs 999", operation="one-and-the-same")

    assert [card.kind for card in page.cards("sam")].count(CardKind.DELIVERY_PROBLEM) == 3


async def test_the_same_doing_is_saved_when_the_store_is_back(page: Page) -> None:
    await page.say("sam", opened=True)
    await page.post("switches", {"store_down": True})
    await page.press("sam", "Danger now, needs 999", operation="one-and-the-same")
    await page.post("switches", {"store_down": False})

    answer = await page.press("sam", "Danger now, needs 999", operation="one-and-the-same")

    assert answer.body["outcome"] == "saved"
    assert page.cards(CHANNEL)[0].level == "EMERGENCY"


async def test_with_the_chat_down_the_teacher_hears_at_once_that_nobody_was_reached(
    page: Page,
) -> None:
    await page.say("sam", opened=True)
    await page.post("switches", {"chat_down": True})

    await page.press("sam", "Danger now, needs 999")

    problems = [card for card in page.cards("sam") if card.kind is CardKind.DELIVERY_PROBLEM]
    assert len(problems) == 1
    assert page.shown(CHANNEL) == page.shown("khan") == []


@pytest.mark.slow
async def test_what_waited_for_the_chat_goes_out_when_it_is_back(page: Page) -> None:
    await page.say("sam", opened=True)
    await page.post("switches", {"chat_down": True})
    await page.press("sam", "Danger now, needs 999")

    await page.post("switches", {"chat_down": False})

    await eventually(lambda: bool(page.shown("khan") and page.shown(CHANNEL)))
    assert len(page.shown(CHANNEL)) == 1


@pytest.mark.parametrize(
    ("acting", "reached"),
    [
        (None, False),
        (Acting("s", "khan"), False),
        (Acting("t", "sam"), False),
        (Acting("s", "sam"), True),
    ],
    ids=str,
)
async def test_a_chat_that_is_down_lets_only_the_reply_through(
    tmp_path: Path, acting: Acting | None, reached: bool
) -> None:
    panes = Panes(tmp_path, lambda: MONDAY_NOON)
    messenger = PlaygroundMessenger(panes, Switches(chat_down=True))
    token = ACTING.set(acting)
    try:
        if reached:
            assert await messenger.send("s", "sam", CARD, key="1") == panes.of("s")[0].id
        else:
            with pytest.raises(Retry):
                await messenger.send("s", "sam", CARD, key="1")
    finally:
        ACTING.reset(token)

    assert len(panes.of("s")) == reached


def names_in(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


CALLS = [name for name, each in vars(Store).items() if inspect.iscoroutinefunction(each)]


@pytest.mark.parametrize("call", CALLS)
async def test_a_store_that_is_down_answers_no_call(call: str) -> None:
    store = SwitchedStore(MemoryStore(), Switches(store_down=True))
    method = getattr(store, call)
    named = inspect.signature(method).parameters.values()
    asked = {each.name: None for each in named}

    with pytest.raises(NotSaved):
        await method(**asked)


async def test_a_store_that_is_up_is_asked() -> None:
    inner = MemoryStore()
    store = SwitchedStore(inner, Switches())

    await store.keep_edition("digest", b"content")

    assert await inner.edition("digest") == b"content"
    assert await store.next_due("s", Queue.TIMERS) is None


async def test_start_again_forgets_everything_in_every_school(page: Page, tmp_path: Path) -> None:
    await page.danger()
    await page.post("clock", {"to": "tonight"})
    await page.post("switches", {"chat_down": True})

    answer = await page.post("again", {})

    assert answer.body == {"wiped": True}
    assert page.stage.playground.panes.of("hillside") == ()
    assert await page.stage.store.cases("hillside") == []
    assert await page.stage.store.pending("hillside", Queue.TIMERS) == []
    assert not any(each.startswith("panes") for each in names_in(tmp_path))
    assert not page.stage.playground.switches.chat_down
    clock = page.stage.playground.clock
    assert abs(clock.now() - clock.machine()) < timedelta(seconds=1)


async def test_after_starting_again_a_concern_begins_at_the_beginning(page: Page) -> None:
    await page.danger()
    await page.post("again", {})

    await page.danger()

    assert len(page.shown(CHANNEL)) == 1


async def test_nobody_speaks_while_everything_is_being_forgotten(page: Page) -> None:
    playground, wipe = page.stage.playground, page.stage.playground.wipe
    wiping, go_on = asyncio.Event(), asyncio.Event()

    async def slowly() -> None:
        wiping.set()
        await go_on.wait()
        await wipe()

    playground.wipe = slowly
    await page.danger()

    again = asyncio.ensure_future(page.post("again", {}))
    await wiping.wait()
    said = asyncio.ensure_future(page.say("sam", opened=True))
    await asyncio.wait([said], timeout=0.1)
    assert not said.done()
    go_on.set()

    assert (await again).status == 200
    assert (await said).body["outcome"] == "saved"
    assert [card.question for card in page.cards("sam")] == ["T-01"]
