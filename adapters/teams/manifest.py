"""The app's package: what an administrator uploads to set Handrail up in a tenant."""

# Rule 1: nothing in it is a secret, and nothing reads what people write to each other: no
#         permission is asked for (`authorization` is not there), no message extension, no file.
# Rule 2: 1.25 is the first manifest that private channels take; with scope `team` it must say
#         `supportsChannelFeatures`, or the upload is refused.
# Rule 3: the same package for the same words: nothing in it depends on when it was made.

import io
import json
import zipfile

from adapters.teams.icons import colour_icon, outline_icon

__all__ = ["PLACEHOLDER", "SITE", "manifest", "package"]

PLACEHOLDER = "00000000-0000-0000-0000-000000000000"
"""Stands for the app's id where none is given: Teams refuses it, so that nobody forgets."""

SITE = "https://handrail.example"
"""Stands for the school's own page where none is given."""

VERSION = "1.25"
SCHEMA = f"https://developer.microsoft.com/json-schemas/teams/v{VERSION}/MicrosoftTeams.schema.json"
FIRST = (1980, 1, 1, 0, 0, 0)


def manifest(app: str, site: str) -> dict[str, object]:
    """Return the manifest of the bot whose Entra app id is `app`.

    `site` is a page of the school's about Handrail: https, without a slash at the end.
    """
    return {
        "$schema": SCHEMA,
        "manifestVersion": VERSION,
        "version": "1.0.0",
        "id": app,
        "developer": {
            "name": "Handrail",
            "websiteUrl": site,
            "privacyUrl": f"{site}/privacy",
            "termsOfUseUrl": f"{site}/terms",
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "name": {"short": "Handrail", "full": "Handrail: raise a safeguarding concern"},
        "description": {
            "short": "Raise a safeguarding concern. Never send pictures or files.",
            "full": (
                "Worried about a child? Handrail asks one plain question at a time and tells the "
                "school's safeguarding lead at once. It takes no pictures, files or links. "
                "In danger ring 999."
            ),
        },
        "accentColor": "#1D3557",
        "bots": [_bot(app)],
        "validDomains": [],
        "defaultInstallScope": "personal",
        "supportsChannelFeatures": "tier1",
    }


def _bot(app: str) -> dict[str, object]:
    commands = [
        {"title": "Raise a concern", "description": "Start, one question at a time"},
        {"title": "My cases", "description": "For DSLs: what is open, and what is due"},
    ]
    return {
        "botId": app,
        "scopes": ["personal", "team"],
        "supportsFiles": False,
        "supportsCalling": False,
        "supportsVideo": False,
        "isNotificationOnly": False,
        "commandLists": [{"scopes": ["personal"], "commands": commands}],
    }


def package(app: str, site: str) -> bytes:
    """Return the package as a zip: the manifest and two icons."""
    files = {
        "manifest.json": json.dumps(manifest(app, site), indent=2).encode(),
        "color.png": colour_icon(),
        "outline.png": outline_icon(),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, FIRST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return made.getvalue()
