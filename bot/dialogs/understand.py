"""What a typed message or a pressed button means to one question. It never guesses."""

# Rule 1: a link is refused before anything else is read; nothing of that message is kept.
# Rule 2: a repair word counts as the whole message, before any answer.
# Rule 3: where two options fit, nothing is understood. The person is asked again.
# Rule 4: a hedged answer ("I don't think so") is taken only when it alarms; else it is not known.

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from bot.dialogs.ages import age_of, show_age
from bot.dialogs.links import has_link
from bot.dialogs.phrases import (
    HEDGED_NO,
    HEDGED_YES,
    NO,
    UNSURE,
    YES,
    Repair,
    fold,
    repair_of,
)
from bot.dialogs.script import NOT_KNOWN, Kind, Option, Question, Value
from bot.frozen import Frozen

__all__ = ["LONGEST", "Refused", "Repair", "Understood", "accept", "show", "understand"]

LONGEST = 2000
"""The most characters of one typed message that are kept."""

LONGEST_MOMENT = 60

SPLIT = re.compile(r"[,;&+\n]|\band\b|\bplus\b", re.IGNORECASE)
NUMBERS = re.compile(r"\d{1,2}(?: \d{1,2})*")
COUNTED = re.compile(r"(?:option |number |answer |choice |the )?(\w+)(?: one)?")
ORDINALS = {
    word: number
    for number, words in enumerate(
        ("one first", "two second", "three third", "four fourth", "five fifth", "six sixth"), 1
    )
    for word in words.split()
}
PREAMBLE = re.compile(
    r"(?:(?:it|that|she|he)(?:s| is| was)|they(?:re| are| were)|i(?:m| am)|(?:the )?child is) (?=.)"
)
MOMENT = re.compile(
    r"\d|now|today|yesterday|morning|lunch|break|noon|evening|night|ago|hour|minute|week|day\b"
    r"|assembly|registration|lesson|period|tutor"
)
NOTHING = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})
DROPPED = frozenset({"Cc", "Cf", "Cs"})
JOINERS = frozenset("\n\t\u200c\u200d")


class Refused(StrEnum):
    """Why nothing of a message was kept."""

    LINK = "link"
    TOO_LONG = "too_long"
    EMPTY = "empty"


class Understood(Frozen):
    """What a message meant: an answer, a repair or a refusal; nothing set when it is unclear.

    `number` goes with "change 3": the number of the answer in the summary.
    """

    value: Value | None = None
    repair: Repair | None = None
    number: int | None = None
    refused: Refused | None = None


def understand(text: str, question: Question | None) -> Understood:
    """Return what a typed `text` means to `question`; None is "no question is open".

    Never raises. A value is always an option of the question, an age, a moment or the text.
    """
    refused = _refused(text)
    if refused is not None:
        return Understood(refused=refused)
    repair = repair_of(text)
    if repair is not None and not _is_story(repair[0], question):
        return Understood(repair=repair[0], number=repair[1])
    if question is None:
        return Understood()
    return Understood(value=_answer(text, question))


def accept(question: Question, raw: object) -> Value | None:
    """Return the answer that a button, form or plan gives; None when it does not fit.

    Takes an option's id, label or synonym, a list of them for a multi, an age or a year group.
    """
    if question.kind is Kind.MULTI:
        items = raw if isinstance(raw, (list, tuple)) else [raw]
        return _combined(question, [_named(question, item) for item in items])
    if isinstance(raw, int) and not isinstance(raw, bool):
        return age_of(str(raw)) if question.kind is Kind.AGE else None
    named = _named(question, raw)
    if named is not None or not isinstance(raw, str) or question.kind is Kind.CHOICE:
        return named
    if question.kind is Kind.AGE:
        return age_of(fold(raw))
    return None if _refused(raw) is not None else _free_text(raw, question)


def show(question: Question, value: object) -> str:
    """Return an answer as people read it: labels, an age, a year group, or the text itself."""
    if isinstance(value, (list, tuple)):
        return "; ".join(show(question, item) for item in value)
    option = question.by_id.get(value) if isinstance(value, str) else None
    if option is not None:
        return option.label
    return show_age(value) if question.kind is Kind.AGE else str(value)


