"""Every way in which media can stand in what Slack sends, numbered as the specification counts."""

from __future__ import annotations

from typing import Any

__all__ = ["EVENTS", "WAYS"]

ID = "F0ABCDEF12"
FILE: dict[str, Any] = {"id": ID}
AWAY = "https://files.slack.com/files-pri/T1-F1/x"
LINES = [{"type": "rich_text_section", "elements": [{"type": "canvas", "file_id": ID}]}]

INSIDE = (
    *("thumb_tiny", "thumb_64", "thumb_1024_gif", "thumb_360_w", "thumb_pdf", "thumb_video"),
    *("url_private", "url_private_download", "url_static_preview", "permalink_public", "mp4"),
    *("mp4_low", "hls", "hls_embed", "vtt", "converted_pdf", "pjpeg", "deanimate"),
    *("deanimate_gif", "preview", "preview_highlight", "plain_text", "simplified_html", "alt_txt"),
)
"""Keys of a file with words or addresses under them."""

BLOCKS = ("image", "video", "file", "card", "carousel", "container", "markdown", "unknown_block")


def _block(kind: str) -> dict[str, Any]:
    return {"blocks": [{"type": kind, "text": "x"}]}


def _file(**more: object) -> dict[str, Any]:
    return {"files": [{**FILE, **more}]}


WAYS: dict[str, dict[str, Any]] = {
    "1 an upload that somebody else began": _file(user="U0OTHER", mimetype="image/png"),
    "1 an upload with its subtype": {"subtype": "file_share", "upload": True, **_file()},
    "2 ids alone": {"x_files": [ID]},
    "2 one id": {"file_id": ID},
    "2 an old file": {"file": FILE},
    "2 a comment on a file": {"subtype": "file_comment"},
    "2 a mention of a file": {"subtype": "file_mention"},
    **{f"3 {name}": {name: AWAY} for name in INSIDE},
    "3 speech in letters": {"transcription": {"preview": {"content": "words"}}},
    "3 what came with an e-mail": {"headers": {"subject": "words"}},
    "4 an audio clip": _file(subtype="slack_audio", mimetype="video/mp4"),
    "4 how far it was heard": {"media_progress": {"offset_ms": 5}},
    "4 how long it is": {"duration_ms": 5000},
    "5 a canvas": _file(mode="quip", filetype="canvas"),
    "5 a canvas in words": {"blocks": [{"type": "rich_text", "elements": LINES}]},
    "6 a list": {"attachments": [{"list": {"id": ID}}]},
    "6 a list's record": {"attachments": [{"list_record": {"id": "Rec1"}}]},
    "6 a list's view": {"attachments": [{"list_view": {"id": "View1"}}]},
    "6 what a list holds": {"attachments": [{"list_schema": [{"key": "x"}]}]},
    "7 a snippet": _file(mode="snippet"),
    "7 an e-mail": _file(mode="email", attachments=[{"url": AWAY, "filename": "a.jpg"}]),
    "8 a file kept elsewhere": _file(mode="external", is_external=True, external_type="gdrive"),
    "9 a stub": _file(file_access="check_file_info"),
    "9 a file that is gone": _file(mode="tombstone"),
    "9 a file past the limit": _file(mode="hidden_by_limit"),
    "10 a forwarded file": {"attachments": [{"is_share": True, **_file()}]},
    "10 a forwarded picture": {"attachments": [{"is_share": True, "image_url": AWAY}]},
    "11 a message under a link": {
        "attachments": [
            {"is_msg_unfurl": True, "message_blocks": [{"message": _block("image")}]},
        ]
    },
    "11 a file under a link": {
        "attachments": [{"is_msg_unfurl": True, "message_blocks": [{"message": _file()}]}]
    },
    "12 the bytes of a preview": {"image_bytes": 12345},
    "13 in an edit": {"subtype": "message_changed", "message": _file()},
    "13 in what was deleted": {"subtype": "message_deleted", "previous_message": _file()},
    "14 in a thread's root": {"subtype": "thread_broadcast", "root": _file()},
    "14 in an answer": {"subtype": "message_replied", "message": _file()},
    **{f"19 a block: {name}": _block(name) for name in BLOCKS},
    "19 a picture in a quiet line": {
        "blocks": [{"type": "context", "elements": [{"type": "image", "image_url": AWAY}]}]
    },
    "19 a picture beside words": {
        "blocks": [{"type": "section", "accessory": {"type": "image", "image_url": AWAY}}]
    },
    "19 Slack's own file": {"blocks": [{"type": "section", "slack_file": FILE}]},
    "19 in a table": {"blocks": [{"type": "table", "rows": [[{"type": "image"}]]}]},
    "20 a picked animation": {"blocks": [{"type": "image", "image_url": "https://g.example/x"}]},
    "21 letters of a picture": {"text": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUg"},
    "21 a long run of letters": {"text": "aB3" * 80},
    "21 Slack's own address": {"text": "https://hill.slack.com/files/U1/F1/a"},
    "21 a document's address": {"text": "https://hill.slack.com/docs/T1/F1"},
    "21 a direct address": {"text": "https://site.example/one.heic"},
    "21 a mark of a picture": {"text": "so ![x](y)"},
    "22 a huddle's files": {"room": {"attached_file_ids": [ID]}},
    "22 a huddle's words": {"recording": {"transcript": "words"}},
    "23 a pinned file": {"item": {"type": "file", "file": FILE}},
    "23 a comment on a pinned file": {"item": {"comment": {"preview": "words"}}},
}
"""Ways 15 to 18 are other payloads with the same inside; 24 and 25 are below and in UNREAD."""

EVENTS = (
    *("file_shared", "file_created", "file_public", "file_change", "file_unshared"),
    "file_deleted",
)
"""24: events of files, which no manifest of ours subscribes to."""
