"""What Slack is known to send with words: keys, types and patterns. All else is media."""

# Rule 1: allow-lists. A key, block or element that Slack adds tomorrow is refused until it is read
#         and listed here; only a bare flag, number or id-like word under an unknown key passes.
# Rule 2: what stands under UNREAD is dropped by the scrub without being looked at.

import re

__all__ = [
    "BLOCK_TYPES",
    "CONTAINERS",
    "FILE_ID",
    "LABELS",
    "MEDIA_SOUNDING",
    "PLAIN",
    "TEXTS",
    "TOKEN",
    "UNFURLED",
    "UNREAD",
]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


CONTAINERS = _names(
    "event message previous_message root edited room blocks message_blocks attachments elements "
    "rows fields style payload messages actions selected_option selected_options"
)
"""Keys whose objects and lists are walked."""

UNREAD = _names(
    "bot_profile user_profile profile icons authorizations authed_users authed_teams enterprise "
    "status_emoji_display_info reactions reply_users mrkdwn_in metadata column_settings "
    "participants participant_history participants_events team app_context confirm"
)
"""Keys that come with every ordinary message and are never read: avatars, icons, who else."""

TEXTS = _names(
    "text fallback pretext title title_link from_url original_url url value alt_text footer "
    "author_name author_subname service_name topic purpose"
)
"""Keys that hold words or an address that somebody wrote or pasted."""

LABELS = _names(
    "type subtype ts thread_ts event_ts event_id event_time user user_id user_name username "
    "user_team source_team team_id team_domain enterprise_id api_app_id token channel channel_id "
    "channel_name channel_type channel_team client_msg_id event_context block_id action_id "
    "callback_id action_ts trigger_id bot_id app_id name unicode range indent border offset format "
    "usergroup_id color skin_tone deleted_ts latest_reply oldest parent_user_id inviter hidden "
    "created_by call_family media_backend_type author_id author_link author_icon service_icon "
    "footer_icon response_url permalink id envelope_id retry_reason command context_team_id "
    "context_enterprise_id date_start date_end created display_name real_name locale domain "
    "is_ext_shared_channel canvas_background canvas_thread_ts external_unique_id"
)
"""Keys that hold an id, a name of Slack's own or a time: checked for files, not for links."""

BLOCK_TYPES = _names(
    "rich_text table divider header section context rich_text_section rich_text_list "
    "rich_text_quote rich_text_preformatted raw_text raw_number text link emoji user usergroup "
    "channel team broadcast date color mrkdwn plain_text plain_text_input checkboxes "
    "multi_static_select static_select radio_buttons button"
)
"""Blocks and elements that hold words or a choice."""

UNFURLED = _names(
    "image_url thumb_url thumb_width thumb_height image_width image_height image_bytes video_url "
    "video_html video_html_width video_html_height audio_url preview icon_url"
)
"""What Slack's crawler adds to an ordinary link; nobody in the chat made it."""

MEDIA_SOUNDING = re.compile(
    r"file|thumb|image|img|photo|picture|video|audio|voice|clip|media|mp[34]|hls|vtt|mime|preview"
    r"|canvas|^lists?$|^list_|transcri|private|download|upload|permalink_public|public_url|pjpeg"
    r"|deanimat|html|attach|gif|pdf|svg|base64|bytes|poster|hero|carousel|card|slide|scan|sticker"
    r"|plain_text$|alt_|external|duration|track|record",
    re.IGNORECASE,
)
"""A key or type that sounds like a file or what is made from one."""

TOKEN = re.compile(r"[A-Za-z0-9_\-:+]{0,40}")
"""A flag's word or an id: nothing that could be read or looked at."""

PLAIN = re.compile(r"[a-z_]{1,19}|[0-9]{10}\.[0-9]{6}|(?!F)[A-Z][A-Z0-9]{8,10}")
"""A kind, a time or an id of Slack's, but a file's: too short, of too few letters, for any more."""

FILE_ID = re.compile(r"F0?[A-Z0-9]{8,14}")
"""A whole value that is Slack's id of a file."""
