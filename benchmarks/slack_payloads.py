"""What Slack sends, as large as Slack sends it: a press comes with the message it was made on."""

import json
import time
from collections.abc import Callable
from urllib.parse import urlencode

from adapters.slack.blocks import message
from adapters.slack.modals import HANDED_IN
from adapters.slack.signature import SIGNATURE, TIMESTAMP, sign
from bot.dialogs.asking import question_card
from bot.fsm.school import School

__all__ = ["SECRET", "TEAM", "Make", "Payloads", "signed", "user"]

Make = Callable[[int], tuple[bytes, str]]
"""Makes a body and its content type, by number."""

SECRET = "benchmark-secret"  # noqa: S105  made up
TEAM = "T0BENCH0001"
APP = "A0BENCH0001"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
STAMP = "1796000000.{:06}"
TOKEN = "Vb2mB0Zn4oE3aQk9tWcLx7Yd"  # noqa: S105  what Slack once signed with; nobody reads it


class Payloads:
    """Makes payloads of the people of one school; `first` is the number of the first asking."""

    def __init__(self, school: School, first: int = 1) -> None:
        """Lay out the message that holds the first question."""
        key = school.script.path({}, children=1, opened=(), rules={})[0]
        asked = question_card(
            school.script.question(key), key, first, children=1, begun=False, lead="Hello."
        )
        self._school = school.id
        self._asked = message(school.id, asked, answering=False)
        self._value = f"q.{first}"

    def event(self, number: int) -> tuple[bytes, str]:
        """Return the typed words with which somebody begins."""
        words = {"type": "rich_text_section", "elements": [{"type": "text", "text": "no"}]}
        event = {
            "client_msg_id": f"968c94da-c271-4f2a-8ec9-{number:012}",
            "type": "message",
            "text": "no",
            "user": user(number),
            "ts": STAMP.format(number),
            "team": TEAM,
            "blocks": [{"type": "rich_text", "block_id": "bN8xQ", "elements": [words]}],
            "channel": _chat(number),
            "event_ts": STAMP.format(number),
            "channel_type": "im",
        }
        ours = {"enterprise_id": None, "team_id": TEAM, "user_id": "U0HANDRAIL0", "is_bot": True}
        body = {
            "token": TOKEN,
            "team_id": TEAM,
            "api_app_id": APP,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev0{number:08}",
            "event_time": 1796000000 + number,
            "authorizations": [{**ours, "is_enterprise_install": False}],
            "is_ext_shared_channel": False,
            "event_context": "4-eyJldCI6Im1lc3NhZ2UiLCJ0aWQiOiJUMEJFTkNIIn0",
        }
        return json.dumps(body).encode(), JSON

    def button(self, number: int, place: int = 2) -> tuple[bytes, str]:
        """Return the press of the button at `place` under the first question."""
        channel, when = _chat(number), STAMP.format(number)
        asked = {"type": "message", "user": "U0HANDRAIL0", "ts": when, "bot_id": "B0BENCH0001"}
        action = {
            "action_id": f"hr.{self._school}.a{place}",
            "block_id": "Xy7Qe",
            "text": {"type": "plain_text", "text": "No danger right now", "emoji": True},
            "value": f"{self._value}.{place}",
            "type": "button",
            "action_ts": when,
        }
        pressed = {
            "type": "block_actions",
            **_who(number),
            "container": {"type": "message", "message_ts": when, "channel_id": channel},
            "channel": {"id": channel, "name": "directmessage"},
            "message": {**asked, **self._asked, "app_id": APP, "team": TEAM},
            "state": {"values": {}},
            "response_url": f"https://hooks.slack.com/actions/{TEAM}/{number:012}/{TOKEN}",
            "actions": [action],
        }
        return _form(pressed)

    def modal(self, number: int) -> tuple[bytes, str]:
        """Return a form that was handed in: where somebody is who asked for 999."""
        label = {"type": "plain_text", "text": "Where are you now? A room is enough."}
        line = {"type": "plain_text_input", "action_id": "content", "multiline": True}
        view = {
            "id": f"V0{number:09}",
            "team_id": TEAM,
            "type": "modal",
            "blocks": [{"type": "input", "block_id": "form", "label": label, "element": line}],
            "private_metadata": json.dumps({"school": self._school, "value": "q.3.form"}),
            "callback_id": HANDED_IN,
            "state": {"values": {"form": {"content": {**line, "value": "Room 4"}}}},
            "hash": f"{number}.3wRYuk3R",
            "title": {"type": "plain_text", "text": "Handrail"},
            "close": {"type": "plain_text", "text": "Cancel"},
            "submit": {"type": "plain_text", "text": "Keep this"},
            "root_view_id": f"V0{number:09}",
            "app_id": APP,
            "app_installed_team_id": TEAM,
            "bot_id": "B0BENCH0001",
        }
        return _form({"type": "view_submission", **_who(number), "view": view, "response_urls": []})


def signed(body: bytes, kind: str) -> dict[str, str]:
    """Return the headers of a request that Slack signs now."""
    stamp = str(int(time.time()))
    return {TIMESTAMP: stamp, SIGNATURE: sign(SECRET, stamp, body), "Content-Type": kind}


def user(number: int) -> str:
    """Return the id of a person."""
    return f"U0{number:09}"


def _chat(number: int) -> str:
    return f"D0{number:09}"


def _who(number: int) -> dict[str, object]:
    name = f"teacher-{number}"
    return {
        "user": {"id": user(number), "username": name, "name": name, "team_id": TEAM},
        "team": {"id": TEAM, "domain": "bench-school"},
        "api_app_id": APP,
        "token": TOKEN,
        "trigger_id": f"{number}.179600000000.0f3ca5b7e8d2419a",
    }


def _form(payload: dict[str, object]) -> tuple[bytes, str]:
    return urlencode({"payload": json.dumps(payload)}).encode(), FORM
