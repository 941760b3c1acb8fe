"""Puts a deployment together: the only file that knows every class."""

# Rule 1: a playground keeps to its own folder and its own server, whatever the environment says.
# Rule 2: nothing starts on a store that promises too little, on contradictory configuration, or in
#         a folder that another page is writing to.

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from adapters.alone import only_page
from adapters.callers import open_callers
from adapters.collector import spare_what_is_loaded
from adapters.configured import read_settings
from adapters.environment import CannotStart, Environment
from adapters.following_clock import FollowingClock
from adapters.heartbeat import Heart
from adapters.logs import log_bug, log_failure
from adapters.machine_clock import MachineClock
from adapters.memory.store import MemoryStore
from adapters.mint import RandomMint
from adapters.platforms import Hearing, opened_platforms, who_is_there
from adapters.playground.directory import PageDirectory
from adapters.playground.playground import Playground, Site, make_playground
from adapters.redis.guarantee import Guarantee
from adapters.redis.launcher import EmbeddedServer
from adapters.redis.opening import WakingStore, folder_of, open_store
from adapters.redis.probe import Health, measure
from adapters.redis.store import RedisStore
from adapters.site import Front
from bot.calls import Caller
from bot.directory import Directory, NobodyLooks
from bot.fsm.edition import compiled, edition_of
from bot.fsm.school import School, Way
from bot.handle import Handler
from bot.ports import Clock, Job, NotSaved, Store
from bot.settings.reading import Settings
from bot.switchboard import Switchboard

__all__ = [
    "Deployment",
    "only_page",
    "open_behind",
    "open_page",
    "open_store",
    "read_settings",
    "store_for_rehearsal",
]


@dataclass(slots=True)
class Deployment:
    """A deployment that runs in this process.

    `flush` delivers what is due in a school's outbox; None where another process delivers.
    `callers` carry out what goes beside the chat; None where another process does. `directory`
    says who can be reached in the chat: where nothing here can know, nobody. `front`: where
    records are opened from outside; None where nobody said at which address.
    `alone` is held while timers are fired: the page's fast-forward holds it too.
    """

    handler: Handler
    store: WakingStore
    clock: Clock
    guarantee: Guarantee
    server: EmbeddedServer | None
    flush: Callable[[str], Awaitable[int]] | None = None
    alone: asyncio.Lock = field(default_factory=asyncio.Lock)
    playground: Playground | None = None
    callers: Mapping[Way, Caller] | None = None
    heart: Heart = field(default_factory=Heart)
    directory: Directory = field(default_factory=NobodyLooks)
    hears: tuple[Hearing, ...] = ()
    front: Front | None = None

    @property
    def is_played(self) -> bool:
        """Whether nothing here is in earnest: it is a playground, or a trial of made-up schools."""
        return self.playground is not None and self.playground.site is not Site.SCHOOL

    @property
    def doors(self) -> tuple[Hearing | Front, ...]:
        """Return what is served beside the page."""
        return (*((self.front,) if self.front is not None else ()), *self.hears)

    @property
    def switchboard(self) -> Switchboard:
        """Return what hands over the calls that are due."""
        return Switchboard(self.handler, self.callers or {}, log_bug)

    @property
    def schools(self) -> Mapping[str, School]:
        """Return the schools by their ids."""
        return self.handler.schools

    async def health(self) -> Health:
        """Return how the store is.

        Raises:
            NotSaved: it does not answer.
        """
        moment, now = self.clock.now(), self.clock.machine()
        return await measure(self.store.line, dict.fromkeys(self.schools, moment), now=now)


def store_for_rehearsal() -> Store:
    """Return an empty store in memory: a rehearsal never opens the live one."""
    return MemoryStore()


