"""What pydantic finds wrong in `handrail.toml`, in our words: the key and the cure."""

from collections.abc import Iterator
from typing import TypeAlias, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from bot.settings.base import nearest
from bot.settings.found import Found
from bot.settings.tables import File

__all__ = ["told"]

Loc: TypeAlias = tuple[int | str, ...]


def told(error: ErrorDetails) -> Found:
    """Return what pydantic found, in our words."""
    loc = tuple(step for step in error["loc"] if not _is_inner(step))
    model, key = _model_at(loc[:-1]), str(loc[-1]) if loc else ""
    field = model.model_fields.get(key)
    example = f"{key} = {field.examples[0]}" if field and field.examples else ""
    kind = error["type"]
    if kind == "extra_forbidden":
        return Found(_key(loc), f"unknown key; {nearest(key, tuple(model.model_fields))}")
    if kind == "missing":
        return Found(_key(loc), f"is missing; write {example}")
    if kind == "value_error":
        return Found(_key(loc), str(error["ctx"]["error"]))
    if kind == "too_short":
        return Found(_key(loc), f"is empty; write {example}")
    wanted = f"; write it as in {example}" if example else ""
    return Found(_key(loc), f"has the wrong type: {error['msg'].lower()}{wanted}")


def _is_inner(step: int | str) -> bool:
    """Return whether a step of a place is pydantic's own and no key of the file."""
    return isinstance(step, str) and "[" in step


def _model_at(loc: Loc) -> type[BaseModel]:
    """Return the table that a place is in, as the file's own fields have it."""
    table: type[BaseModel] = File
    for step in loc:
        if isinstance(step, str):
            field = table.model_fields.get(step)
            table = next(_tables_in(field.annotation), File) if field else File
    return table


def _tables_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in get_args(annotation):
        yield from _tables_in(each)


def _key(loc: Loc) -> str:
    """Return a place as a person would write it: `schools[1].people[0].phone`."""
    text = ""
    for step in loc:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".") or "the file"
