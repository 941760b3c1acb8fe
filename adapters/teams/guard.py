"""The guard at Teams' door: words, a link, or media? All is walked; doubt is media."""

# Rule 1: judged on the raw payload, before the SDK, models, logs or the queue see it: the SDK drops
#         what it does not know.
# Rule 2: deny by default (guard_tables.py). Whatever fails inside the guard is media.
# Rule 3: nothing of what was found leaves this module: a verdict has no name, kind or count.

import json
from collections.abc import Mapping
from typing import TypeAlias

from adapters.chat.guard_words import FILE_NAME, Verdict
from adapters.teams.guard_html import judge_html
from adapters.teams.guard_tables import (
    ACTIVITY,
    CONTAINERS,
    HOSTED,
    ID_LIKE,
    IDS,
    LABELS,
    MEDIA_SOUNDING,
    PLAIN,
    TEXTS,
    TOKEN,
    TWIN,
)
from adapters.teams.guard_text import judge_text

__all__ = ["judge"]

DEEPEST = 12
MOST = 5_000
"""How deep and how large an ordinary activity can be, with room to spare."""

WRITTEN = {name.lower(): name for name in ACTIVITY}
HTML = "text/html"

Found: TypeAlias = tuple[object, str, int]


def judge(activity: Mapping[str, object]) -> Verdict:
    """Return the verdict on an activity, all of it."""
    try:
        return _judged(activity)
    except Exception:  # noqa: BLE001  a guard that fails refuses (tested)
        return Verdict.MEDIA


def _judged(activity: Mapping[str, object]) -> Verdict:
    if any(WRITTEN.get(name.lower(), name) != name for name in activity):
        return Verdict.MEDIA
    rest = {name: value for name, value in activity.items() if name != "attachments"}
    return max(_attachments(activity.get("attachments")), _walk(rest))


def _attachments(found: object) -> Verdict:
    """Judge what is attached: nothing, or twins of the message's words."""
    if found is None:
        return Verdict.OK
    if not isinstance(found, list) or len(found) > MOST:
        return Verdict.MEDIA
    return max((_twin(each) for each in found), default=Verdict.OK)


def _twin(found: object) -> Verdict:
    if not isinstance(found, Mapping):
        return Verdict.MEDIA
    told = {name.lower(): value for name, value in found.items()}
    kind, content = told.pop("contenttype", None), told.pop("content", None)
    odd = len(told) + 2 < len(found) or not told.keys() <= TWIN or any(told.values())
    if odd or not isinstance(kind, str) or not isinstance(content, str):
        return Verdict.MEDIA
    if kind.partition(";")[0].strip().lower() != HTML:
        return Verdict.MEDIA
    return judge_html(content)


def _walk(tree: object) -> Verdict:
    verdict, walked = Verdict.OK, 0
    left: list[Found] = [(tree, "activity", 0)]
    while left:
        value, key, depth = left.pop()
        walked += 1
        if depth > DEEPEST or walked > MOST:
            return Verdict.MEDIA
        if isinstance(value, dict | list) and value and key not in CONTAINERS:
            return Verdict.MEDIA
        if isinstance(value, dict):
            left += [(each, name.lower(), depth + 1) for name, each in value.items()]
        elif isinstance(value, list):
            left += [(each, key, depth + 1) for each in value]
        else:
            verdict = max(verdict, _leaf(value, key))
            left += [(each, "value", depth + 1) for each in _inside(value)]
        if verdict is Verdict.MEDIA:
            return verdict
    return verdict


def _inside(text: object) -> list[object]:
    """Return the JSON that a text is, if it is an object or a list."""
    if not isinstance(text, str) or text.lstrip()[:1] not in {"{", "["}:
        return []
    try:
        found = json.loads(text)
    except ValueError:
        return []
    return [found] if isinstance(found, Mapping | list) else []


def _leaf(value: object, key: str) -> Verdict:
    """Judge one value. Nothing, no and zero are harmless under every key."""
    if not value:
        return Verdict.OK
    known = key in TEXTS or key in LABELS or key in IDS or key in CONTAINERS
    if not known and MEDIA_SOUNDING.search(key):
        return Verdict.MEDIA
    if isinstance(value, str):
        return _text(value, key)
    return Verdict.OK if isinstance(value, bool | int | float) else Verdict.MEDIA


def _text(value: str, key: str) -> Verdict:
    """Judge a text: words in full, a label and an id for files, under an unknown key only an id."""
    if PLAIN.fullmatch(value) and not MEDIA_SOUNDING.search(value):
        return Verdict.OK
    if key in TEXTS:
        return judge_text(value)
    if key == "type" and MEDIA_SOUNDING.search(value):
        return Verdict.MEDIA
    named = FILE_NAME.search(value) is not None
    if key in IDS:
        refused = ID_LIKE.fullmatch(value) is None
    elif key in LABELS or key in CONTAINERS:
        refused = judge_text(value) is Verdict.MEDIA
    else:
        refused = TOKEN.fullmatch(value) is None or HOSTED.search(value) is not None
    return Verdict.MEDIA if named or refused else Verdict.OK
