"""A message that is the number of a case and no more, as people type one."""

# Rule: it counts only as the whole message. A number that stands in somebody's account is a word.

import re

__all__ = ["case_number"]

BEFORE = r"(?:(?:open|case)\s+){0,2}yp"
BETWEEN = r"[\s_\-\u2010-\u2015]*"
"""What stands in the middle: phones make dashes of their own."""

NUMBER = re.compile(rf"{BEFORE}{BETWEEN}([a-z0-9]{{4}})[.?!]?", re.IGNORECASE)
MISTYPED = re.compile(
    rf"{BEFORE}(?=[\s_\-\u2010-\u2015]|\w*\d){BETWEEN}[a-z0-9]{{1,8}}[.?!]?", re.IGNORECASE
)
"""Too short or too long, with a dash, a blank or a figure: no word of any language is taken."""


def case_number(text: str) -> str | None:
    """Return the number that a message is (`YP-7K3Q`), '' for one mistyped, None for neither."""
    whole = text.strip()
    if (found := NUMBER.fullmatch(whole)) is not None:
        return f"YP-{found[1].upper()}"
    return "" if MISTYPED.fullmatch(whole) is not None else None
