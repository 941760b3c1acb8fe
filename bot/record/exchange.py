"""The record as JSON for another program, with the schema that says what is in it."""

import json

from bot.record.chronology import Chronology

__all__ = ["as_json", "as_schema"]


def as_json(record: Chronology) -> str:
    """Return the record as JSON. It holds what the page holds."""
    return record.model_dump_json(indent=2) + "\n"


def as_schema() -> str:
    """Return the JSON Schema (2020-12) of `as_json`."""
    return json.dumps(Chronology.model_json_schema(mode="serialization"), indent=2) + "\n"
