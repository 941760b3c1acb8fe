"""What Handrail may ask of a workspace: scopes and events, each with its reason. No others."""

# Rule 1: an allow-list. A scope that reads files is in no manifest, and no token may hold one.
# Rule 2: each event names the scope that it needs, '' for none.

from collections.abc import Iterable, Mapping

__all__ = ["CHAT_EVENTS", "EVENTS", "NEEDED", "SCOPES", "refused_scopes", "scopes_for"]

SCOPES: Mapping[str, str] = {
    "chat:write": "private messages, and the case's one card in the DSL channel",
    "commands": "the command and both shortcuts",
    "groups:read": "to see before each post who is in the DSL channel",
    "users:read": "to see guests, apps and accounts that are switched off",
    "im:history": "chat mode: to read what is typed to Handrail, and nothing else",
    "app_mentions:read": "chat mode: to lead somebody who mentions it to the private chat",
}
"""Every scope that a manifest may name, and what it is for."""

NEEDED = frozenset({"chat:write", "commands", "groups:read", "users:read"})
CHAT_SCOPES = frozenset({"im:history", "app_mentions:read"})

EVENTS: Mapping[str, str] = {
    "app_home_opened": "",
    "app_uninstalled": "",
    "tokens_revoked": "",
    "member_joined_channel": "groups:read",
    "member_left_channel": "groups:read",
    "channel_shared": "groups:read",
    "channel_unshared": "groups:read",
    "channel_id_changed": "groups:read",
    "group_archive": "groups:read",
    "group_rename": "groups:read",
    "group_deleted": "groups:read",
    "user_change": "users:read",
}
CHAT_EVENTS: Mapping[str, str] = {"message.im": "im:history", "app_mention": "app_mentions:read"}


def scopes_for(*, chat: bool) -> frozenset[str]:
    """Return what a token needs in locked or in chat mode."""
    return NEEDED | CHAT_SCOPES if chat else NEEDED


def refused_scopes(held: Iterable[str]) -> list[str]:
    """Return the scopes with which Handrail does not start: what is not on the list, sorted.

    `identify` and empty names come with every token and permit nothing.
    """
    return sorted({each.strip() for each in held} - SCOPES.keys() - {"", "identify"})
