"""Content from TOML: scripts, packs and words, checked at the door."""

import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.dialogs.pack import Pack
from bot.dialogs.references import broken_references
from bot.dialogs.script import Script
from bot.dialogs.sheet import Sheet

__all__ = [
    "CONTENT",
    "ContentError",
    "digest",
    "load_pack",
    "load_script",
    "load_sheet",
    "pack_ids",
    "parse_script",
    "parse_sheet",
    "read_words",
    "script_ids",
    "sheet_ids",
    "sheets",
]

CONTENT: Traversable = files("bot.dialogs")
"""The folder that holds `scripts/`, `packs/` and `words.toml`, also when installed."""

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")

Content = TypeVar("Content", bound=BaseModel)


class ContentError(ValueError):
    """Content that nobody may be shown: says the file, the line or key, and the cure."""

    def __init__(self, file: str, where: str, cure: str) -> None:
        """Name what is broken and how it is mended."""
        self.file = file
        self.where = where
        self.cure = cure
        super().__init__(f"{file}: {where}: {cure}")


def load_script(name: str, content: Traversable = CONTENT) -> Script:
    """Return the script of `scripts/<name>.toml`.

    Raises:
        ContentError: there is none, it does not parse, or it names what does not exist.
    """
    script = parse_script(name, content)
    for problem in broken_references(script):
        file, text = _read(content, "scripts", name)
        raise ContentError(file, _with_line(problem.where, text), problem.cure)
    return script


def parse_script(name: str, content: Traversable = CONTENT) -> Script:
    """Return the script of `scripts/<name>.toml`, its references not yet checked (for lint).

    Raises:
        ContentError: there is none, or it does not parse.
    """
    file, text = _read(content, "scripts", name)
    return _built(Script, file, text, _parsed(file, text))


def load_sheet(name: str, content: Traversable = CONTENT) -> Sheet:
    """Return the sheet of `sheets/<name>.toml`.

    Raises:
        ContentError: there is none, it does not parse, or it names what does not exist.
    """
    sheet = parse_sheet(name, content)
    for problem in broken_references(sheet):
        file, text = _read(content, "sheets", name)
        raise ContentError(file, _with_line(problem.where, text), problem.cure)
    return sheet


def parse_sheet(name: str, content: Traversable = CONTENT) -> Sheet:
    """Return the sheet of `sheets/<name>.toml`, its references not yet checked (for lint).

    Raises:
        ContentError: there is none, or it does not parse.
    """
    file, text = _read(content, "sheets", name)
    return _built(Sheet, file, text, _parsed(file, text))


def load_pack(pack_id: str, content: Traversable = CONTENT) -> Pack:
    """Return the pack of `packs/<pack_id>.toml`, laid over the pack that it extends.

    A pack's contact with an id of its base replaces that contact; others come first. Tables
    (`roles`, `words`) are merged; every other key of the pack wins.

    Raises:
        ContentError: there is no such pack, it does not parse, or it extends itself.
    """
    return _load_pack(pack_id, content, ())


def _load_pack(pack_id: str, content: Traversable, above: tuple[str, ...]) -> Pack:
    file, text = _read(content, "packs", pack_id)
    table = _parsed(file, text)
    if table.get("id") != pack_id:
        raise ContentError(file, "id", f'write id = "{pack_id}", as the file is called')
    base_id = table.get("extends", "")
    if isinstance(base_id, str) and base_id:
        if base_id in (*above, pack_id):
            raise ContentError(file, "extends", f"{base_id!r} extends this pack: name another base")
        base = _load_pack(base_id, content, (*above, pack_id))
        table = _overlaid(base, table)
    pack = _built(Pack, file, text, table)
    seen: set[str] = set()
    for contact in pack.contacts:
        if contact.id in seen:
            raise ContentError(file, f"contact {contact.id!r}", "give each contact its own id")
        seen.add(contact.id)
    return pack


