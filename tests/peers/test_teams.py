"""Teams' package and cards against Microsoft's own readers of them, offline."""

from __future__ import annotations

import asyncio
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from adapters.teams.cards import message, parted, private_view, schools_card
from adapters.teams.manifest import PLACEHOLDER, SITE, manifest
from tests.peers.conftest import MODULES, peer
from tests.teams.identity import APP
from tests.transcripts.player import Player

pytestmark = pytest.mark.peers

HERE = Path(__file__).parent
TRANSCRIPTS = sorted((HERE.parent / "transcripts").glob("*/*.md"))
WEB = "https://handrail.school.example"


def asked(node: str, script: str, package: Path, *more: str, told: object = None) -> Any:
    """Return what a script of ours printed after asking a package."""
    ran = subprocess.run(
        [node, HERE / script, peer(package), *more],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ran.stdout)


@pytest.mark.parametrize(("app", "site"), [(APP, WEB), (PLACEHOLDER, SITE)])
def test_the_manifest_is_one(node: str, tmp_path: Path, app: str, site: str) -> None:
    file = tmp_path / "manifest.json"
    file.write_text(json.dumps(manifest(app, site)))

    assert asked(node, "manifest.cjs", MODULES / "@microsoft" / "app-manifest", str(file)) == []


@pytest.mark.parametrize(
    "wrong", [{"name": {"short": "x" * 31, "full": "x"}}, {"bots": [{"botId": "x"}]}]
)
def test_a_wrong_manifest_is_seen(node: str, tmp_path: Path, wrong: dict[str, object]) -> None:
    file = tmp_path / "manifest.json"
    file.write_text(json.dumps({**manifest(APP, WEB), **wrong}))

    assert asked(node, "manifest.cjs", MODULES / "@microsoft" / "app-manifest", str(file)) != []


def every_card() -> list[dict[str, Any]]:
    """Return each kind of card that a transcript shows, as a message and as a view."""
    found: dict[tuple[str, str, bool], list[dict[str, Any]]] = {}
    for path in TRANSCRIPTS:
        player = Player(path, path.read_text(encoding="utf-8"))
        asyncio.run(player.play())
        for sent in player.world.chat.sent:
            card = sent.card
            view = private_view("school", parted("school", card, WEB)[0], WEB)
            key = (card.name, card.question, bool(card.fields))
            found[key] = [message("school", card, held="0" * 16), view]
    return [schools_card({"school": "A school"}), *(one for each in found.values() for one in each)]


def test_every_card_is_one(node: str) -> None:
    cards = every_card()
    script = MODULES / "adaptivecards" / "dist" / "adaptivecards.js"

    told = asked(node, "cards.cjs", script, told=cards)

    assert len(cards) > 200
    assert [each["wrongs"] for each in told] == [[]] * len(cards)
    assert [each["items"] for each in told] == [len(card["body"]) for card in cards]


WRONG: list[dict[str, Any]] = [
    {"type": "Hologram"},
    {"type": "Input.Text"},
    {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "x", "size": "huge"}]},
]


@pytest.mark.parametrize("element", WRONG, ids=lambda each: each["type"])
def test_a_wrong_card_is_seen(node: str, element: dict[str, Any]) -> None:
    script = MODULES / "adaptivecards" / "dist" / "adaptivecards.js"
    card = {"type": "AdaptiveCard", "version": "1.5", "body": [element]}

    (told,) = asked(node, "cards.cjs", script, told=[card])

    assert told["wrongs"] != []
