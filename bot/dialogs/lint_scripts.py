"""What is wrong with a script: dead ends, orphans, what is missing, what does not fit."""

import re
from collections.abc import Collection, Iterator

from bot.dialogs.card import LONGEST_LABEL
from bot.dialogs.lint_words import (
    SLACK_LABEL,
    House,
    message_problems,
    shown_words,
)
from bot.dialogs.load import load_pack
from bot.dialogs.phrases import NO, UNSURE, YES, fold, repair_of
from bot.dialogs.references import broken_references
from bot.dialogs.rules import WHENS, raised
from bot.dialogs.script import NOT_KNOWN, Answers, Kind, Question, Script, Value
from bot.dialogs.sheet import FACTS, facts_in

__all__ = ["script_problems", "shown"]

SOURCE = re.compile(r"(?:S[0-4]\b.*|ours)")
AGES: tuple[Value, ...] = (11, 15, 18, "year 8", "year 13", NOT_KNOWN)


def script_problems(
    script: Script, house: House, notices: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Yield (where, cure) for all that is wrong with a script; `notices` are words.toml's."""
    broken = broken_references(script)
    yield from ((problem.where, problem.cure) for problem in broken)
    if broken:
        return
    yield from _never_asked(script)
    for question in script.questions:
        where = f"question {question.id!r}"
        yield from ((where, cure) for cure in _missing(question))
        yield from ((where, cure) for cure in _worded(question, house))
        for option in question.options:
            at = f"{where}, option {option.id!r}"
            yield from ((at, cure) for cure in _label(option.label, house))
            for name in option.says:
                if name not in notices:
                    yield at, f"tells {name!r}, which is no [cards.{name}] of words.toml"
        for name in question.tells:
            if name not in notices:
                yield where, f"tells {name!r}, which is no [cards.{name}] of words.toml"
        yield from ((where, cure) for cure in _typed(question))


def shown(question: Question) -> str:
    """Return the words of a question's message, without its buttons."""
    return shown_words(question.text, question.hint)


def _never_asked(script: Script) -> Iterator[tuple[str, str]]:
    in_sections = {name for section in script.sections for name in section.questions}
    asked = _asked_somewhere(script)
    for question in script.questions:
        where = f"question {question.id!r}"
        if question.id not in in_sections:
            yield where, "is an orphan: name it in a section, or take it out"
        elif question.id not in asked:
            yield where, "is never asked, whatever is answered: mend its `only` or `when`"
    for section in script.sections:
        if not set(section.questions) & asked:
            yield f"section {section.id!r}", "is a dead end: nothing in it is ever asked"


def _asked_somewhere(script: Script) -> set[str]:
    """Return the questions that some answer puts on the path, one answer varied at a time."""
    everything = [section.id for section in script.sections]
    asked: set[str] = set()
    for start in _starts(script):
        answers: dict[str, Value] = dict(start)
        answers |= {
            _key(each): each.calm
            for each in script.questions
            if each.calm is not None and _key(each) not in start
        }
        for question in script.questions:
            for value in _values(question):
                varied: Answers = {**answers, _key(question): value, **start}
                path = script.path(varied, children=1, opened=everything, rules=WHENS)
                asked.update(key.rsplit(".", 1)[-1] for key in path)
    return asked


def _starts(script: Script) -> list[Answers]:
    first = script.by_id[script.sections[0].questions[0]]
    starts: list[Answers] = [{_key(first): value} for value in _values(first)]
    for fact in facts_in(script):
        starts = [{**start, fact: value} for start in starts for value in FACTS[fact]]
    return starts


def _values(question: Question) -> tuple[Value, ...]:
    if question.kind is Kind.AGE:
        return AGES
    if question.kind is Kind.MULTI:
        return tuple((option.id,) for option in question.options)
    return tuple(option.id for option in question.options) or ("said",)


def _key(question: Question) -> str:
    return f"child.1.{question.id}" if question.each_child else question.id


def _missing(question: Question) -> Iterator[str]:
    for name in ("text", "why", "source", "repair", "topic"):
        if not getattr(question, name).strip():
            yield f"has no `{name}`: write one"
    for source in question.source.split("; "):
        if source and SOURCE.fullmatch(source) is None:
            yield f"source {source!r} is neither a code (S0 to S4) nor 'ours'"
    if question.kind is Kind.TEXT and not question.open_label:
        yield "has no `open_label`: say what the button that opens it is called"
    if question.kind in {Kind.CHOICE, Kind.MULTI, Kind.AGE} and question.calm is None:
        yield "has no `calm` answer: name the one that raises nothing"
    if (question.can_raise or question.red) and NOT_KNOWN not in question.by_id:
        yield "can raise a flag but cannot be answered 'not known': add that option"
    yield from _polarity(question)


def _polarity(question: Question) -> Iterator[str]:
    key, pack = _key(question), load_pack("national")
    if question.calm is not None and (flags := raised(question, key, {key: question.calm}, pack)):
        yield f"its calm answer raises {', '.join(flags)}: name one that raises nothing"
    nothing: Value = (NOT_KNOWN,) if question.kind is Kind.MULTI else NOT_KNOWN
    if question.red and not raised(question, key, {key: nothing}, pack):
        yield "is red, but 'not known' raises nothing: not known is never no"
    for option in question.options:
        if option.label.strip().casefold().rstrip(".") in {"yes", "no"}:
            yield f"option {option.id!r} is labelled {option.label!r}: say what it means"


def _worded(question: Question, house: House) -> Iterator[str]:
    for name, text in (
        ("message", shown(question)),
        ("why", question.why),
        ("repair", question.repair),
    ):
        yield from (f"{name} {problem}" for problem in message_problems(house, text))
    if question.hint.count(".") > 2 or "\n" in question.hint:  # noqa: PLR2004  one or two
        yield "its hint is long: at most two short sentences"
    for name, label in (("topic", question.topic), ("open_label", question.open_label)):
        yield from (f"{name}: {problem}" for problem in _label(label, house))


def _label(label: str, house: House) -> Iterator[str]:
    if len(label) > SLACK_LABEL:
        bars = f"Slack takes {SLACK_LABEL}, Teams shows {LONGEST_LABEL}"
        yield f"label has {len(label)} characters: {bars}"
    elif len(label) > LONGEST_LABEL:
        yield f"label has {len(label)} characters: Teams shows {LONGEST_LABEL}"
    yield from (f"label {problem}" for problem in house.unwanted(label))


def _typed(question: Question) -> Iterator[str]:
    """Yield typed words that could never be understood, or that two options claim."""
    claimed: dict[str, str] = {}
    for option in question.options:
        for phrase in {fold(meant) for meant in (option.label, *option.means)}:
            if repair_of(phrase) is not None:
                yield f"option {option.id!r} means {phrase!r}, which is a repair word"
            if phrase in UNSURE and option.id != NOT_KNOWN:
                yield f"option {option.id!r} means {phrase!r}, which is 'not known'"
            other = claimed.setdefault(phrase, option.id)
            if other != option.id and phrase not in YES | NO:
                yield f"options {other!r} and {option.id!r} both mean {phrase!r}"
