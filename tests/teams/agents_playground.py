"""The story in Microsoft's Agents Playground, with pictures: run by hand, by nobody's build.

    unshare -rn python -m tests.teams.agents_playground PLAYGROUND OUT

PLAYGROUND is the folder of an installed `@microsoft/m365agentsplayground`. Its licence is for
evaluation alone: it is not kept here, and no test needs it. It sends no token, so who comes in here
is believed; that is why this is no switch of the product. It must have no network of its own. It
knows one person, and takes every object id for a stranger: the DSLs are not reached in it.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Any

from aiohttp import ClientSession, web
from playwright.async_api import Page, async_playwright

from adapters.machine_clock import MachineClock
from adapters.memory.addresses import MemoryAddresses
from adapters.memory.store import MemoryStore
from adapters.teams.connector import Connector
from adapters.teams.keys import WebSource
from adapters.teams.outbound import make_messenger
from adapters.teams.running import make_teams
from adapters.teams.tenant import Tenant
from adapters.teams.token import Proof
from bot.handle import Handler
from bot.outbox import connect
from tests.engine import FixedMint, a_school
from tests.teams.connector import FakeTeams
from tests.teams.identity import APP, TENANT
from tests.teams.sending import ACCOUNTS, on_teams

BOT, PAGE = 3978, 56150
ADDRESS = f"http://localhost:{PAGE}"
SERVICE = f"{ADDRESS}/_connector"
ROOM = "19:dslroom@thread.tacv2"
PATIENCE = 60
CONFIG = """version: "0.1.0"
tenantId: {tenant}
bot: {{id: "{app}", name: Handrail}}
currentUser: {{id: "29:teacher", name: Sam Reed, userPrincipleName: sam@school.example, \
aadObjectId: "{sam}", givenName: Sam, surname: Reed, email: sam@school.example}}
users:
{users}
personalChat: {{id: personal-chat}}
groupChat: {{id: group-chat, name: Staff}}
team: {{id: team, name: DSL team, aadGroupId: group, channels: [{{id: "{room}", name: General}}]}}
"""


@dataclass
class Believing:
    """Believes whoever comes: the Playground signs nothing."""

    tenant: Tenant

    async def proof(self, header: str) -> Proof:
        """Return that it is our tenant, served by the Playground."""
        del header
        return Proof(self.tenant, SERVICE, frozenset({"msteams"}))


def config() -> str:
    """Return the Playground's configuration: one teacher acts, five others are there."""
    names = ("dsl", "deputy1", "deputy2", "head", "it")
    users = "\n".join(
        f'  - {{id: "29:{name}", name: {name}, userPrincipleName: {name}@school.example, '
        f'aadObjectId: "{ACCOUNTS[name]}", givenName: {name}, surname: x, '
        f"email: {name}@school.example}}"
        for name in names
    )
    return CONFIG.format(tenant=TENANT, app=APP, sam=ACCOUNTS["sam"], users=users, room=ROOM)


@asynccontextmanager
async def bot() -> AsyncIterator[list[str]]:
    """Serve our bot at the port that the Playground calls; give what went wrong inside."""
    wrong: list[str] = []

    def tell(error: object) -> None:
        wrong.append(f"{type(error).__name__}: {error}")

    clock, school = MachineClock(), on_teams(a_school(), ROOM)
    entra, store = FakeTeams(clock.now), MemoryStore()
    async with entra.serving() as login, WebSource(f"{login}/none") as source:
        tenant = Tenant("home", TENANT, APP, (school.id,), entra.secret, (ADDRESS,), SERVICE)
        async with Connector((tenant,), clock, login) as connector:
            messenger = make_messenger((tenant,), {school.id: school}, connector, MemoryAddresses())
            handler = Handler({school.id: school}, store, clock, FixedMint(), tell)
            connect(handler, messenger, tell)
            teams = make_teams((tenant,), handler, messenger, source, tell)
            teams.door.verifier = Believing(tenant)  # type: ignore[assignment]
            runner = web.AppRunner(teams.app, access_log=None)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", BOT).start()
            try:
                yield wrong
            finally:
                await runner.cleanup()
                await teams.settled()


@asynccontextmanager
async def playground(package: Path, folder: Path) -> AsyncIterator[None]:
    """Run the Playground while the block runs."""
    (folder / ".m365agentsplayground.yml").write_text(config(), encoding="utf-8")
    words = ("start", "-e", f"http://127.0.0.1:{BOT}/api/messages", "-c", "msteams")
    command = ("node", str(package / "cli.js"), *words, "-p", str(PAGE), "--dt")
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        stdout=asyncio.subprocess.DEVNULL,
        env={"BROWSER": "none", "PATH": _path()},
    )
    try:
        async with ClientSession() as session, asyncio.timeout(PATIENCE):
            while not await _answers(session):  # noqa: ASYNC110  another program is waited for
                await asyncio.sleep(0.5)
        yield
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _path() -> str:
    node, chromium = which("node"), which("chromium")
    if node is None or chromium is None:
        raise SystemExit("Node and Chromium have to be on the path")
    return ":".join({str(Path(node).parent), str(Path(chromium).parent), "/usr/bin", "/bin"})


async def _answers(session: ClientSession) -> bool:
    with suppress(OSError):
        async with session.get(ADDRESS) as answer:
            return answer.status < 500
    return False


async def story(page: Page, out: Path) -> None:
    """Play the teacher's first steps, with a picture of each."""

    async def picture(name: str) -> None:
        await page.wait_for_timeout(1500)
        await page.screenshot(path=out / f"{name}.png")

    async def press(label: str) -> None:
        await page.get_by_role("button", name=label, exact=True).last.click()

    await page.goto(ADDRESS)
    await page.locator("div[contenteditable=true]").first.fill("hello")
    await page.keyboard.press("Enter")
    await picture("1-first-question")
    await press("Danger now, needs 999")
    await picture("2-danger")
    await press("Call 999 for me")
    await picture("3-where")
    await page.locator("textarea, input[type=text]").last.fill("Room 4 *bold*, ring 204")
    await press("Keep this")
    await picture("4-which-child")
    await page.locator('button[aria-label^="DSL team"]').first.click()
    await picture("5-room")


async def main(package: Path, out: Path) -> int:
    """Play it all; return 1 when something went wrong inside."""
    async with bot() as wrong, playground(package, out), async_playwright() as drives:
        told: dict[str, Any] = {"executable_path": which("chromium")}
        browser = await drives.chromium.launch(args=["--headless", "--no-sandbox"], **told)
        page = await browser.new_page(viewport={"width": 1700, "height": 1000})
        try:
            await story(page, out)
        finally:
            await page.screenshot(path=out / "last.png")
            await browser.close()
    for each in wrong:
        sys.stderr.write(f"{each}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    Path(sys.argv[2]).mkdir(parents=True, exist_ok=True)
    up = subprocess.run(["ip", "link", "set", "lo", "up"], check=False, capture_output=True)
    sys.exit(asyncio.run(main(Path(sys.argv[1]).absolute(), Path(sys.argv[2]).absolute())))
