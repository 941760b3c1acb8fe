"""What every way beside the chat promises: e-mail by SMTP, and the phone by a signed webhook.

Each is tried against a real server of its kind, in this process.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from adapters.machine_clock import MachineClock
from adapters.mail import smtp
from adapters.mail.smtp import MailServer, SmtpMail
from adapters.phone import webhook
from adapters.phone.webhook import Webhook
from bot.calls import Caller, case_call, idempotency
from bot.ports import OurBug, Reroute, Retry
from bot.settings.ways import Security
from tests.contracts.receivers import SECRET, Mood, Receiver, Taken, gateway, mail_box
from tests.engine import PEOPLE

TEXT = case_call("YP-7K3Q")
KEY = idempotency("school", "YP-7K3Q:phone:dsl:1")


@dataclass
class Line:
    """A caller, the other side of it, an address, and that address as the other side reads it."""

    caller: Caller
    other: Receiver
    address: str
    dialled: str


@pytest.fixture(params=["mail", "phone"])
async def line(request: pytest.FixtureRequest) -> AsyncIterator[Line]:
    clock = MachineClock()
    async with AsyncExitStack() as stack:
        if request.param == "mail":
            box = await stack.enter_async_context(mail_box())
            server = MailServer("127.0.0.1", box.port, Security.NONE, "handrail@school.example")
            yield Line(SmtpMail(server, clock), box, "hall@school.example", "hall@school.example")
            return
        other = await stack.enter_async_context(gateway())
        url = f"http://127.0.0.1:{other.port}/call"
        caller = await stack.enter_async_context(Webhook(url, SECRET, clock))
        yield Line(caller, other, "07700 900123", "+447700900123")


async def test_a_call_arrives_at_its_address_with_its_words_and_its_key(line: Line) -> None:
    await line.caller.call("school", line.address, TEXT, key=KEY)

    assert line.other.taken == [Taken(line.dialled, TEXT, KEY)]


async def test_a_call_says_the_reference_and_the_act_and_nothing_else(line: Line) -> None:
    await line.caller.call("school", line.address, TEXT, key=KEY)

    raw = line.other.raw[0]
    assert "Handrail: open your chat. Case YP-7K3Q needs you." in raw
    assert not [person.name for person in PEOPLE if person.name in raw]
    assert "school" not in raw.replace("school.example", "")


async def test_a_call_that_is_made_twice_has_the_same_key_twice(line: Line) -> None:
    await line.caller.call("school", line.address, TEXT, key=KEY)
    await line.caller.call("school", line.address, TEXT, key=KEY)

    assert {each.key for each in line.other.taken} == {KEY}


@pytest.mark.parametrize(
    ("mood", "becomes"), [(Mood.BUSY, Retry), (Mood.NOBODY, Reroute), (Mood.REFUSES, OurBug)]
)
async def test_what_the_other_side_answers_says_what_to_do(
    line: Line, mood: Mood, becomes: type[Exception]
) -> None:
    line.other.mood = mood

    with pytest.raises(becomes):
        await line.caller.call("school", line.address, TEXT, key=KEY)

    assert line.other.taken == []


async def test_a_side_that_never_answers_is_left_in_time_and_tried_again(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "LONGEST", timedelta(milliseconds=200))
    monkeypatch.setattr(webhook, "LONGEST", timedelta(milliseconds=200))
    line.other.mood = Mood.MUTE
    began = datetime.now(UTC)

    with pytest.raises(Retry) as left:
        await line.caller.call("school", line.address, TEXT, key=KEY)

    assert left.value.unknown, "it may have arrived"
    assert datetime.now(UTC) - began < timedelta(seconds=5)


async def test_what_a_failure_says_names_nobody(line: Line) -> None:
    line.other.mood = Mood.NOBODY

    with pytest.raises(Reroute) as failed:
        await line.caller.call("school", line.address, TEXT, key=KEY)

    assert line.address not in str(failed.value)


def test_both_give_up_before_a_claimed_call_is_handed_to_somebody_else() -> None:
    assert max(smtp.LONGEST, webhook.LONGEST) < timedelta(seconds=10)
