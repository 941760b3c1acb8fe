"""The data map as a page: each field of each stored model, why, how long, for whom."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from importlib import resources
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict

from bot.fsm.access.rights import Part
from bot.fsm.case import Case, Conversation
from bot.fsm.draw.access import SEEN
from bot.fsm.effects import Amend, Call, Page, Post, Say
from bot.fsm.events import Entry
from bot.grants import Grant

__all__ = ["ROOTS", "Row", "data_map", "data_map_page", "fields_of", "problems", "stored_models"]

ROOTS: tuple[type, ...] = (Case, Conversation, Entry, Say, Page, Amend, Post, Call, Grant)
"""What is written into the store by itself; all else is inside one of them."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kept: str = ""
    part: Part | None = None
    fields: dict[str, str] = {}


class _Map(BaseModel):
    model_config = ConfigDict(extra="forbid")

    shared: dict[str, str]
    models: dict[str, _Table]
    kept: dict[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One field of one model."""

    model: str
    field: str
    why: str
    kept: str
    part: Part


def stored_models() -> dict[str, type]:
    """Return every model that reaches the store, by its name."""
    found: dict[str, type] = {}
    waiting = list(ROOTS)
    while waiting:
        model = waiting.pop(0)
        if model.__name__ not in found:
            found[model.__name__] = model
            waiting += list(_inside(model))
    return found


def fields_of(model: type) -> list[str]:
    """Return the fields of a stored model."""
    if issubclass(model, BaseModel):
        return list(model.model_fields)
    return [each.name for each in fields(model)] if is_dataclass(model) else []


def _inside(model: type) -> Iterator[type]:
    if not issubclass(model, BaseModel):
        return
    waiting: list[Any] = [each.annotation for each in model.model_fields.values()]
    while waiting:
        kind = waiting.pop(0)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield kind
        waiting += list(get_args(kind))


def data_map() -> list[Row]:
    """Return a row for each field that has an entry."""
    told = _read()
    return [row for name, model in stored_models().items() for row in _rows(told, name, model)]


def problems() -> Iterator[str]:
    """Yield what is wanting: a field without an entry, an entry without a field or a reader."""
    told, models = _read(), stored_models()
    used: set[str] = set()
    for name, model in models.items():
        own, asked = _table(told, name, model), fields_of(model)
        used |= set(asked) - set(own.fields)
        yield from (
            f"{name}.{field}: say why it is kept, in adapters/datamap/fields.toml"
            for field in asked
            if field not in own.fields and field not in told.shared
        )
        yield from (
            f"{name}.{field}: there is no such field" for field in own.fields.keys() - asked
        )
        if own.part is None or own.kept not in told.kept:
            yield f"{name}: say who sees it and how long it is kept"
    yield from (f"{name}: there is no such model" for name in told.models.keys() - models.keys())
    yield from (f"[shared] {name}: no field is called so" for name in told.shared.keys() - used)


def data_map_page(made: str) -> str:
    """Return the page; `made` is its first line."""
    told = _read()
    lines = [made, "", "# Data map", "", *INTRODUCTION, ""]
    lines += [f"- {kept}: {words}" for kept, words in told.kept.items()]
    rows = data_map()
    for name in dict.fromkeys(row.model for row in rows):
        ours = [row for row in rows if row.model == name]
        lines += ["", f"## {name}", "", f"How long: {ours[0].kept}. Who: {SEEN[ours[0].part]}.", ""]
        lines += _grid((row.field, row.why) for row in ours)
    return "\n".join(lines) + "\n"


INTRODUCTION = (
    "Every field of everything that is stored, from the models themselves: a field without an",
    "entry fails a test. All of it is encrypted with a key of its case; [who may](access.md) see",
    "which part is one table. How long:",
)


def _grid(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield "| Field | What it is, and why it is kept |"
    yield "|---|---|"
    yield from (f"| `{field}` | {why} |" for field, why in rows)


def _rows(told: _Map, name: str, model: type) -> Iterator[Row]:
    own = _table(told, name, model)
    for field in fields_of(model):
        why = own.fields.get(field) or told.shared.get(field)
        if why and own.part is not None:
            yield Row(name, field, why, own.kept, own.part)


def _table(told: _Map, name: str, model: type) -> _Table:
    """Return what is said of a model; an event is kept as the record that it is in."""
    own = told.models.get(name, _Table())
    if model in set(_inside(Entry)):
        entry = told.models["Entry"]
        return _Table(kept=entry.kept, part=entry.part, fields=own.fields)
    return own


@cache
def _read() -> _Map:
    text = resources.files("adapters.datamap").joinpath("fields.toml").read_text("utf-8")
    return _Map.model_validate(tomllib.loads(text))
