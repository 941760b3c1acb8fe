"""What `handrail check slack` says: what each doubt means, and where each cure is found."""

from collections.abc import Mapping

from adapters.slack.audit import TOO_MANY

__all__ = ["CHANNEL", "DOUBTS", "NO_ANSWER", "RETENTION", "UNSEEN", "shown"]

RETENTION = (
    "Slack does not say how long it keeps messages. Set 1 to 7 days for Handrail's chats and the "
    "DSL channel, hide the words of notifications, and keep guests and Slack Connect out of it."
)
CHANNEL = "Make it private, for your own DSL team only, and invite Handrail. No guests, no apps."
UNSEEN = "In the channel, invite Handrail. Write its id (C…): it stands at the foot of its details."
NO_ANSWER = "Can this server reach https://slack.com? Try again in a minute."

SHOWN: Mapping[str, str] = {
    "_TOKEN": "At Slack, OAuth & Permissions shows it (xoxb-…) once the app is installed.",
    "_SIGNING_SECRET": "At Slack, Basic Information shows it, under App Credentials.",
    "_APP_TOKEN": "At Slack, Basic Information: make an App-Level Token with connections:write.",
}
"""Where an administrator finds a secret, by how its variable ends: the longest that fits."""

ELSEWHERE = "another organisation is in it, or invited"
SHARED = "other workspaces share it"
GUEST = "a guest is in it"
APP = "another app is in it"
CHAT = "it is a chat, and no channel"
DOUBTS: Mapping[str, str] = {
    "is_private": "it is not private",
    "is_member": "Handrail is not in it",
    "is_archived": "it is archived",
    "is_general": "it is the channel that everybody is in",
    **dict.fromkeys(("is_mpim", "is_im"), CHAT),
    **dict.fromkeys(("is_ext_shared", "is_pending_ext_shared", "is_stranger"), ELSEWHERE),
    **dict.fromkeys(("pending_shared", "pending_connected_team_ids"), ELSEWHERE),
    **dict.fromkeys(("connected_team_ids", "connected_limited_team_ids"), ELSEWHERE),
    **dict.fromkeys(("shared_team_ids", "internal_team_ids", "is_org_shared"), SHARED),
    **dict.fromkeys(("context_team_id", "conversation_host_id"), SHARED),
    **dict.fromkeys(("is_global_shared", "is_org_default", "is_org_mandatory"), SHARED),
    "is_frozen": "it is frozen",
    **dict.fromkeys(("is_restricted", "is_ultra_restricted", "is_invited_user"), GUEST),
    **dict.fromkeys(("is_bot", "is_workflow_bot", "is_connector_bot"), APP),
    "deleted": "an account that is switched off is in it",
    "team_id": "somebody of another workspace is in it",
    TOO_MANY: "more are in it than can be looked at",
}
"""What each doubt of the audit means, for an administrator."""


def shown(name: str) -> str:
    """Return where an administrator finds the secret that belongs into a variable."""
    return SHOWN[max((end for end in SHOWN if name.endswith(end)), key=len)]