def read_words(content: Traversable = CONTENT, file: str = "words.toml") -> dict[str, object]:
    """Return `words.toml` as tables: glossary, banned words and the messages; or another file.

    Raises:
        ContentError: it is missing or does not parse.
    """
    found = content.joinpath(file)
    if not found.is_file():
        raise ContentError(file, "file", "it is missing: install the package anew")
    return _parsed(file, found.read_text(encoding="utf-8"))


def script_ids(content: Traversable = CONTENT) -> tuple[str, ...]:
    """Return the names of all scripts, sorted."""
    return _names(content.joinpath("scripts"))


@cache
def sheets() -> dict[str, Sheet]:
    """Return the sheets that ship with the product by their ids, in their order."""
    found = sorted((load_sheet(name) for name in sheet_ids()), key=lambda sheet: sheet.order)
    return {sheet.id: sheet for sheet in found}


def sheet_ids(content: Traversable = CONTENT) -> tuple[str, ...]:
    """Return the ids of all sheets, sorted."""
    return _names(content.joinpath("sheets"))


def pack_ids(content: Traversable = CONTENT) -> tuple[str, ...]:
    """Return the ids of all packs, sorted."""
    return _names(content.joinpath("packs"))


def digest(content: Script | Pack) -> str:
    """Return the content hash of a script or pack (SHA-256, hex): its edition for a case.

    A pack's contacts are left out: a running case always uses today's numbers.
    """
    leave_out = {"contacts"} if isinstance(content, Pack) else set()
    compiled = content.model_dump(mode="json", exclude=leave_out)
    canonical = json.dumps(compiled, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(canonical.encode()).hexdigest()


def _names(folder: Traversable) -> tuple[str, ...]:
    entries = folder.iterdir() if folder.is_dir() else ()
    names = (entry.name for entry in entries)
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def _read(content: Traversable, kind: str, name: str) -> tuple[str, str]:
    file = f"{kind}/{name}.toml"
    folder = content.joinpath(kind)
    found = folder.joinpath(f"{name}.toml")
    if NAME.fullmatch(name) is None or not found.is_file():
        known = ", ".join(_names(folder)) or "none"
        raise ContentError(file, "file", f"there is no such file; choose one of: {known}")
    return file, found.read_text(encoding="utf-8")


def _parsed(file: str, text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(file, "TOML", f"mend what it says: {error}") from error


def _built(model: type[Content], file: str, text: str, table: Mapping[str, object]) -> Content:
    try:
        return model.model_validate(table)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = _with_line(_named(table, first["loc"]), text)
        raise ContentError(file, where, first["msg"]) from error


def _overlaid(base: Pack, table: Mapping[str, object]) -> dict[str, object]:
    merged: dict[str, object] = {**base.model_dump(), **table}
    for name in ("roles", "words"):
        own = table.get(name, {})
        if isinstance(own, dict):
            merged[name] = {**getattr(base, name), **own}
    own_contacts = table.get("contacts", [])
    if isinstance(own_contacts, list):
        ids = {entry.get("id") for entry in own_contacts if isinstance(entry, dict)}
        inherited = [contact.model_dump() for contact in base.contacts if contact.id not in ids]
        merged["contacts"] = own_contacts + inherited
    return merged


def _named(table: object, loc: tuple[int | str, ...]) -> str:
    """Return a place as an author knows it: `questions 'adult', options 'staff', raises`."""
    names: list[str] = []
    for step in loc:
        inside: object = None
        if isinstance(step, int) and isinstance(table, list) and step < len(table):
            inside = table[step]
            own_id = inside.get("id") if isinstance(inside, dict) else None
            names[-1:] = [f"{names[-1]} {own_id!r}" if own_id else f"{names[-1]}[{step}]"]
        else:
            inside = table.get(step) if isinstance(table, dict) else None
            names.append(str(step))
        table = inside
    return ", ".join(names)


def _with_line(where: str, text: str) -> str:
    """Add the line on which the innermost thing named in `where` has its id, when it is found."""
    for name in reversed(re.findall(r"'([^']+)'", where)):
        for number, line in enumerate(text.splitlines(), start=1):
            if re.search(rf'\bid = "{re.escape(name)}"', line):
                return f"{where} (line {number})"
    return where
