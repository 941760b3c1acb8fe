"""The words in which people write a day and a time. They are taken apart here, not judged."""

# Rule 1: the whole text must fit. No day or time is found inside a sentence.
# Rule 2: no library: dateparser and its like guess (`12.11`, `next Friday`), and a guess is kept.
# Rule 3: day before month. A date in dots or dashes has its year: `12.11` is a time.

import re
import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from typing import TypeAlias

from bot.dialogs.ages import WORDS

__all__ = ["MONTHS", "NOW", "WEEKDAYS", "Found", "find", "is_vague", "span_of", "tidy"]

Found: TypeAlias = Mapping[str, str]
"""The parts of a moment as they were written. A part that is not there is missing or ''."""

LONGEST = 60

NOW = frozenset({"now", "just now", "right now"})
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}

WEEKDAY = (
    r"mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?"
)
MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
PART = r"(?: (?P<part>morning|afternoon|evening))?"
DAYS = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"(?P<near>today|yesterday|tomorrow|this(?= [mae])){PART}",
        rf"(?:(?P<which>last|this|next) )?(?P<weekday>{WEEKDAY}){PART}",
        *(
            rf"(?:(?P<weekday>{WEEKDAY}) )?{date}{PART}"
            for date in (
                r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)",
                r"(?P<d>\d\d?)/(?P<m>\d\d?)(?:/(?P<y>\d{4}|\d\d))?",
                r"(?P<d>\d\d?)(?P<by>[.\-])(?P<m>\d\d?)(?P=by)(?P<y>\d{4}|\d\d)",
                rf"(?P<d>\d\d?)(?:[snrt][tdh])? ?(?P<m>{MONTH})\.?(?: (?P<y>20\d\d))?",
            )
        ),
    )
)
TIMES = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?:12 ?)?(?P<noon>noon|midday)",
        r"(?P<h>\d\d?)(?P<dot>[:.]?)(?P<min>\d\d) ?(?:hrs?|(?P<half>[ap])\.?m\.?)?",
        r"(?P<h>\d\d?) ?(?:o ?clock|(?P<half>[ap])\.?m\.?)?",
    )
)
COUNT = rf"(?P<count>\d{{1,4}}|an?|{'|'.join(WORDS)})"
SPAN = rf"{COUNT} ?(?P<unit>minutes?|mins?|hours?|hrs?|days?|weeks?)"
SPANS = ((re.compile(f"in {SPAN}", re.ASCII), 1), (re.compile(f"{SPAN} ago", re.ASCII), -1))

VAGUE = re.compile(
    r"\dish\b|~|\?|\d ?- ?\d|\b(?:about|around|roughly|approx\w*|circa|ish|or|maybe|perhaps"
    r"|probably|think|morning|lunch\w*|break\w*|afternoon|evening|night|tonight|midnight|later"
    r"|soon|recently|earlier|early|late|before|after|between|by|half|quarter|couple|few|some"
    r"|several|while|ages|days?|weeks?|weekend|months?|term|half-term|start|end|first thing"
    r"|assembly|registration|tutor|lesson|period|school|asap|sometime|once|when)\b"
)


def tidy(text: str) -> str:
    """Return `text` in one case and without joining words; '' where it is too long to be one."""
    plain = unicodedata.normalize("NFKC", text[: LONGEST + 1]).casefold()
    if len(text) > LONGEST:
        return ""
    plain = re.sub("['\u2018\u2019]", "", plain).replace("half an hour", "30 minutes")
    plain = re.sub(r"(?<=\d)t(?=\d\d:)", " ", plain, flags=re.ASCII)
    plain = re.sub(r"\b(?:at|on|the|of)\b|[,@]", " ", plain)
    return " ".join(plain.split()).strip(" .!")


def span_of(typed: str) -> tuple[timedelta, bool] | None:
    """Return how long from now or ago (below zero), and whether it is counted in days."""
    for pattern, sign in SPANS:
        if (found := pattern.fullmatch(typed)) is not None:
            count, unit = found["count"], found["unit"][0]
            if not count.isdigit():
                count = WORDS.index(count) if count in WORDS else 1
            return sign * int(count) * UNITS[unit], unit in "dw"
    return None


def find(typed: str) -> Found | None:
    """Return the parts of a day, a time or both, in either order; None where the text has more."""
    words = typed.split()
    for cut in range(len(words), -1, -1):  # a year is the day's before it is a time: 12 Nov 2026
        for day, clock in (
            (words[:cut], words[cut:]),
            (words[len(words) - cut :], words[: len(words) - cut]),
        ):
            on, at = _match(DAYS, day), _match(TIMES, clock)
            if on is not None and at is not None and words:
                return {**on, **at}
    return None


def is_vague(typed: str) -> bool:
    """Return whether the text speaks of a time without saying which: `3ish`, `after lunch`."""
    return VAGUE.search(typed) is not None


def _match(patterns: tuple[re.Pattern[str], ...], words: list[str]) -> Found | None:
    if not words:
        return {}
    text = " ".join(words)
    found = (pattern.fullmatch(text) for pattern in patterns)
    return next((each.groupdict(default="") for each in found if each is not None), None)
