"""The playground put together: switches, clock, panes, engine, timers."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from adapters.logs import log_refused
from adapters.mint import fresh_ticket
from adapters.playground.clock import SimClock
from adapters.playground.elsewhere import PaneCaller
from adapters.playground.guard import Envelope
from adapters.playground.messenger import ACTING, Acting, PlaygroundMessenger
from adapters.playground.panes import Panes
from adapters.playground.places import places
from adapters.playground.player import Player
from adapters.playground.stream import Hub, drawn
from adapters.playground.switches import SwitchedLinks, SwitchedStore, Switches
from bot.calls import Caller
from bot.dialogs.understand import understand
from bot.fsm.said import Filled, Media, Opened, Pressed, Said, Typed
from bot.fsm.school import School, Way
from bot.handing import Links
from bot.handle import Handler
from bot.inbound import Inbound, Outcome, Reply
from bot.lingering import Lingering
from bot.outbox import connect
from bot.ports import LinkKeeper, Messenger, Mint, NotSaved, Store
from bot.switchboard import Switchboard

__all__ = ["Playground", "Site", "make_playground"]

REFUSED = "Something that is not words. It stayed on this device."
NOT_KEPT = "A message that was not kept."
FORM = "My answer, handed in."


class Site(StrEnum):
    """What the page stands for, and so what may be done on it.

    A PLAYGROUND may do everything. A TRIAL is a school's own programs with made-up schools: what
    it keeps is not wiped. On a SCHOOL's own page nobody sets the clock or switches anything off.
    """

    PLAYGROUND = "playground"
    TRIAL = "trial"
    SCHOOL = "school"


@dataclass(slots=True)
class Playground:
    """One deployment to play with. `wipe` empties the store for "start again".

    `callers` show what e-mail and phone would carry; None on a school's own page, which calls.
    """

    schools: Mapping[str, School]
    handler: Handler
    panes: Panes
    switches: Switches
    clock: SimClock
    player: Player
    wipe: Callable[[], Awaitable[None]]
    site: Site = Site.PLAYGROUND
    callers: Mapping[Way, Caller] | None = None
    hub: Hub = field(default_factory=Hub)
    _turns: dict[tuple[str, str], asyncio.Lock] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Tell every open page what the panes show."""
        self.panes.tell = lambda school, shown: self.hub.tell("message", drawn(shown), school)

    async def take(self, who: Envelope, said: Said, message: str = "") -> tuple[Outcome, list[str]]:
        """Take one input and deliver its reply; a person's inputs go one after the other.

        `message` is the id of the message whose button was pressed. What the store did not
        confirm is answered in red in the person's own pane, outside the outbox. The ids are those
        of messages with a private view that were opened by this very input.
        """
        turn = self._turn(who.school, who.person)
        acting = Acting(who.school, who.person)
        token = ACTING.set(acting)
        operation = f"{who.person}-{who.operation}"
        try:
            async with turn:
                inbound = Inbound(who.school, operation, who.person, said)
                reply = await self.handler.receive(inbound)
                if reply.outcome is Outcome.SAVED:
                    self._echo(who, said, message, operation)
                if reply.card is not None:
                    at = self.clock.machine().isoformat()
                    key = f"{operation}:{reply.outcome}:{at}"
                    shown = self.panes.show(who.school, who.person, reply.card, key=key)
                    if reply.card.fields:
                        acting.opened.append(shown)
                await self._send(who.school, reply)
                return reply.outcome, acting.opened
        finally:
            ACTING.reset(token)

    async def _send(self, school: str, reply: Reply) -> None:
        try:
            await self.handler.send(school, reply.jobs)
        except NotSaved:
            return  # the input itself is on disk; its messages go again when their lease runs out
        except Exception as error:  # noqa: BLE001  what was said is saved, and is answered so (tested)
            self.handler.on_failure(error)

    def _echo(self, who: Envelope, said: Said, message: str, operation: str) -> None:
        """Show what was done as the person's own bubble; never anything that was refused."""
        words, lasting = "", True
        match said:
            case Typed(text=text):
                kept = understand(text, None).refused is None
                words, lasting = (text, False) if kept else (NOT_KEPT, True)
            case Pressed(value=value):
                words = self._label(who, message, value)
            case Filled():
                words = FORM
            case Media():
                words = REFUSED
            case Opened():
                pass
            case _:
                assert_never(said)
        if words:
            self.panes.say(who.school, who.person, words, key=f"{operation}:own", lasting=lasting)

    def _label(self, who: Envelope, message: str, value: str) -> str:
        """Return what a pressed button said; '' in the channel, whose card says who has it."""
        shown = self.panes.find(who.school, message)
        if shown is None or shown.card is None or shown.pane != who.person:
            return ""
        return next((each.label for each in shown.card.buttons if each.value == value), "")

    async def start_again(self) -> None:
        """Forget every case, message and timer, and go back to the machine's time.

        It waits until nobody is being answered, and lets nobody speak while it works: what came
        in between would be kept under a key that is gone.

        Raises:
            NotSaved: the store does not answer; perhaps not all has been forgotten.
        """
        async with contextlib.AsyncExitStack() as quiet:
            await quiet.enter_async_context(self.player.lock)
            for school in self.schools.values():
                for person in dict.fromkeys(place.person for place in places(school)):
                    await quiet.enter_async_context(self._turn(school.id, person))
            await self.wipe()
            self.panes.wipe()
            self.clock.reset()
            self.switches.up()
        self.hub.tell("wiped", {})

    def _turn(self, school: str, person: str) -> asyncio.Lock:
        return self._turns.setdefault((school, person), asyncio.Lock())


def make_playground(
    *,
    schools: Mapping[str, School],
    store: Store,
    links: LinkKeeper,
    mint: Mint,
    folder: Path,
    wipe: Callable[[], Awaitable[None]],
    on_failure: Callable[[Exception], None],
    on_bug: Callable[[str], None],
    site: Site = Site.PLAYGROUND,
    over: Callable[[Messenger], Messenger] | None = None,
    lingering: Lingering | None = None,
) -> Playground:
    """Return a playground over `store`, which keeps its panes and its clock in `folder`.

    A school's own has the machine's clock, whatever was kept by a trial before. `over` returns
    what delivers instead of the panes, or some of the time; `lingering` knows what is taken back.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    switches = Switches()
    clock = SimClock(None if site is Site.SCHOOL else folder / "clock.json")
    panes = Panes(folder, clock.now)
    handler = Handler(schools, SwitchedStore(store, switches), clock, mint, on_failure)
    handler.on_refused = log_refused
    handler.links = Links(SwitchedLinks(links, switches), clock, fresh_ticket)
    shown: Messenger = PlaygroundMessenger(panes, switches)
    delivery = connect(handler, shown if over is None else over(shown), on_bug)
    delivery.lingering = lingering or delivery.lingering
    callers = None
    if site is not Site.SCHOOL:
        callers = {way: PaneCaller(way, panes, schools) for way in Way}
    switchboard = Switchboard(handler, callers or {}, on_bug)

    async def flush(school: str) -> int:
        sent = await delivery.flush(school)
        return sent if callers is None else sent + await switchboard.flush(school)

    player = Player(handler, clock, flush)
    return Playground(schools, handler, panes, switches, clock, player, wipe, site, callers)
