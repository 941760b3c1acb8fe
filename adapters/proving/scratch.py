"""A whole deployment on a store of its own, for as long as the canary flies through it."""

# Rule: embedded server, engine, doors, guards and messengers are those that a school runs. Only
#       the chat platforms are a sink on this machine.

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from adapters.egress import session
from adapters.environment import Environment
from adapters.listening import serve
from adapters.machine_clock import MachineClock
from adapters.memory.addresses import MemoryAddresses
from adapters.mint import RandomMint
from adapters.playground.playground import make_playground
from adapters.proving.sending import SECRET, USERS, Hands
from adapters.proving.sink import TEAM, Sink
from adapters.redis.opening import WakingStore, open_store
from adapters.site import make_app
from adapters.slack.audit import Audit
from adapters.slack.client import Client
from adapters.slack.running import make_messenger as slack_messenger
from adapters.slack.running import make_slack
from adapters.slack.workspace import Workspace
from adapters.teams.connector import Connector
from adapters.teams.outbound import make_messenger as teams_messenger
from adapters.teams.running import make_teams
from adapters.teams.tenant import Tenant
from bot.fsm.school import School
from bot.handle import Handler
from bot.outbox import connect
from bot.ports import Messenger

__all__ = ["PATIENCE", "Scratch", "scratch"]

PATIENCE = timedelta(seconds=20)
TENANT = "10000000-0000-4000-8000-00000000000f"
APP = "20000000-0000-4000-8000-00000000000f"


@dataclass(slots=True)
class Scratch:
    """A deployment to hand canaries in to. `failures` are what broke inside."""

    store: WakingStore
    hands: Hands
    school: School
    failures: list[Exception] = field(default_factory=list)
    bugs: list[str] = field(default_factory=list)


def placed(school: School) -> School:
    """Return a school in which whoever hands the canary in has an account on each platform."""
    first, *rest = school.people
    return school.model_copy(
        update={"people": (first.model_copy(update={"accounts": USERS}), *rest), "channel": ""}
    )


@asynccontextmanager
async def scratch(folder: Path, school: School, out: Sink) -> AsyncIterator[Scratch]:
    """Give a deployment in an empty folder while the block runs; what was begun is then done."""
    here, clock = placed(school), MachineClock()
    schools = {here.id: here}
    workspace = Workspace("proof", TEAM, (here.id,), "xoxb-proof", SECRET)
    origin = out.address.rstrip("/")
    service = f"{origin}/teams/"
    tenant = Tenant("proof", TENANT, APP, (here.id,), "proof", (origin,), service)
    failures: list[Exception] = []
    bugs: list[str] = []
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        environment = Environment(data=folder, config=None)
        store, _, _ = await enter(open_store(environment, playground=True))

        def engine(messenger: Messenger) -> Handler:
            handler = Handler(schools, store, clock, RandomMint(), failures.append)
            connect(handler, messenger, bugs.append)
            return handler

        client = await enter(Client(f"{out.address}api/"))
        to_slack = slack_messenger((workspace,), schools, client, Audit(client, clock))
        slack = make_slack((workspace,), engine(to_slack), to_slack, client, failures.append)
        await slack.begin()

        connector = await enter(Connector((tenant,), clock, origin))
        to_teams = teams_messenger((tenant,), schools, connector, MemoryAddresses())

        async def wipe() -> None:
            raise AssertionError("nobody starts again here")

        page = make_playground(
            schools=schools,
            store=store,
            links=store.links,
            mint=RandomMint(),
            folder=folder / "page",
            wipe=wipe,
            on_failure=failures.append,
            on_bug=bugs.append,
        )
        addresses = {
            "playground": await enter(serve(make_app(page))),
            "slack": await enter(serve(slack.app)),
        }
        hands = Hands(addresses, clock, tenant, here.id, here.people[0].id)
        teams = make_teams((tenant,), engine(to_teams), to_teams, hands.keys, failures.append)
        addresses["teams"] = await enter(serve(teams.app))
        hands.session = await enter(session(addresses.values(), patience=PATIENCE))
        yield Scratch(store, hands, here, failures, bugs)
        await slack.backlog.drained()
        await teams.settled()
