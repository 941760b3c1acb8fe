"""What an answer of Teams means for a message: again, another way now, or mend our code."""

# Rule 1: sorted by the status alone, as Microsoft lists them; what is on no list takes another way
#         now: an alert that waits for us to read a manual is a lost one.
# Rule 2: `unknown`: it may have been done. What is red is then said again, marked as said again.
# Rule 3: of what Teams answers, only its own word for the refusal is kept.

import re
from collections.abc import Mapping
from datetime import timedelta

from adapters.chat.picking import object_of
from bot.ports import OurBug, Reroute, Retry

__all__ = ["BUSY", "OURS", "UNKNOWN", "Blocked", "Gone", "problem_of", "word_of"]

BUSY = frozenset({408, 412, 425, 429, 503})
"""Teams is busy, and has done nothing."""

UNKNOWN = frozenset({500, 502, 504})
"""Teams broke, or did not answer: it may have been done."""

OURS = frozenset({400, 405, 406, 411, 413, 415, 422})
"""What we sent is wrong: sending it again cannot help."""

GONE = frozenset({404, 410})
BLOCKED = frozenset({"MessageWritesBlocked", "ConversationBlockedByUser"})
WORD = re.compile(r"[A-Za-z]{3,60}")


class Gone(Reroute):
    """The conversation or the message is not there any more."""


class Blocked(Reroute):
    """Somebody has blocked the app, or taken it out: nothing reaches them in their chat."""


def problem_of(status: int, word: str = "", after: timedelta | None = None) -> Exception:
    """Return what a refusal means. `word` is Teams' name for it, never what we sent."""
    told = f"Teams: {status} {word}".rstrip()
    if status in BUSY:
        return Retry(told, after)
    if status in UNKNOWN:
        return Retry(told, after, unknown=True)
    if status in OURS:
        return OurBug(told)
    if word in BLOCKED:
        return Blocked(told)
    return Gone(told) if status in GONE else Reroute(told)


def word_of(body: bytes) -> str:
    """Return Teams' own word for a refusal, '' where it gave none that is one."""
    told = object_of(body)
    inner = told.get("error")
    found = inner if isinstance(inner, Mapping) else told
    return _subcode(found.get("message")) or _word(found.get("code"))


def _subcode(message: object) -> str:
    """Return the word that stands inside a message which is JSON itself."""
    return _word(object_of(message).get("subCode")) if isinstance(message, str) else ""


def _word(found: object) -> str:
    return found if isinstance(found, str) and WORD.fullmatch(found) else ""
