"""Bolt as the switchboard: what the door let in finds its listener."""

# Rule 1: Bolt sees only what the door picked, and never a request that it could fail on.
# Rule 2: listeners answer before Bolt does (`process_before_response`): 200 means it is on disk.
# Rule 3: whatever has no listener is answered with 200: Slack counts a 404 as a failure.
# Rule 4: what somebody waits for goes straight to the reception: Bolt would find the same listener,
#         and look for its answer every ten milliseconds.

import re
from collections.abc import Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult

from adapters.slack.client import SILENT
from adapters.slack.door import Answer
from adapters.slack.knock import Kind, Knock
from adapters.slack.manifest import COMMAND
from adapters.slack.reception import Reception
from adapters.slack.workspace import Workspace

__all__ = ["Switchboard"]

ANY = re.compile(r"[\s\S]*")
STRAIGHT = frozenset({Kind.PRESS, Kind.FORM, Kind.TYPED})


class Switchboard:
    """Takes knocks to the reception by way of Bolt."""

    def __init__(self, reception: Reception) -> None:
        """Set Bolt up with all checks off that the door has made already."""
        self._reception = reception
        app = AsyncApp(
            logger=SILENT,
            name="handrail",
            authorize=_authorize,
            process_before_response=True,
            request_verification_enabled=False,
            ignoring_self_events_enabled=False,
            ssl_check_enabled=False,
            url_verification_enabled=False,
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )
        app.event(ANY)(self._heard)
        app.shortcut({"type": "shortcut", "callback_id": ANY})(self._heard)
        app.shortcut({"type": "message_action", "callback_id": ANY})(self._heard)
        app.command(COMMAND)(self._heard)
        self._app = app

    async def take(self, knock: Knock, ours: Sequence[Workspace]) -> Answer:
        """Return what Slack is told."""
        if knock.kind in STRAIGHT:
            return await self._reception.take(knock, ours)
        told = {"knock": knock, "ours": ours}
        request = AsyncBoltRequest(body=_routed(knock), context=told, mode="socket_mode")
        await self._app.async_dispatch(request)
        failed = request.context.get("failed")
        if isinstance(failed, Exception):
            raise failed
        return request.context.get("answer") or Answer()

    async def _heard(self, context: AsyncBoltContext, ack: AsyncAck) -> None:
        try:
            context["answer"] = await self._reception.take(context["knock"], context["ours"])
        except Exception as error:  # noqa: BLE001  raised again outside Bolt, which would log it
            context["failed"] = error
        await ack()


async def _authorize(**_told: object) -> AuthorizeResult:
    """Let everything through: the signature was checked, and each call carries its own token."""
    return AuthorizeResult(enterprise_id=None, team_id=None, bot_token="-")  # noqa: S106  no secret


def _routed(knock: Knock) -> dict[str, Any]:
    """Return the little of a payload that Bolt needs to find the listener."""
    team = knock.teams[0] if knock.teams else ""
    who: dict[str, Any] = {"team": {"id": team}, "user": {"id": knock.user, "team_id": team}}
    match knock.kind:
        case Kind.SHORTCUT:
            kind = "message_action" if knock.subject else "shortcut"
            return {**who, "type": kind, "callback_id": knock.action or "-"}
        case Kind.COMMAND:
            return {"command": COMMAND, "team_id": team, "user_id": knock.user}
        case _:
            event = {"type": knock.kind.value, "user": knock.user}
            return {"type": "event_callback", "team_id": team, "event": event}
