"""What we send is what Slack's own types say: checked by their compiler, not by our reading."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.peers.conftest import MODULES, peer
from tests.slack.gallery import gallery

pytestmark = pytest.mark.peers

HEAD = 'import type { HomeView, KnownBlock, ModalView } from "@slack/types";\n'
KINDS = {"modal": "ModalView", "home": "HomeView"}
SETTINGS = {
    "compilerOptions": {
        "strict": True,
        "noEmit": True,
        "target": "es2022",
        "module": "nodenext",
        "moduleResolution": "nodenext",
        "skipLibCheck": True,
        "types": [],
    },
    "files": ["made.ts"],
}


def checked(node: str, folder: Path, made: Sequence[dict[str, Any]]) -> list[str]:
    """Return what the compiler has against blocks and views."""
    compiler = peer(MODULES / "typescript" / "bin" / "tsc")
    lines = []
    for number, each in enumerate(made):
        kind = KINDS.get(each.get("type", ""), "KnownBlock[]")
        told = each if kind != "KnownBlock[]" else each["blocks"]
        lines.append(f"export const made{number}: {kind} = {json.dumps(told)};\n")
    (folder / "made.ts").write_text(HEAD + "".join(lines), encoding="utf-8")
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "tsconfig.json").write_text(json.dumps(SETTINGS))
    (folder / "node_modules").symlink_to(MODULES)
    ran = subprocess.run(
        [node, compiler, "-p", folder], capture_output=True, text=True, check=False
    )
    return [] if ran.returncode == 0 else ran.stdout.splitlines()


async def test_every_card_and_view_is_one_of_slacks(node: str, tmp_path: Path) -> None:
    frames = await gallery(range(3), 150)

    assert len(frames) > 60
    assert checked(node, tmp_path, [frame.made for frame in frames]) == []


WRONG: list[dict[str, Any]] = [
    {"blocks": [{"type": "hologram"}]},
    {"blocks": [{"type": "section", "text": {"type": "plain_text"}}]},
    {"blocks": [{"type": "actions", "elements": [{"type": "button", "text": "x"}]}]},
    {"type": "modal", "blocks": []},
]


@pytest.mark.parametrize("made", WRONG)
def test_what_is_wrong_is_found(node: str, tmp_path: Path, made: dict[str, Any]) -> None:
    assert checked(node, tmp_path, [made]) != []
