"""The app's manifest: what an administrator pastes to set Handrail up in a workspace."""

# Rule: nothing in it is a secret, and nothing reads files (`permissions.py`). "Locked" switches the
# compose box off: there is nothing to drop a picture into.

from typing import Literal, TypeAlias

from adapters.slack.permissions import CHAT_EVENTS, EVENTS, scopes_for

__all__ = ["COMMAND", "GLOBAL", "ON_MESSAGE", "Intake", "manifest"]

Intake: TypeAlias = Literal["locked", "chat"]

COMMAND = "/concern"
GLOBAL = "raise_concern_global"
ON_MESSAGE = "raise_concern_message"


def manifest(intake: Intake, url: str, *, socket: bool) -> dict[str, object]:
    """Return the manifest for one way of taking concerns in.

    `url` is where Slack reaches the door (`https://…/slack/events`); a socket needs none.
    """
    address = {} if socket else {"url": url}
    request = {} if socket else {"request_url": url}
    chat = intake == "chat"
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Handrail",
            "description": "Raise a safeguarding concern. Never send pictures or files.",
            "background_color": "#1d3557",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": not chat,
            },
            "bot_user": {"display_name": "handrail", "always_online": True},
            "shortcuts": [
                {
                    "name": "Raise a concern",
                    "type": "global",
                    "callback_id": GLOBAL,
                    "description": "Start a private safeguarding report",
                },
                {
                    "name": "Raise a concern",
                    "type": "message",
                    "callback_id": ON_MESSAGE,
                    "description": "Start a private report. The message is not copied",
                },
            ],
            "slash_commands": [
                {
                    "command": COMMAND,
                    **address,
                    "description": "Raise a safeguarding concern privately",
                    "usage_hint": "(type nothing else here)",
                    "should_escape": True,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(scopes_for(chat=chat))}},
        "settings": {
            "event_subscriptions": {
                **request,
                "bot_events": sorted({**EVENTS, **(CHAT_EVENTS if chat else {})}),
            },
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": False,
        },
    }
