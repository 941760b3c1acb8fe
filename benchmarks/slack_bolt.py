"""Bare slack-bolt, to be measured beside: listeners that do nothing, or send one message."""

from typing import Any

from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.client import SILENT
from adapters.slack.door import PATH
from adapters.slack.modals import HANDED_IN
from benchmarks.slack_payloads import TEAM

__all__ = ["posting", "quiet"]

BUTTON = "hr.bench.a2"


def quiet(secret: str) -> web.Application:
    """Return Bolt with its own checks, and listeners that do nothing."""
    app = _app(secret)
    app.event("message")(_nothing)
    app.action(BUTTON)(_nothing)
    app.view(HANDED_IN)(_nothing)
    return app.web_app(path=PATH)


def posting(secret: str, address: str) -> web.Application:
    """Return Bolt that answers a press with one message, by its own client, to a Slack there."""

    async def post(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        number = body["user"]["id"]
        await client.chat_postMessage(channel=number, text=f"Alert, case YP-{number}")

    app = _app(secret, AsyncWebClient(token="-", base_url=f"{address}/api/", logger=SILENT))  # noqa: S106  no secret
    app.action(BUTTON)(post)
    return app.web_app(path=PATH)


def _app(secret: str, client: AsyncWebClient | None = None) -> AsyncApp:
    return AsyncApp(signing_secret=secret, authorize=_authorize, logger=SILENT, client=client)


async def _authorize(**_told: object) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token="-", bot_user_id="U0")  # noqa: S106  no secret


async def _nothing(ack: AsyncAck) -> None:
    await ack()
