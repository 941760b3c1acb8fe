"""The main stories on Slack, played to be looked at: what a teacher and a DSL see, in order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from tests.slack.film import Film, Frame
from tests.slack.fragments import FRAGMENTS
from tests.slack.gallery import NAMES
from tests.slack.house import CHANNEL, DEPUTY, DSL, GUEST, SAM, House, house

__all__ = ["STORIES", "filmed"]

MOMENT = timedelta(seconds=15)


async def danger(here: House) -> None:
    """Two taps, an answer, the rest of what is asked, and the case opened."""
    hands = here.hands
    await hands.open_home(SAM)
    await hands.press(SAM, "Raise a concern")
    hands.close(SAM)
    await hands.press(SAM, "Danger now, needs 999")
    await hands.press(DSL, "Coming to you", CHANNEL)
    await hands.press(SAM, "Call 999 for me")
    await here.move(MOMENT)
    await hands.fill(SAM, "Say where you are", "Room 4, upstairs")
    await here.move(MOMENT)
    await hands.fill(SAM, "Say which child", "Jo B, 8C")
    await hands.press(SAM, "With me")
    await hands.press(SAM, "See what I said")
    await hands.press(SAM, "That is all")
    await hands.press(DSL, "Open case", CHANNEL)
    await hands.press(DSL, "Who to ring right now")
    await hands.press(DSL, "Open case")
    await hands.press(DSL, "What may be noted")


async def calm(here: House) -> None:
    """No danger: one question after the other, a word asked for, a step back, and the end."""
    hands = here.hands
    await hands.command(SAM)
    hands.close(SAM)
    await hands.press(SAM, "Why we ask")
    hands.close(SAM)
    await hands.press(SAM, "No danger right now")
    for label in ("Not known", "Back", "Not known", "Not known", "Not known"):
        await here.move(MOMENT)
        await hands.press(SAM, label)
    await hands.fill(SAM, "Other needs", ["Not known"])
    await hands.press(SAM, "Send what I have")
    hands.close(DSL)
    await hands.press(DSL, "Open case", CHANNEL)
    hands.close(DSL)
    await hands.open_home(DSL)


async def nobody(here: House) -> None:
    """Nobody answers: the ladder climbs, and the teacher reads what is being done."""
    await here.hands.command(SAM)
    await here.hands.press(SAM, "Danger now, needs 999")
    await here.move(timedelta(minutes=40))
    await here.hands.press(DEPUTY, "Ringing you now")
    await here.move(timedelta(minutes=40))


async def working(here: House) -> None:
    """The case is worked: reminders, a reason, a sheet, a hand-over and the record."""
    hands = here.hands
    await hands.command(SAM)
    hands.close(SAM)
    await hands.press(SAM, "Not known")
    await hands.press(SAM, "Send what I have")
    await hands.press(DSL, "Coming to you", CHANNEL)
    await here.move(timedelta(hours=6))
    await hands.press(DSL, "Open case", CHANNEL)
    await hands.press(DSL, "Take the record")
    await hands.press(DSL, "PDF")
    hands.close(DSL)
    await hands.press(DSL, "Open case", CHANNEL)
    await hands.press(DSL, "Review meeting")
    await here.move(timedelta(hours=24))
    await hands.press(DSL, "Not yet")
    await hands.fill(DSL, "Another time", "Monday 16:00")
    await hands.fill(DSL, "Write why", "The family is away")
    hands.close(DSL)
    await hands.press(DSL, "Open case", CHANNEL)
    await hands.press(DSL, "What may be noted")


async def refused(here: House) -> None:
    """What is not taken, and how that is said."""
    hands = here.hands
    await hands.type(SAM, "hello")
    await hands.type(SAM, **{"text": "look", **FRAGMENTS["an upload"]})
    await hands.type(SAM, "see https://site.example/x")
    await hands.type(SAM, "what is this thing")
    await hands.shortcut(GUEST)
    here.fake.person("U0FOREIGN", team_id="T0OTHER")
    await hands.shortcut("U0FOREIGN")
    await hands.type(SAM, "<@U0HANDRAIL> x", type="app_mention", channel="C0STAFF", channel_type="")
    await here.move(MOMENT)
    here.store.down = True
    await hands.press(SAM, "No danger right now")


async def open_channel(here: House) -> None:
    """Others could read the channel: nothing is posted in it, and each is told alone."""
    here.fake.channels[CHANNEL]["is_ext_shared"] = True
    await here.hands.command(SAM)
    await here.hands.press(SAM, "Danger now, needs 999")
    await here.move(MOMENT)
    await here.hands.press(DSL, "Coming to you")


STORIES: dict[str, Callable[[House], Awaitable[None]]] = {
    "danger": danger,
    "calm": calm,
    "nobody": nobody,
    "working": working,
    "refused": refused,
    "open-channel": open_channel,
}


async def filmed(name: str) -> list[Frame]:
    """Play a story; return what everybody saw, in order."""
    async with house() as here:
        film = Film(here.fake, NAMES)
        await STORIES[name](here)
        await here.slack.backlog.drained()
        return film.frames
