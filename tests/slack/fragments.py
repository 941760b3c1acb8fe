"""Payloads that pass, payloads with links, and every labelled fragment of media."""

from __future__ import annotations

from tests.slack.samples import BOT, Payload, typed

HARMLESS: dict[str, Payload] = {
    "words": typed(),
    "emoji": typed(
        "ok :smile:",
        blocks=[
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_section",
                        "elements": [{"type": "emoji", "name": "smile", "unicode": "1f604"}],
                    }
                ],
            }
        ],
    ),
    "a spoken file name": typed("she said IMG_2044.jpg was on the phone"),
    "no files": typed(files=[], upload=False, x_files=None),
    "a profile with a picture": typed(user_profile={"image_72": "https://a.example/72.png"}),
    "a mention": typed("ask <@U0COLLEAGUE> or <#C0STAFF|staffroom>"),
    "the name of a site": typed(
        "it was on <http://chat.example|chat.example>",
        blocks=[
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_section",
                        "elements": [
                            {"type": "text", "text": "it was on "},
                            {"type": "link", "url": "http://chat.example", "text": "chat.example"},
                        ],
                    }
                ],
            }
        ],
    ),
    "a number and an address": typed(
        "ring <tel:07700900123|07700 900123> or write to <mailto:a@b.example|a@b.example>"
    ),
    "a list": typed(
        blocks=[
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_list",
                        "style": "bullet",
                        "indent": 0,
                        "elements": [
                            {
                                "type": "rich_text_section",
                                "elements": [
                                    {"type": "text", "text": "one", "style": {"bold": True}}
                                ],
                            }
                        ],
                    }
                ],
            }
        ]
    ),
    "in a thread": typed(thread_ts="1700000000.000001", parent_user_id=BOT),
    "a new flag of Slack's": typed(is_something_new=True, some_new_id="abc-123", new_count=3),
}

LINKS: dict[str, Payload] = {
    "a link": typed("see <https://site.example/page>"),
    "a link in words": typed("see www.site.example/page"),
    "a preview of a site": typed(
        "see it",
        attachments=[
            {
                "id": 1,
                "from_url": "https://site.example/page",
                "title": "A page",
                "thumb_url": "https://site.example/t.png",
                "thumb_width": 10,
                "service_icon": "https://site.example/i.png",
            }
        ],
    ),
}

FRAGMENTS: dict[str, Payload] = {
    "an upload": {"files": [{"id": "F0ABCDEF12", "name": "a.png", "mimetype": "image/png"}]},
    "a stub": {"files": [{"id": "F0ABCDEF12", "file_access": "check_file_info"}]},
    "an id alone": {"x_files": ["F0ABCDEF12"]},
    "one file": {"file": {"id": "F0ABCDEF12"}},
    "a file's id": {"file_id": "F0ABCDEF12"},
    "ids": {"file_ids": ["F0ABCDEF12"]},
    "a tiny thumb": {"thumb_tiny": "AwAvADCiiigAooooAKKKKAP"},
    "a thumb": {"thumb_360": "https://files.slack.com/files-tmb/T1-F1/a_360.png"},
    "a private address": {"url_private": "https://files.slack.com/files-pri/T1-F1/a"},
    "a film": {"mp4": "https://files.slack.com/files-tmb/T1-F1/a"},
    "a stream": {"hls": "https://files.slack.com/x"},
    "speech": {"transcription": {"status": "complete", "preview": {"content": "words"}}},
    "a snippet's words": {"preview": "what the snippet says", "mode": "snippet"},
    "a kind": {"mimetype": "image/jpeg"},
    "a canvas": {"canvas": {"file_id": "F0ABCDEF12"}},
    "a list's record": {"list_record": {"id": "Rec1"}},
    "a huddle's notes": {"attached_file_ids": ["F0ABCDEF12"]},
    "an image block": {"blocks": [{"type": "image", "image_url": "https://a.example/a"}]},
    "a film block": {"blocks": [{"type": "video", "title": "x"}]},
    "a block of tomorrow": {"blocks": [{"type": "hologram", "text": "x"}]},
    "an accessory": {"blocks": [{"type": "section", "accessory": {"type": "image"}}]},
    "a forwarded upload": {
        "attachments": [
            {
                "is_share": True,
                "from_url": "https://x.slack.com/archives/C1/p1",
                "files": [{"id": "F0ABCDEF12"}],
            }
        ]
    },
    "a forwarded picture": {
        "attachments": [
            {
                "is_share": True,
                "from_url": "https://x.slack.com/archives/C1/p1",
                "image_url": "https://a.example/a",
            }
        ]
    },
    "an attached message's picture": {
        "attachments": [
            {
                "is_msg_unfurl": True,
                "from_url": "https://x.slack.com/a",
                "message_blocks": [{"message": {"blocks": [{"type": "image"}]}}],
            }
        ]
    },
    "a data address": {"text": "look data:image/png;base64,iVBORw0KGgoAAAANSUhEUg"},
    "a picture in letters": {"text": "/9j/4AAQSkZJRgABAQAAAQABAAD"},
    "a picture in broken letters": {"text": "iVBO Rw0K GgoA AAAN SUhE UgAA"},
    "a direct address": {"text": "https://site.example/one.JPG?x=1"},
    "Slack's own address": {"text": "https://school.slack.com/files/U1/F1/a"},
    "markup": {"text": "so ![x](there)"},
    "a tag": {"text": "so <img src=x>"},
    "something of an unknown shape": {"whatever": {"a": "b"}},
    "something of an unknown list": {"whatever": ["b c"]},
    "words under an unknown key": {"alt_txt": "a picture of a child"},
}