def _refused(text: str) -> Refused | None:
    if has_link(text):
        return Refused.LINK
    if len(text) > LONGEST:
        return Refused.TOO_LONG
    if all(unicodedata.category(letter) in NOTHING for letter in text):
        return Refused.EMPTY
    return None


def _is_story(repair: Repair, question: Question | None) -> bool:
    """Say whether a greeting is somebody's words: where a text is asked for, it is an answer."""
    return repair is Repair.START and question is not None and question.kind is Kind.TEXT


def _answer(text: str, question: Question) -> Value | None:
    folded = fold(text)
    if folded in UNSURE and NOT_KNOWN in question.by_id:
        return (NOT_KNOWN,) if question.kind is Kind.MULTI else NOT_KNOWN
    match question.kind:
        case Kind.CHOICE:
            return _picked(question, folded) or _hedged(question, folded)
        case Kind.MULTI:
            return _several(question, text)
        case Kind.AGE:
            return age_of(folded)
        case Kind.TEXT:
            return _one(question, folded) or _free_text(text, question)
        case Kind.MOMENT:
            return _picked(question, folded) or _free_text(text, question)


def _free_text(text: str, question: Question) -> str | None:
    kept = "".join(
        letter
        for letter in text
        if letter in JOINERS or unicodedata.category(letter) not in DROPPED
    ).strip()
    if question.kind is Kind.MOMENT:
        is_moment = len(kept) <= LONGEST_MOMENT and MOMENT.search(kept.casefold()) is not None
        return kept if is_moment else None
    return kept or None


def _several(question: Question, text: str) -> Value | None:
    folded = fold(text)
    whole = _picked(question, folded)
    if whole is not None:
        return (whole,)
    pieces = folded.split() if NUMBERS.fullmatch(folded) else SPLIT.split(text.strip(" .,;!"))
    return _combined(question, [_picked(question, fold(piece)) for piece in pieces])


def _combined(question: Question, picked: list[str | None]) -> Value | None:
    found = {name for name in picked if name is not None}
    if not found or None in picked:
        return None
    if len(found) > 1 and any(question.by_id[name].alone for name in found):
        return None
    return tuple(option.id for option in question.options if option.id in found)


def _named(question: Question, raw: object) -> str | None:
    if not isinstance(raw, str):
        return None
    return raw if raw in question.by_id else _one(question, fold(raw.replace("_", " ")))


def _picked(question: Question, folded: str) -> str | None:
    """Return the one option that a whole phrase or a number picks, or None."""
    counted = COUNTED.fullmatch(folded)
    if counted is not None:
        word = counted[1]
        number = int(word) if word.isdecimal() else ORDINALS.get(word, 0)
        if 0 < number <= len(question.options):
            return question.options[number - 1].id
    return _one(question, folded) or _one(question, PREAMBLE.sub("", folded, count=1))


def _one(question: Question, folded: str) -> str | None:
    found = {option.id for option in question.options if folded in _phrases(option)}
    if not found and folded in YES:
        found = {option.id for option in question.options if "yes" in _phrases(option)}
    if not found and folded in NO:
        found = {option.id for option in question.options if "no" in _phrases(option)}
    return found.pop() if len(found) == 1 else None


def _hedged(question: Question, folded: str) -> str | None:
    said = "yes" if folded in HEDGED_YES else "no" if folded in HEDGED_NO else None
    if said is None or NOT_KNOWN not in question.by_id:
        return None
    meant = _one(question, said)
    if meant is None:
        return None
    return NOT_KNOWN if meant == question.calm else meant


def _phrases(option: Option) -> frozenset[str]:
    return _folded((option.id, option.label, *option.means))


@lru_cache(maxsize=1024)
def _folded(phrases: tuple[str, ...]) -> frozenset[str]:
    """Fold an option's own phrases once; what people type is never kept here."""
    return frozenset(_ways_to_say(phrases))


def _ways_to_say(phrases: tuple[str, ...]) -> Iterator[str]:
    """Yield phrases with and without a leading "yes". A "no" may be added, never taken away."""
    name, label = fold(phrases[0]), fold(phrases[1])
    for phrase in phrases:
        said = fold(phrase.replace("_", " "))
        yield said
        if label.startswith("yes "):
            yield said.removeprefix("yes ")
            yield f"yes {said}"
        elif name == "no":
            yield f"no {said}"
