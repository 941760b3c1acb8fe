"""Socket Mode: the same guard, saved before acknowledged, and never long without a line."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest

from adapters.chat.guard_words import Verdict
from adapters.chat.way_in import LARGEST
from adapters.slack.client import WEB, _is_slacks
from adapters.slack.door import Answer
from adapters.slack.socket import LONGEST
from tests.slack.ear import OPEN, answered, listening
from tests.slack.fragments import FRAGMENTS
from tests.slack.methods import Fault
from tests.slack.samples import pressed, typed


async def test_what_is_said_over_the_line_comes_in_and_is_acknowledged() -> None:
    async with listening() as ear:
        ear.answers = [Answer(), Answer(body={"response_action": "clear"})]

        assert await ear.say(typed("hello")) is None
        assert await ear.say(pressed("q.1.0"), "interactive") == {"response_action": "clear"}

        assert [knock.text or knock.value for knock in ear.taken] == ["hello", "q.1.0"]


@pytest.mark.parametrize("way", sorted(FRAGMENTS))
async def test_the_guard_stands_at_this_door_too(
    way: str, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "planted-words-7"
    with caplog.at_level(logging.DEBUG):
        async with listening() as ear:
            await ear.say(typed(secret, **FRAGMENTS[way]))

    assert [knock.verdict for knock in ear.taken] == [Verdict.MEDIA]
    assert secret not in repr(ear.taken) + caplog.text


async def test_what_is_not_saved_is_not_acknowledged_and_comes_again() -> None:
    async with listening() as ear:
        ear.answers = [Answer(503)]
        first = await ear.fake.lines.push("events_api", typed("one"))
        await ear.say(typed("two"))

        assert not first.answer.done()
        del ear.fake.lines.envelopes[first.name]
        await ear.say(typed("one"), retry_attempt=1, retry_reason="timeout")

        assert [knock.text for knock in ear.taken] == ["one", "two", "one"]
        assert ear.taken[0].operation == ear.taken[2].operation


async def test_nobody_waits_for_somebody_else() -> None:
    async with listening() as ear:
        ear.gates["slow"] = asyncio.Event()
        slow = await ear.fake.lines.push("events_api", typed("slow"))
        await ear.say(typed("quick"))
        assert not slow.answer.done()

        ear.gates["slow"].set()
        await answered(slow)


async def test_a_line_that_will_be_cut_is_let_go_when_the_next_stands_and_all_is_answered() -> None:
    async with listening() as ear:
        old = ear.fake.lines.lines[0]
        ear.gates["slow"] = asyncio.Event()
        slow = await ear.fake.lines.push("events_api", typed("slow"))

        await ear.fake.lines.tell(old, "warning")
        new = await ear.fake.lines.opened()
        await ear.say(typed("over the new one"), line=new)
        assert not old.closed
        ear.gates["slow"].set()

        await answered(slow)
        assert ear.pauses == []


async def test_a_line_that_breaks_is_replaced_after_a_moment() -> None:
    async with listening() as ear:
        await ear.fake.lines.lines[0].close()
        await ear.fake.lines.opened()

        await ear.say(typed("again"))

        assert ear.pauses == [1]


async def test_what_slack_refuses_for_a_while_is_asked_ever_more_slowly() -> None:
    limited = Fault(OPEN, 429, "ratelimited", {"Retry-After": "40"})
    broken = [Fault(OPEN, 500) for _ in range(6)]
    async with listening(*broken, limited) as ear:
        assert ear.pauses == [1, 2, 5, 15, 30, 30, 40]


async def test_where_socket_mode_is_switched_off_slack_is_left_alone_for_longer() -> None:
    async with listening() as ear:
        for _ in range(3):
            await ear.fake.lines.tell(ear.fake.lines.lines[-1], "link_disabled")
            await ear.fake.lines.opened()

        assert ear.pauses == [1, 2, 5]


async def test_a_line_without_a_greeting_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.slack.socket.GREETED_WITHIN", timedelta(milliseconds=50))
    async with listening(silent=2) as ear:
        await ear.say(typed("at last"))

        assert ear.pauses == [1, 2]


async def test_a_line_is_renewed_before_it_can_have_died_unseen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("adapters.slack.socket.LONGEST", timedelta(milliseconds=50))
    async with listening() as ear:
        await ear.fake.lines.opened()

        assert ear.pauses == []
    assert timedelta(minutes=10) < LONGEST < timedelta(hours=3)


@pytest.mark.parametrize(
    "text", ["{", "[]", "5", "null", '{"type": 5}', '{"payload": {}}', "[" * 100_000, "\ud800"]
)
async def test_what_cannot_be_read_ends_no_line(text: str) -> None:
    async with listening() as ear:
        with_surrogates = text.encode("utf-8", "replace").decode()
        await ear.fake.lines.lines[0].send_str(with_surrogates)

        await ear.say(typed("still here"))
        assert [knock.text for knock in ear.taken] == ["still here"]


async def test_what_is_nothing_of_slacks_or_too_large_is_acknowledged_and_dropped() -> None:
    async with listening() as ear:
        await ear.say({"type": "nothing"})
        await ear.say(typed("x" * LARGEST))
        await ear.say(["odd"])

        assert ear.taken == []
        assert ear.failures == []


async def test_what_fails_behind_the_door_is_told_and_not_asked_for_again() -> None:
    async with listening() as ear:
        ear.bug = RuntimeError("ours")

        await ear.say(typed("one"))

        assert len(ear.failures) == 1


@pytest.mark.parametrize(
    ("line", "api", "good"),
    [
        ("https://wss-primary.slack.com/link/?ticket=x", WEB, True),
        ("http://wss-primary.slack.com/link/?ticket=x", WEB, False),
        ("https://slack.com.evil.example/link", WEB, False),
        ("https://evil.example/slack.com", WEB, False),
        ("", WEB, False),
        ("http://127.0.0.1:1/link", "http://127.0.0.1:1/api/", True),
        ("http://127.0.0.1:2/link", "http://127.0.0.1:1/api/", False),
    ],
)
def test_a_line_leads_to_slack_and_nowhere_else(line: str, api: str, *, good: bool) -> None:
    assert _is_slacks(line, api) is good
