"""The Bot Framework's SDK as the switchboard: what the door let in finds its turn."""

# Rule 1: the SDK sees only what the door picked, and never an activity that it could fail on.
# Rule 2: it makes no client: a turn costs no credential, no connector and no call. What is said
#         goes out by our own client, over the outbox.
# Rule 3: every type has its turn. One that we do not know is answered like one that says nothing.

from collections.abc import Awaitable, Callable
from typing import Any

from botbuilder.core import ActivityHandler, InvokeResponse, TurnContext
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import Activity, ActivityTypes
from botframework.connector.auth import BotFrameworkAuthentication, ClaimsIdentity
from botframework.connector.auth.authenticate_request_result import AuthenticateRequestResult
from botframework.connector.auth.connector_factory import ConnectorFactory

from adapters.teams.door import Answer
from adapters.teams.knock import Kind, Knock
from adapters.teams.token import CHANNEL
from bot.ports import OurBug

__all__ = ["Switchboard"]

OK = 200
CHECKED = "Teams: the door has checked the token already; the SDK is to check nothing again"
Take = Callable[[Knock], Awaitable[Answer]]
TYPES = {
    Kind.INSTALLED: ActivityTypes.installation_update,
    Kind.GONE: ActivityTypes.installation_update,
    Kind.CHANGED: ActivityTypes.conversation_update,
    Kind.IGNORED: ActivityTypes.event,
}
"""The type under which a knock has its turn; what somebody did is a message or an invoke."""


class Switchboard:
    """Takes knocks to whoever is to hear them, by way of the SDK."""

    def __init__(self, take: Take) -> None:
        """Set the SDK up with everything settled that the door has checked already."""
        self._adapter = CloudAdapterBase(_Settled())
        self._turns = _Turns(take)

    async def take(self, knock: Knock) -> Answer:
        """Return what Teams is told."""
        turned = await self._adapter.process_activity(
            _proved(knock), _routed(knock), self._turns.on_turn
        )
        return Answer(turned.body) if turned is not None else Answer()


class _Turns(ActivityHandler):  # type: ignore[misc]  # the SDK ships no types
    """Hears every turn in one place: a message, an invoke, or something that Teams tells."""

    def __init__(self, take: Take) -> None:
        self._take = take

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await self._take(_knock_in(turn_context))

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        answer = await self._take(_knock_in(turn_context))
        return InvokeResponse(status=OK, body=answer.body)

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        await self._take(_knock_in(turn_context))

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        await self._take(_knock_in(turn_context))

    async def on_event_activity(self, turn_context: TurnContext) -> None:
        await self._take(_knock_in(turn_context))


def _knock_in(turn_context: TurnContext) -> Knock:
    found = turn_context.activity.value
    assert isinstance(found, Knock)  # noqa: S101  we put it there ourselves, see `_routed`
    return found


def _routed(knock: Knock) -> Activity:
    """Return the little of an activity that the SDK needs to find the turn."""
    kind = ActivityTypes.invoke if knock.waits else TYPES.get(knock.kind, ActivityTypes.message)
    return Activity(type=kind, channel_id=CHANNEL, service_url=knock.service, value=knock)


def _proved(knock: Knock) -> AuthenticateRequestResult:
    """Return that the token has been checked, and whose bot it was for."""
    proved = AuthenticateRequestResult()
    proved.audience = knock.tenant.app
    proved.claims_identity = ClaimsIdentity({"aud": knock.tenant.app}, is_authenticated=True)
    proved.connector_factory = _NO_CLIENTS
    return proved


class _NoClients(ConnectorFactory):  # type: ignore[misc]  # as above
    """Makes no client: there is one thing that stands for all of them, and it can do nothing."""

    async def create(self, service_url: str, audience: str) -> Any:
        del service_url, audience
        return _NO_CLIENTS


_NO_CLIENTS = _NoClients()


class _Settled(BotFrameworkAuthentication):  # type: ignore[misc]  # as above
    """Refuses to check or make anything: all of that has been done."""

    async def authenticate_request(self, activity: Activity, auth_header: str) -> Any:
        del activity, auth_header
        raise OurBug(CHECKED)

    async def authenticate_streaming_request(self, auth_header: str, channel_id_header: str) -> Any:
        del auth_header, channel_id_header
        raise OurBug(CHECKED)

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        del claims_identity
        return _NO_CLIENTS

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> Any:
        del claims_identity
        return _NO_CLIENTS
