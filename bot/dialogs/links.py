"""Whether typed words hold a link, a file's name or a picture in letters: never kept."""

import re
import unicodedata

__all__ = ["has_link"]

# Rule 1: every pattern is bounded, so that 100,000 characters cost no more than reading them.
# Rule 2: an @handle, an e-mail address and a site's name alone are words, not links.

DOT = re.compile(r"\s?(?:\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)|\{dot\}|\u3002)\s?", re.IGNORECASE)

LINKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![a-z0-9])[a-z][a-z0-9+.\-]{0,20}\s?:\s?[/\\]{2}",
        r"(?<![a-z0-9])www\d?\s?\.\s?[a-z0-9]",
        r"(?<![a-z0-9])data\s?:\s?[a-z]{2,20}/[a-z0-9.+\-]",
        r";\s?base64\s?,",
        r"(?<![a-z0-9])(?:blob|javascript|magnet):\S",
        r"(?<![\w.\-])(?:[\w\-]{1,63}\.){1,8}[^\W\d_]{2,24}(?::\d{1,5})?(?:/|[?#]\w)",
        r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?/",
        r"\b\w{1,63} dot \w{2,24} (?:slash|/)",
        (
            r"\w\.(?:jpe?g|jfif|png|gif|hei[cf]|webp|bmp|tiff?|avif|mp4|m4v|mov|avi|mkv|webm|3gp"
            r"|mp3|m4a|pdf|docx|zip)(?![\w.])"
        ),
    )
)

BLOB = re.compile(r"[A-Za-z0-9+/_\-]{60,}={0,2}")
PICTURE_STARTS = re.compile(
    r"(?<![A-Za-z0-9])(?:/9j/4|iVBORw0KGgo|R0lGOD[dl]h|UklGR)[A-Za-z0-9+/]{8,}"
)
INVISIBLE = frozenset({"Cc", "Cf", "Cs"})


def has_link(text: str) -> bool:
    """Return whether `text` holds a link, a data URI, a file's name, or an encoded file."""
    plain = unicodedata.normalize("NFKC", text)
    seen = "".join(
        letter
        for letter in plain
        if letter.isspace() or unicodedata.category(letter) not in INVISIBLE
    )
    spelt = DOT.sub(".", seen)
    return (
        any(link.search(spelt) for link in LINKS)
        or PICTURE_STARTS.search(spelt) is not None
        or any(_is_encoded(found[0]) for found in BLOB.finditer(spelt))
    )


def _is_encoded(run: str) -> bool:
    """Say whether a long run without a space mixes cases and digits, as no word does."""
    return any(map(str.isupper, run)) and any(map(str.islower, run)) and any(map(str.isdigit, run))
