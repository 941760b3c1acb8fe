"""What Teams sends, in its shapes and with nobody's words: samples of our own."""

from __future__ import annotations

from typing import Any

from adapters.teams.carrying import CONTENT, data_of
from bot.dialogs.card import FormKind
from tests.teams.identity import APP, TENANT

SERVICE = "https://smba.trafficmanager.net/uk/"
USER, ACCOUNT, BOT = "30000000-0000-4000-8000-000000000003", "29:1teacher", f"28:{APP}"
CHAT, ROOM = "a:1chat-of-the-teacher", "19:dslroom@thread.tacv2"

Activity = dict[str, Any]


def of_type(kind: str, /, **more: object) -> Activity:
    """Return an activity of somebody's own chat with us."""
    told = {
        "type": kind,
        "id": "1700000000001",
        "timestamp": "2026-11-06T10:15:00.123Z",
        "localTimestamp": "2026-11-06T10:15:00.123+00:00",
        "localTimezone": "Europe/London",
        "serviceUrl": SERVICE,
        "channelId": "msteams",
        "from": {"id": ACCOUNT, "name": "A Teacher", "aadObjectId": USER},
        "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": CHAT},
        "recipient": {"id": BOT, "name": "Handrail"},
        "entities": [
            {"locale": "en-GB", "country": "GB", "platform": "Windows", "type": "clientInfo"}
        ],
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "en-GB",
    }
    return {**told, **more}


def html(content: str) -> list[Activity]:
    """Return the twin that comes with words."""
    return [{"contentType": "text/html", "content": content}]


def typed(text: str = "hello there", /, **more: object) -> Activity:
    """Return words typed in somebody's own chat with us, with their twin."""
    twin = html(f"<p>{text}</p>")
    told = {"textFormat": "plain", "text": text, "attachments": twin}
    return of_type("message", **{**told, **more})


def in_channel(activity: Activity, channel: str = ROOM) -> Activity:
    """Return an activity as it comes from a channel of a team."""
    place = {"conversationType": "channel", "isGroup": True, "tenantId": TENANT, "id": channel}
    told = {"tenant": {"id": TENANT}, "channel": {"id": channel}}
    return {**activity, "conversation": place, "channelData": told}


def executed(
    value: str, content: str = "", form: FormKind | None = None, /, **more: object
) -> Activity:
    """Return the press of an Action.Execute."""
    data = {**data_of("school", value, form), **({CONTENT: content} if form else {})}
    action = {"type": "Action.Execute", "title": "x", "verb": "handrail", "data": data}
    told = {
        "id": "f:1700000000002",
        "name": "adaptiveCard/action",
        "replyToId": "1700000000000",
        "value": {"action": action, "trigger": "manual"},
    }
    return of_type("invoke", **{**told, **more})


def submitted(
    value: str, content: str = "", form: FormKind | None = None, /, **more: object
) -> Activity:
    """Return the press of the Action.Submit that an Action.Execute falls back to."""
    data = {**data_of("school", value, form), **({CONTENT: content} if form else {})}
    return of_type("message", **{"replyToId": "1700000000000", "value": data, **more})
