"""Judgement too subtle for data, in small named functions; what a path of answers raises.

Source: the five referral points (S1, S2), the under-13 rule of a pack, 18-year-olds (S1 point 1).
"""

# Rule 1: a function here sees answers and a pack, never a clock, a store or a person.
# Rule 2: an answer that is missing raises nothing; "not known" is never read as "no".
# Rule 3: content names these functions (`when`, `raises`); nothing else calls them by name.

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

from bot.dialogs.bands import AgeBand, band
from bot.dialogs.flags import Flag
from bot.dialogs.pack import Pack, Under13Rule
from bot.dialogs.script import NOT_KNOWN, Answers, Kind, Question, Rule, Script, Value

__all__ = [
    "RAISES",
    "WHENS",
    "Raise",
    "Scope",
    "adult_took_part",
    "flags_of",
    "raised",
    "scope",
]

Raise: TypeAlias = Callable[[str, Answers, Pack], tuple[Flag, ...]]
"""Says what an answer raises beside its options: (key, answers, pack) -> flags."""

Scope: TypeAlias = Literal["image", "general", "adult"]
"""What kind of concern it is: a picture of a child, something else, or adults only."""

NOT_CERTAIN = (Flag.URG, Flag.ADV, Flag.RED_NK)
ADULT_INVOLVED = (Flag.R_IMM, Flag.PRES)

TAKES_PART = frozenset({"made", "sent", "received", "shared", "asked"})


def scope(answers: Answers) -> Scope:
    """Return what kind of concern the answers describe. It never lowers a level.

    "general": messages only, among children. "adult": a picture of an adult between children,
    messages between adults, or everybody in it was 18 or over and was so when it was made. An
    adult, or one who may be, keeps it an "image" concern. Source: S2 image types; S4 scope; ours.
    """
    only_children = answers.get("adult") == "no"
    what = answers.get("what_is_it")
    if _only_adults(answers) or (what == "adult_picture" and only_children):
        return "adult"
    if what == "messages" and _everybody_was_adult(answers):
        return "adult"
    if what == "messages" and only_children:
        return "general"
    return "image"


# --- when: is it asked? ----------------------------------------------------------------------


def may_be_under_13(_key: str, answers: Answers) -> bool:
    """Return whether any child is or may be under 13 (S1 point 4)."""
    young = {AgeBand.UNDER_13, AgeBand.MAY_BE_UNDER_13, AgeBand.UNKNOWN}
    return any(band(age) in young for age in _of_children("age", answers).values())


def is_or_may_be_18(key: str, answers: Answers) -> bool:
    """Return whether this child is 18 or over, or in Year 13. An unknown age does not ask."""
    return _band_of(key, answers) in {AgeBand.ADULT, AgeBand.MAY_BE_18}


def lives_elsewhere(key: str, answers: Answers) -> bool:
    """Return whether this child lives under another council."""
    return answers.get(_sibling(key, "council")) == "other"


# --- raises: what follows from it? -----------------------------------------------------------


def age_at_edges(key: str, answers: Answers, pack: Pack) -> tuple[Flag, ...]:
    """Return what an age raises by itself: the least that any answer about acts could give."""
    where = band(answers.get(key))
    if where is AgeBand.UNDER_13:
        return _under_13(pack)
    return NOT_CERTAIN if where in {AgeBand.MAY_BE_UNDER_13, AgeBand.UNKNOWN} else ()


def acts_under_13(key: str, answers: Answers, pack: Pack) -> tuple[Flag, ...]:
    """Return the pack's under-13 rule when no sexual acts were told (S2 point 4; S1 point 4)."""
    ages = _of_children("age", answers).values() if answers.get(key) == "no" else ()
    return _under_13(pack) if any(band(age) is AgeBand.UNDER_13 for age in ages) else ()


def said_under_13(key: str, answers: Answers, pack: Pack) -> tuple[Flag, ...]:
    """Return the pack's under-13 rule when a child is said to be under 13 (conflict 2)."""
    return _under_13(pack) if answers.get(key) == "yes" else ()


