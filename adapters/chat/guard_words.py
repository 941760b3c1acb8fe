"""Whether words hold a file in letters, the address of one, or any other link."""

# Rule 1: every pattern is bounded: half a megabyte costs no more than reading it.
# Rule 2: a spoken file name ("she said IMG_2044.jpg") is words here; the engine has its own rule.

import re
import unicodedata
from enum import IntEnum

__all__ = ["FILE_NAME", "MARKUP", "Verdict", "judge_words", "seen_in"]


class Verdict(IntEnum):
    """What the guard found, from harmless to worst. LINK: words with an address in them."""

    OK = 0
    LINK = 1
    MEDIA = 2


FILE_NAME = re.compile(
    r"\.(?:jpe?g|jfif|png|gif|webp|hei[cf]|avif|bmp|tiff?|svg|mp4|mov|m4v|webm|avi|mkv|3gp|m4a|mp3"
    r"|wav|ogg|aac|pdf|docx?|pptx?|xlsx?|zip|rar|7z|eml)(?![\w.])",
    re.IGNORECASE,
)
DATA = re.compile(
    r"data\s{0,3}:\s{0,3}(?:image|video|audio|application|font)\s{0,3}/|;\s{0,3}base64\s{0,3},",
    re.IGNORECASE,
)
STARTS = re.compile(r"/9j/4|iVBORw0KGgo|R0lGOD[dl]h|UklGR[A-Za-z0-9+/]{3}|AAAA[A-Za-z0-9]{2}Z0eX")
"""The first letters of the usual picture and film formats, written in base64."""

RUN = re.compile(r"[A-Za-z0-9+/_\-]{20,2000}={0,2}")
LONG = 200
MIXED = 72
MARKUP = re.compile(
    r"!\[[^\]\n]{0,200}\]\(|<\s?(?:img|video|audio|picture|source)\b", re.IGNORECASE
)
ADDRESS = re.compile(
    r"(?<![a-z0-9])[a-z][a-z0-9+.\-]{1,15}\s{0,2}:\s{0,2}//\S{1,2000}"
    r"|(?<![a-z0-9])www\d?\.\S{1,2000}",
    re.IGNORECASE,
)
DOUBTFUL = re.compile(r"[^!-~]|[:;<!]|[Ww]{3}|9j/4|iVBORw|R0lGOD|UklGR|Z0eX|[A-Za-z0-9+/_\-]{20}")
"""What the patterns above need some of. A text without any, as ids and times are, is words."""

INVISIBLE = frozenset({"Cf", "Cc", "Cs", "Mn"})


def judge_words(text: str, hosted: re.Pattern[str]) -> Verdict:
    """Return what `text` holds, once what cannot be seen and odd forms of letters are undone.

    `hosted` finds the addresses at which the platform keeps files.
    """
    if DOUBTFUL.search(text) is None and hosted.search(text) is None:
        return Verdict.OK
    seen = seen_in(text)
    if DATA.search(seen) or hosted.search(seen) or MARKUP.search(text + seen) or _is_encoded(seen):
        return Verdict.MEDIA
    found = list(ADDRESS.finditer(seen))
    if any(FILE_NAME.search(each[0]) for each in found):
        return Verdict.MEDIA
    return Verdict.LINK if found else Verdict.OK


def seen_in(text: str) -> str:
    """Return what a reader would see of a text, in the plainest letters."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKC", text)
    return "".join(
        letter
        for letter in plain
        if letter.isspace() or letter.isascii() or unicodedata.category(letter) not in INVISIBLE
    )


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
