"""Words as Slack writes them down: what somebody typed, and what stands in it."""

import re

from adapters.chat.guard_words import MARKUP, Verdict, judge_words

__all__ = ["is_site_alone", "judge_text", "spoken"]

HOSTED = re.compile(
    r"files(?:-origin|-edge)?\.slack\.com|slack-files\.com|slack\.com/(?:files|docs|canvas)\b"
    r"|slack-imgs\.com|\.slack-edge\.com/files",
    re.IGNORECASE,
)
MARKED = re.compile(r"<([@#!]|mailto:|tel:)?([^<>|]{1,2000})(?:\|([^<>]{0,2000}))?>")
SITE = re.compile(r"https?://([a-z0-9.\-]{1,200})/?", re.IGNORECASE)
SIGNS = {"@": "@", "#": "#", "!": "@"}


def judge_text(text: str) -> Verdict:
    """Return what `text` holds, as Slack wrote it down and as somebody typed it."""
    return Verdict.MEDIA if MARKUP.search(text) else judge_words(spoken(text), HOSTED)


def spoken(text: str) -> str:
    """Return what somebody typed: Slack makes links of numbers, addresses and names of sites.

    The name of a site alone is words; so is a person's number or e-mail address.
    """
    typed = MARKED.sub(_as_typed, text) if "<" in text else text
    return typed.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _as_typed(found: re.Match[str]) -> str:
    mark, target, label = found[1] or "", found[2], found[3] or ""
    if mark:
        return SIGNS.get(mark, "") + (label or target)
    return label if is_site_alone(target, label) else f"{target} {label}".strip()


def is_site_alone(address: str, label: str) -> bool:
    """Return whether a link is no more than the name of a site that somebody typed."""
    site = SITE.fullmatch(address)
    return site is not None and site[1].lower() == label.lower().strip()
