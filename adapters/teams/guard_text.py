"""Words as Teams writes them down: what somebody typed, and what stands in it."""

import html
import re

from adapters.chat.guard_words import MARKUP, Verdict, judge_words
from adapters.teams.guard_tables import HOSTED

__all__ = ["is_site_alone", "judge_text", "spoken"]

AT = re.compile(r"<at\b[^<>]{0,200}>([^<>]{0,300})</at>", re.IGNORECASE)
MARKED = re.compile(
    r"\[([^\]\n]{1,300})\]\((https?://[^)\s]{1,2000})\)"
    r'|<a\s[^<>]{0,200}?href="(https?://[^"<>]{1,2000})"[^<>]{0,200}>([^<>]{1,300})</a>',
    re.IGNORECASE,
)
MARKS = frozenset("<[&\xa0")
"""Without any of these words are as they were typed."""

SITE = re.compile(r"https?://([a-z0-9.\-]{1,200})/?", re.IGNORECASE)


def judge_text(text: str) -> Verdict:
    """Return what `text` holds, as Teams wrote it down and as somebody typed it."""
    if MARKUP.search(text):
        return Verdict.MEDIA
    return judge_words(spoken(text), HOSTED)


def spoken(text: str, ourselves: str = "") -> str:
    """Return what somebody typed, without our own name where we are mentioned.

    The name of a site alone is words, though Teams makes a link of it.
    """
    if not MARKS & set(text):
        return text.strip()
    named = AT.sub(lambda found: " " if found[1] == ourselves else found[1], text)
    typed = MARKED.sub(_as_typed, named)
    return html.unescape(typed).replace("\xa0", " ").strip()


def _as_typed(found: re.Match[str]) -> str:
    label, address = (found[1], found[2]) if found[2] else (found[4], found[3])
    return label if is_site_alone(address, label) else f"{label} {address}"


def is_site_alone(address: str, label: str) -> bool:
    """Return whether a link is no more than the name of a site that somebody typed."""
    site = SITE.fullmatch(address)
    return site is not None and site[1].lower() == label.lower().strip()
