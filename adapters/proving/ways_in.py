"""Every way by which somebody could hand in a picture, in each platform's own form."""

# Rule: what a platform may send one day is here as well as what it sends: doubt is media.

import json
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.proving.canary import Canary

__all__ = ["BODIES", "Body", "bodies"]

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Body:
    """One hand-in: by which platform and way, and what is sent."""

    platform: str
    way: str
    sent: Json

    def __str__(self) -> str:
        """Return its name, as the statement has it."""
        return f"{self.platform}: {self.way}"


def bodies(canary: Canary) -> list[Body]:
    """Return each hand-in of a canary."""
    return [
        *(Body("playground", way, said) for way, said in _said(canary).items()),
        *(Body("slack", way, event) for way, event in _events(canary).items()),
        *(Body("teams", way, activity) for way, activity in _activities(canary).items()),
    ]


def _said(canary: Canary) -> dict[str, Json]:
    inline = f"data:image/png;base64,{canary.data}"
    return {
        "dropped": {"media": True, "file": {"name": canary.name, "data": canary.data}},
        "pasted as data": {"typed": f"here it is {inline}"},
        "pasted as letters": {"typed": canary.data},
        "beside words": {"typed": "hello", "files": [{"url_private": canary.address}]},
        "as a link": {"typed": f"see {canary.address}"},
        "in a form": {"filled": "q.1.form", "content": {"file": canary.data}},
        "in a form's words": {"filled": "q.1.form", "content": inline},
        "as an unknown thing": {"image": canary.data},
    }


def _events(canary: Canary) -> dict[str, Json]:
    file = {
        "id": "F0PROOF",
        "name": canary.name,
        "title": canary.name,
        "mimetype": "image/png",
        "url_private": canary.address,
        "thumb_64": canary.address,
    }
    image = {"type": "image", "image_url": canary.address, "alt_text": canary.name}
    return {
        "a file": {"subtype": "file_share", "files": [file], "text": ""},
        "a file with words": {"files": [file], "text": "look"},
        "an image block": {"text": "look", "blocks": [image]},
        "an attachment": {"text": "look", "attachments": [{"image_url": canary.address}]},
        "pasted as data": {"text": f"data:image/png;base64,{canary.data}"},
        "as a link": {"text": f"see <{canary.address}>"},
        "as an unknown key": {"text": "look", "picture_of_tomorrow": {"data": canary.data}},
    }


def _activities(canary: Canary) -> dict[str, Json]:
    hosted = {"contentType": "image/png", "contentUrl": canary.address, "name": canary.name}
    download = {
        "contentType": "application/vnd.microsoft.teams.file.download.info",
        "name": canary.name,
        "contentUrl": canary.address,
        "content": {"downloadUrl": canary.address, "uniqueId": canary.token, "fileType": "png"},
    }
    shown = f'<div><img src="{canary.address}" alt="{canary.name}"></div>'
    return {
        "an inline picture": {"text": "look", "attachments": [hosted]},
        "a file": {"text": "", "attachments": [download]},
        "a picture in its twin": {
            "text": "look",
            "attachments": [{"contentType": "text/html", "content": shown}],
        },
        "pasted as data": {"text": f"data:image/png;base64,{canary.data}"},
        "as a link": {"text": f"see {canary.address}"},
        "as an unknown key": {"text": "look", "channelData": {"picture": canary.data}},
    }


BODIES = len(bodies(Canary("0")))
"""How many hand-ins there are."""


def as_bytes(said: Json) -> bytes:
    """Return a body as it is sent."""
    return json.dumps(said).encode()
