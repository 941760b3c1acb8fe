"""Whether words from Slack hold a file in letters, an address of one, or any other link."""

# Rule 1: every pattern is bounded: half a megabyte costs no more than reading it.
# Rule 2: a spoken file name ("she said IMG_2044.jpg") is words here; the engine has its own rule.

import re
import unicodedata
from enum import IntEnum

from adapters.slack.guard_tables import FILE_NAME

__all__ = ["Verdict", "is_site_alone", "judge_text", "spoken"]


class Verdict(IntEnum):
    """What the guard found, from harmless to worst. LINK: words with an address in them."""

    OK = 0
    LINK = 1
    MEDIA = 2


DATA = re.compile(
    r"data\s{0,3}:\s{0,3}(?:image|video|audio|application|font)\s{0,3}/|;\s{0,3}base64\s{0,3},",
    re.IGNORECASE,
)
STARTS = re.compile(r"/9j/4|iVBORw0KGgo|R0lGOD[dl]h|UklGR[A-Za-z0-9+/]{3}|AAAA[A-Za-z0-9]{2}Z0eX")
"""The first letters of the usual picture and film formats, written in base64."""

RUN = re.compile(r"[A-Za-z0-9+/_\-]{20,2000}={0,2}")
LONG = 200
MIXED = 72
HOSTED = re.compile(
    r"files(?:-origin|-edge)?\.slack\.com|slack-files\.com|slack\.com/(?:files|docs|canvas)\b"
    r"|slack-imgs\.com|\.slack-edge\.com/files",
    re.IGNORECASE,
)
MARKUP = re.compile(
    r"!\[[^\]\n]{0,200}\]\(|<\s?(?:img|video|audio|picture|source)\b", re.IGNORECASE
)
ADDRESS = re.compile(
    r"(?<![a-z0-9])[a-z][a-z0-9+.\-]{1,15}\s{0,2}:\s{0,2}//\S{1,2000}"
    r"|(?<![a-z0-9])www\d?\.\S{1,2000}",
    re.IGNORECASE,
)
MARKED = re.compile(r"<([@#!]|mailto:|tel:)?([^<>|]{1,2000})(?:\|([^<>]{0,2000}))?>")
SITE = re.compile(r"https?://([a-z0-9.\-]{1,200})/?", re.IGNORECASE)
SIGNS = {"@": "@", "#": "#", "!": "@"}
INVISIBLE = frozenset({"Cf", "Cc", "Cs", "Mn"})


def judge_text(text: str) -> Verdict:
    """Return what `text` holds, once what cannot be seen and odd forms of letters are undone."""
    plain = unicodedata.normalize("NFKC", spoken(text))
    seen = "".join(
        letter
        for letter in plain
        if letter.isspace() or letter.isascii() or unicodedata.category(letter) not in INVISIBLE
    )
    if DATA.search(seen) or HOSTED.search(seen) or MARKUP.search(text + seen) or _is_encoded(seen):
        return Verdict.MEDIA
    found = list(ADDRESS.finditer(seen))
    if any(FILE_NAME.search(each[0]) for each in found):
        return Verdict.MEDIA
    return Verdict.LINK if found else Verdict.OK


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


def _is_encoded(seen: str) -> bool:
    """Say whether a file stands in the words: in one long run, or broken by spaces and lines."""
    if STARTS.search("".join(seen.split())):
        return True
    runs = [found[0] for found in RUN.finditer(seen)]
    if any(len(run) >= LONG for run in runs):
        return True
    return sum(len(run) for run in runs if _mixes(run)) >= MIXED


def _mixes(run: str) -> bool:
    """Say whether a run without a space mixes cases and digits, as no word does."""
    return any(map(str.isupper, run)) and any(map(str.islower, run)) and any(map(str.isdigit, run))
