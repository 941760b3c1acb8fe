"""What Slack sends, in its shapes and with nobody's words: samples of our own for the guard."""

from __future__ import annotations

from typing import Any

TEAM, USER, BOT, DM = "T0SCHOOL1", "U0TEACHER", "U0HANDRAIL", "D0PRIVATE"

Payload = dict[str, Any]


def words(text: str) -> list[Payload]:
    """Return the blocks that come with typed words."""
    line = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": "b1", "elements": [line]}]


def typed(text: str = "hello there", /, **more: object) -> Payload:
    """Return somebody's private message as an event."""
    ts = str(more.get("ts", "1700000000.000100"))
    event = {
        "client_msg_id": "0c1c7a1e-0000-4000-8000-0123456789ab",
        "type": "message",
        "text": text,
        "user": USER,
        "ts": ts,
        "team": TEAM,
        "blocks": words(text),
        "channel": DM,
        "event_ts": ts,
        "channel_type": "im",
    }
    return event_of({**event, **more})


def event_of(event: Payload, event_id: str = "Ev0000001") -> Payload:
    """Return an event in its envelope."""
    return {
        "token": "old",
        "team_id": TEAM,
        "api_app_id": "A0APP",
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": 1700000000,
        "authorizations": [{"enterprise_id": None, "team_id": TEAM, "user_id": BOT}],
        "is_ext_shared_channel": False,
        "event_context": "4-abc",
    }


def pressed(value: str, action: str = "hr.school.0", **more: object) -> Payload:
    """Return the press of a button on a message."""
    return {
        "type": "block_actions",
        "user": {"id": USER, "username": "t", "team_id": TEAM},
        "team": {"id": TEAM, "domain": "school"},
        "container": {"type": "message", "message_ts": "1700000000.000200", "channel_id": DM},
        "trigger_id": "1.2.abc",
        "channel": {"id": DM, "name": "directmessage"},
        "message": {"type": "message", "bot_id": "B1", "text": "ours", "ts": "1700000000.000200"},
        "state": {"values": {}},
        "actions": [
            {
                "action_id": action,
                "block_id": "b",
                "text": {"type": "plain_text", "text": "No", "emoji": False},
                "value": value,
                "type": "button",
                "action_ts": "1700000001.000001",
            }
        ],
        **more,
    }


def handed_in(text: str, value: str = "{}") -> Payload:
    """Return a form that was handed in."""
    return {
        "type": "view_submission",
        "team": {"id": TEAM, "domain": "school"},
        "user": {"id": USER, "username": "t", "team_id": TEAM},
        "trigger_id": "1.2.abc",
        "view": {
            "id": "V1",
            "team_id": TEAM,
            "type": "modal",
            "hash": "17.abc",
            "callback_id": "hr.form",
            "private_metadata": value,
            "blocks": [{"type": "section"}],
            "app_installed_team_id": TEAM,
            "state": {"values": {"form": {"text": {"type": "plain_text_input", "value": text}}}},
        },
    }


def message_shortcut(message: Payload) -> Payload:
    """Return the shortcut on somebody's message."""
    return {
        "type": "message_action",
        "callback_id": "raise_concern_message",
        "action_ts": "1700000002.000001",
        "team": {"id": TEAM, "domain": "school"},
        "user": {"id": USER, "name": "t"},
        "channel": {"id": "C0STAFF", "name": "staffroom"},
        "message_ts": "1700000000.000300",
        "trigger_id": "1.2.abc",
        "message": message,
    }
