"""The guard at Slack's door: words, a link, or media? All is walked; doubt is media."""

# Rule 1: judged on the raw payload, before Bolt, models, logs or the queue see it.
# Rule 2: deny by default (guard_tables.py). Whatever fails inside the guard is media.
# Rule 3: nothing of what was found leaves this module: a verdict has no name, kind or count.

from collections.abc import Mapping
from typing import TypeAlias

from adapters.chat.guard_words import FILE_NAME, Verdict
from adapters.slack.guard_tables import (
    BLOCK_TYPES,
    CONTAINERS,
    FILE_ID,
    LABELS,
    MEDIA_SOUNDING,
    PLAIN,
    TEXTS,
    TOKEN,
    UNFURLED,
    UNREAD,
)
from adapters.slack.guard_text import is_site_alone, judge_text

__all__ = ["judge"]

DEEPEST = 60
MOST = 20_000
"""How deep and how large an ordinary message can be, with room to spare."""

Found: TypeAlias = tuple[object, str, str, int]
BLOCKS = "blocks"
UNFURL = "unfurl"


def judge(tree: object) -> Verdict:
    """Return the verdict on a payload, or on the part of it that will be read."""
    try:
        return _walk(tree)
    except Exception:  # noqa: BLE001  a guard that fails refuses (tested)
        return Verdict.MEDIA


def _walk(tree: object) -> Verdict:
    verdict, walked = Verdict.OK, 0
    left: list[Found] = [(tree, "event", "", 0)]
    while left:
        value, key, place, depth = left.pop()
        walked += 1
        if depth > DEEPEST or walked > MOST:
            return Verdict.MEDIA
        if isinstance(value, dict):
            if _is_site(value):
                continue
            verdict = max(verdict, _object(value, place))
            inner = _place(value, place)
            left += [
                (each, name, inner, depth + 1)
                for written, each in value.items()
                if (name := written.lower()) not in UNREAD
            ]
        elif isinstance(value, list):
            inside = BLOCKS if key in {"blocks", "elements", "rows"} else place
            left += [(each, key, inside, depth + 1) for each in value]
            if key == "attachments" and value:
                verdict = max(verdict, Verdict.LINK)
        else:
            verdict = max(verdict, _leaf(value, key, place))
        if isinstance(value, dict | list) and value and not _may_hold(key, place):
            return Verdict.MEDIA
        if verdict is Verdict.MEDIA:
            return verdict
    return verdict


def _may_hold(key: str, place: str) -> bool:
    """Return whether something may stand under a key at all."""
    return key in CONTAINERS or key in {"text", "user", "channel"} or _is_crawled(key, place)


def _is_crawled(key: str, place: str) -> bool:
    return place == UNFURL and key in UNFURLED


def _place(value: Mapping[object, object], place: str) -> str:
    """Return how what stands inside is read: an ordinary link's preview is no upload."""
    if place == BLOCKS:
        return BLOCKS
    crawled = bool(value.get("from_url") or value.get("original_url"))
    forwarded = value.get("is_share") or value.get("is_msg_unfurl") or value.get("files")
    return UNFURL if crawled and not forwarded else ""


def _object(value: Mapping[object, object], place: str) -> Verdict:
    """Judge what an object says it is."""
    kind, subtype = value.get("type"), value.get("subtype")
    if place == BLOCKS and "type" in value and kind not in BLOCK_TYPES:
        return Verdict.MEDIA
    for name in (kind, subtype):
        if isinstance(name, str) and name not in BLOCK_TYPES and MEDIA_SOUNDING.search(name):
            return Verdict.MEDIA
    return Verdict.OK


def _is_site(value: Mapping[object, object]) -> bool:
    """Say whether this is a link that Slack made of a site's name, with nothing else to it."""
    told = value.get("type") == "link" and {"type", "url", "text"} >= value.keys()
    return told and is_site_alone(str(value.get("url")), str(value.get("text")))


def _leaf(value: object, key: str, place: str) -> Verdict:
    """Judge one value. Nothing, no and zero are harmless under every key."""
    if not value:
        return Verdict.OK
    if _is_crawled(key, place):
        return Verdict.LINK
    known = key in TEXTS or key in LABELS or key in CONTAINERS
    if not known and MEDIA_SOUNDING.search(key):
        return Verdict.MEDIA
    if isinstance(value, str):
        return _text(value, key, known=known)
    return Verdict.OK if isinstance(value, bool | int | float) else Verdict.MEDIA


def _text(value: str, key: str, *, known: bool) -> Verdict:
    """Judge a text: words in full, a label for files, and under an unknown key only an id."""
    if known and PLAIN.fullmatch(value):
        return Verdict.OK
    if key in TEXTS:
        return judge_text(value)
    refused = FILE_ID.fullmatch(value) is not None
    if not known:
        refused = refused or TOKEN.fullmatch(value) is None
    elif key not in ICONS:
        named = FILE_NAME.search(value) is not None
        refused = refused or named or judge_text(value) is Verdict.MEDIA
    return Verdict.MEDIA if refused else Verdict.OK


ICONS = frozenset({"author_icon", "service_icon", "footer_icon", "token", "trigger_id"})
"""Known keys whose value may be the address of a small picture that Slack or a site put there."""