def part_taken(key: str, answers: Answers, pack: Pack) -> tuple[Flag, ...]:
    """Return what a part raises: an adult's, or a child's in making it where 101 is rung first.

    Under 13 the pack has its own rule. Source: S1 point 1; S2 image types.
    """
    if pack.call_101_first and _band_of(key, answers) in {AgeBand.BETWEEN, AgeBand.MAY_BE_18}:
        parts = answers.get(key)
        if isinstance(parts, tuple) and "made" in parts:
            return (Flag.ADV, *adult_took_part(key, answers))
    return adult_took_part(key, answers)


def adult_took_part(key: str, answers: Answers) -> tuple[Flag, ...]:
    """Return R-IMM when somebody of 18 or over took part; less when they may be (S1 point 1).

    Somebody who is only in the picture gets help, not a referral. Where nobody is a child and
    nobody was one when it was made, there is no child to refer.
    """
    parts, where = answers.get(key), _band_of(key, answers)
    if not isinstance(parts, tuple) or where not in {AgeBand.ADULT, AgeBand.MAY_BE_18}:
        return ()
    if _only_adults(answers):
        return ()
    if TAKES_PART.isdisjoint(parts):
        return NOT_CERTAIN if NOT_KNOWN in parts else ()
    return ADULT_INVOLVED if where is AgeBand.ADULT else NOT_CERTAIN


def _under_13(pack: Pack) -> tuple[Flag, ...]:
    strict = pack.under_13 is Under13Rule.NORTH_SOMERSET
    return (Flag.R_IMM,) if strict else (Flag.URG, Flag.ADV, Flag.SO)


def _only_adults(answers: Answers) -> bool:
    """Say whether all named people are 18 or over, were so when it was made, and one is in it."""
    in_it = (parts for parts in _of_children("part", answers).values() if isinstance(parts, tuple))
    return _everybody_was_adult(answers) and any("pictured" in parts for parts in in_it)


def _everybody_was_adult(answers: Answers) -> bool:
    people = {key.split(".")[1] for key in answers if key.startswith("child.")}
    return bool(people) and all(_was_adult(person, answers) for person in people)


def _was_adult(person: str, answers: Answers) -> bool:
    is_adult = band(answers.get(f"child.{person}.age")) is AgeBand.ADULT
    return is_adult and answers.get(f"child.{person}.made_under_18") == "no"


def _of_children(question: str, answers: Answers) -> dict[str, Value]:
    end = f".{question}"
    return {
        key: value
        for key, value in answers.items()
        if key.startswith("child.") and key.endswith(end)
    }


def _band_of(key: str, answers: Answers) -> AgeBand | None:
    return band(answers.get(_sibling(key, "age")))


def _sibling(key: str, question: str) -> str:
    return f"{key.rpartition('.')[0]}.{question}"


# --- the registry ----------------------------------------------------------------------------

WHENS: Mapping[str, Rule] = MappingProxyType(
    {rule.__name__: rule for rule in (may_be_under_13, is_or_may_be_18, lives_elsewhere)}
)
"""What `when` may name."""

RAISES: Mapping[str, Raise] = MappingProxyType(
    {rule.__name__: rule for rule in (age_at_edges, acts_under_13, part_taken, said_under_13)}
)
"""What `raises` on a question may name."""


def raised(question: Question, key: str, answers: Answers, pack: Pack) -> tuple[Flag, ...]:
    """Return what the answer to one question raises: by its options, then by its rule."""
    value = answers.get(key)
    if value is None:
        return ()
    found = _by_options(question, value)
    return found + RAISES[question.raises](key, answers, pack) if question.raises else found


def _by_options(question: Question, value: Value) -> tuple[Flag, ...]:
    if question.kind is Kind.MULTI and isinstance(value, tuple):
        options = question.by_id
        return tuple(flag for item in value if item in options for flag in options[item].raises)
    picked = question.by_id.get(value) if isinstance(value, str) else None
    return picked.raises if picked is not None else ()


def flags_of(script: Script, path: Iterable[str], answers: Answers, pack: Pack) -> frozenset[Flag]:
    """Return every flag that the live answers raise: those to questions on `path`.

    A question that was not answered raises nothing. Answers off the path count for nothing.
    """
    found: set[Flag] = set()
    plain, by_id = script.plain_flags, script.by_id
    for key in path:
        value = answers.get(key)
        if value is None:
            continue
        name = key.rpartition(".")[2]
        if (flags := plain.get(name)) is not None:
            found.update(flags.get(value, ()))
        else:
            found.update(raised(by_id[name], key, answers, pack))
    return frozenset(found)