@asynccontextmanager
async def open_page(
    environment: Environment, settings: Settings, *, playground: bool
) -> AsyncIterator[Deployment]:
    """Give a deployment that shows its messages on the page of this process.

    Raises:
        CannotStart: as `open_store`, or another page writes to the folder.
    """
    async with (
        _opened(environment, settings, playground=playground) as (store, guarantee, server),
        opened_platforms(
            environment, settings, store.addresses, playground=playground
        ) as platforms,
        AsyncExitStack() as stack,
    ):
        folder = folder_of(environment, playground=playground) / "page"
        with only_page(folder):
            schools = {school.id: school for school in settings.schools}
            page = make_playground(
                schools=schools,
                store=store,
                links=store.links,
                mint=RandomMint(),
                folder=folder,
                wipe=_wiping(store, schools) if playground else _refuse_to_wipe,
                on_failure=log_failure,
                on_bug=log_bug,
                site=_site(environment, playground=playground),
                over=platforms.over,
                lingering=platforms.lingering,
            )
            callers = page.callers
            if callers is None:
                callers = await stack.enter_async_context(
                    open_callers(environment, settings, page.clock)
                )
            asked: Directory = PageDirectory(page.switches)
            yield Deployment(
                handler=page.handler,
                store=store,
                clock=page.clock,
                guarantee=guarantee,
                server=server,
                flush=page.player.flush,
                alone=page.player.lock,
                playground=page,
                directory=platforms.directory(asked, schools),
                callers=callers,
                heart=_heart(environment, settings, playground=playground),
                hears=await platforms.whole(page.handler, log_failure),
                front=_front(settings, page),
            )


@asynccontextmanager
async def open_behind(environment: Environment, settings: Settings) -> AsyncIterator[Deployment]:
    """Give a deployment without a page: its messages are handed to the process that has one.

    Who can be reached is asked of the platforms here too.

    Raises:
        CannotStart: as `open_store`.
    """
    async with (
        _opened(environment, settings, playground=False) as (store, guarantee, server),
        who_is_there(environment, settings, store.addresses) as directory,
        AsyncExitStack() as stack,
    ):
        schools = {school.id: school for school in settings.schools}
        clock = _clock_behind(environment)
        handler = Handler(schools, store, clock, RandomMint(), log_failure)

        async def hand_over(_school: str, jobs: tuple[Job, ...]) -> None:
            for job in jobs:
                await store.postpone(job, clock.machine())

        handler.deliver = hand_over
        callers = None
        if _site(environment, playground=False) is Site.SCHOOL:
            callers = await stack.enter_async_context(open_callers(environment, settings, clock))
        made = Deployment(handler, store, clock, guarantee, server, callers=callers)
        made.directory, made.heart = directory, _heart(environment, settings, playground=False)
        yield made


@asynccontextmanager
async def _opened(
    environment: Environment, settings: Settings, *, playground: bool
) -> AsyncIterator[tuple[WakingStore, Guarantee, EmbeddedServer | None]]:
    """Give a store that promises enough and holds today's editions."""
    async with open_store(environment, playground=playground) as (store, found, server):
        guarantee = found.accepting(settings.store.accept if settings.store else "")
        if guarantee.refusals:
            raise CannotStart("\n".join(guarantee.refusals))
        for school in settings.schools:
            content = compiled(school.script, school.pack)
            await store.keep_edition(edition_of(content), content)
        spare_what_is_loaded()
        yield store, guarantee, server


def _front(settings: Settings, page: Playground) -> Front | None:
    """Return where records are opened from outside; a playground and a trial have no outside."""
    if settings.web is None or page.site is not Site.SCHOOL:
        return None
    return Front(page.handler, settings.web.listen)


def _site(environment: Environment, *, playground: bool) -> Site:
    if playground:
        return Site.PLAYGROUND
    return Site.SCHOOL if environment.config else Site.TRIAL


def _heart(environment: Environment, settings: Settings, *, playground: bool) -> Heart:
    watch = settings.watch
    file = folder_of(environment, playground=playground) / "heartbeat"
    return Heart(file, watch.heartbeat if watch else "")


def _clock_behind(environment: Environment) -> Clock:
    """Return the clock that the page has too: a school's own is the machine's."""
    if _site(environment, playground=False) is Site.SCHOOL:
        return MachineClock()
    return FollowingClock(folder_of(environment, playground=False) / "page" / "clock.json")


def _wiping(store: RedisStore, schools: Mapping[str, School]) -> Callable[[], Awaitable[None]]:
    async def wipe() -> None:
        for school in schools:
            await store.start_again(school)

    return wipe


async def _refuse_to_wipe() -> None:
    raise NotSaved("only a playground can be wiped; this is a school's own deployment")
