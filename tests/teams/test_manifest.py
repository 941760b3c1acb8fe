"""The package asks for nothing that reads what people write, and is the same each time."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from adapters.cli import app
from adapters.teams.icons import colour_icon
from adapters.teams.manifest import PLACEHOLDER, SITE, manifest, package
from tests.teams.identity import APP

PAGE = "https://mill-lane.example/handrail"


def made() -> dict[str, Any]:
    return manifest(APP, PAGE)


def all_words(tree: Any) -> list[str]:
    if isinstance(tree, dict):
        return [word for key, each in tree.items() for word in [key, *all_words(each)]]
    if isinstance(tree, list):
        return [word for each in tree for word in all_words(each)]
    return [str(tree)]


def test_private_channels_take_it() -> None:
    assert made()["manifestVersion"] == "1.25"
    assert made()["supportsChannelFeatures"] == "tier1"
    assert "v1.25/" in made()["$schema"]


def test_it_is_a_bot_for_people_and_teams_and_takes_no_file() -> None:
    [bot] = made()["bots"]

    assert bot["scopes"] == ["personal", "team"]
    assert (bot["supportsFiles"], bot["supportsCalling"], bot["supportsVideo"]) == (False,) * 3
    assert bot["botId"] == made()["id"] == APP


def test_it_asks_for_no_permission_and_extends_no_message() -> None:
    asked = {
        *("authorization", "permissions", "webApplicationInfo", "composeExtensions"),
        *("devicePermissions", "staticTabs", "configurableTabs", "connectors"),
    }

    assert not asked & made().keys()
    assert not [word for word in all_words(made()) if "Message.Read" in word or ".Read" in word]
    assert made()["validDomains"] == []


def test_its_words_are_as_long_as_teams_allows() -> None:
    told = made()

    assert len(told["name"]["short"]) <= 30
    assert len(told["name"]["full"]) <= 100
    assert len(told["description"]["short"]) <= 80
    assert len(told["description"]["full"]) <= 4000
    for command in told["bots"][0]["commandLists"][0]["commands"]:
        assert len(command["title"]) <= 32
        assert len(command["description"]) <= 128


def pixels(png: bytes) -> tuple[int, list[tuple[int, ...]]]:
    """Return the side of a square PNG in RGBA, and its pixels."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, parts = 8, {}
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        (told,) = struct.unpack(">I", png[at + 8 + size : at + 12 + size])
        assert told == zlib.crc32(kind + data)
        parts[kind], at = data, at + 12 + size
    width, height, depth, kind_of, *_ = struct.unpack(">IIBBBBB", parts[b"IHDR"])
    assert (width, depth, kind_of) == (height, 8, 6)
    rows = zlib.decompress(parts[b"IDAT"])
    line = width * 4 + 1
    found = [rows[y * line + 1 : (y + 1) * line] for y in range(height)]
    return width, [tuple(row[x : x + 4]) for row in found for x in range(0, len(row), 4)]


def test_the_icons_are_as_teams_wants_them() -> None:
    with zipfile.ZipFile(io.BytesIO(package(APP, PAGE))) as archive:
        assert sorted(archive.namelist()) == ["color.png", "manifest.json", "outline.png"]
        assert json.loads(archive.read("manifest.json")) == made()
        side, colour = pixels(archive.read("color.png"))
        small, outline = pixels(archive.read("outline.png"))

    assert (side, small) == (192, 32)
    assert {each[3] for each in colour} == {255}
    assert len(set(colour)) > 2
    assert {each[:3] for each in outline} == {(255, 255, 255)}
    assert {0, 255} <= {each[3] for each in outline}


def test_it_is_the_same_each_time() -> None:
    first = package(APP, PAGE)
    colour_icon.cache_clear()

    assert package(APP, PAGE) == first


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["manifest", "teams", *words])
    return done.exit_code, done.output


def test_the_command_writes_it_and_names_what_is_a_placeholder(tmp_path: Path) -> None:
    file = tmp_path / "app.zip"

    code, told = run("--out", str(file))
    assert (code, PLACEHOLDER in told, SITE in told) == (0, True, True)
    assert "--app-id" in told

    code, told = run("--out", str(file), "--app-id", APP.upper(), "--url", f"{PAGE}/")
    assert (code, PLACEHOLDER in told, SITE in told) == (0, False, False)
    with zipfile.ZipFile(file) as archive:
        assert json.loads(archive.read("manifest.json")) == made()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "--out"),
        (("--out", "x.zip", "--app-id", "my-bot"), "Entra"),
        (("--out", "x.zip", "--url", "http://school.example"), "https://"),
        (("--out", "/no/such/folder/x.zip"), "choose another file"),
    ],
)
def test_what_is_wanting_is_told(words: tuple[str, ...], told: str) -> None:
    code, said = run(*words)

    assert code == 2
    assert told in said
