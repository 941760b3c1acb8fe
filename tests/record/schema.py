"""As much of JSON Schema as our own schema uses: what does not fit is told by its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}
KNOWN = {
    *("$defs", "$ref", "additionalProperties", "anyOf", "const", "default", "description"),
    *("enum", "format", "items", "properties", "required", "title", "type"),
}


def misfits(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    """Yield what of a value does not fit a schema.

    Raises:
        AssertionError: the schema says something that is not understood here.
    """
    assert set(schema) <= KNOWN, f"{at}: teach schema.py {set(schema) - KNOWN}"
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        yield from misfits(value, root["$defs"][name], root, at)
    if "anyOf" in schema and all(list(misfits(value, each, root, at)) for each in schema["anyOf"]):
        yield f"{at}: fits none"
    if "const" in schema and value != schema["const"]:
        yield f"{at}: not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: none of {schema['enum']}"
    wanted = schema.get("type")
    if wanted and not _is(value, wanted):
        yield f"{at}: no {wanted}"
    elif wanted == "object":
        yield from _inside(value, schema, root, at)
    elif wanted == "array":
        for number, item in enumerate(value):
            yield from misfits(item, schema.get("items", {}), root, f"{at}[{number}]")


def _is(value: Any, wanted: str) -> bool:
    number = wanted == "integer"
    return isinstance(value, TYPES[wanted]) and not (number and isinstance(value, bool))


def _inside(
    value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], at: str
) -> Iterator[str]:
    known = schema.get("properties", {})
    yield from (f"{at}: lacks {name}" for name in schema.get("required", ()) if name not in value)
    if schema.get("additionalProperties") is False:
        yield from (f"{at}: has {name}" for name in value if name not in known)
    for name, inside in known.items():
        if name in value:
            yield from misfits(value[name], inside, root, f"{at}.{name}")
