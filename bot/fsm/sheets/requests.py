"""A request for a child's record: what was let out, and who released it."""

import re
from datetime import datetime
from typing import NamedTuple

from bot.fsm.case import Case
from bot.fsm.known.noting import answer_to, noted

__all__ = ["ACCESS", "Review", "review"]

ACCESS = "access"
"""The sheet on which a request is worked, one for each child."""

REVIEWED = ("officer", "passages", "words")


class Review(NamedTuple):
    """What stands on the sheet: passages by their numbers, words, and the release.

    `by` is '' where it is not released, or where anything of it was changed since.
    """

    passages: frozenset[str]
    words: tuple[str, ...]
    by: str = ""
    at: datetime | None = None


def review(case: Case, child: int) -> Review:
    """Return how the request of a child stands."""
    numbers = str(noted(case, ACCESS, "passages", child) or "")
    typed = str(noted(case, ACCESS, "words", child) or "")
    words = [] if typed == "none" else [each.strip() for each in re.split(r"[,;\n]", typed)]
    let_out = frozenset(re.findall(r"(?<!\d)\d{5}(?!\d)", numbers))
    found = Review(let_out, tuple(filter(None, words)))
    released = answer_to(case, ACCESS, "release", child)
    parts = [answer_to(case, ACCESS, key, child) for key in REVIEWED]
    if released is None or released.value != "release" or None in parts:
        return found
    changed = any(part is not None and part.at > released.at for part in parts)
    if changed or noted(case, ACCESS, "officer", child) != "yes":
        return found
    return found._replace(by=released.by, at=released.at)
