"""What a plan answers: named answers by question and child, the calm one, and the fillers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from adapters.rehearse.plan import Answer, Otherwise
from adapters.rehearse.problems import Unplayable
from bot.dialogs.script import NOT_KNOWN, Kind, Question, Script, Value, child_of
from bot.dialogs.understand import accept
from bot.fsm.said import Filled, Pressed, Said

__all__ = ["Named", "allowed", "calm", "children", "named", "said", "taken"]

FILLER = "rehearsal"


@dataclass(slots=True)
class Named:
    """One answer that a step names. For each child a list goes child by child, else to all."""

    written: str
    question: Question
    raw: Answer
    given: set[str] = field(default_factory=set)

    def wants(self, key: str) -> bool:
        """Return whether `key` is still to be answered by this."""
        if key in self.given or key.rpartition(".")[2] != self.question.id:
            return False
        number = child_of(key)
        return number is None or not isinstance(self.raw, list) or number <= len(self.raw)

    def is_left(self) -> bool:
        """Return whether something of it has not been asked yet."""
        if self.question.each_child and isinstance(self.raw, list):
            return len(self.given) < len(self.raw)
        return not self.given

    def value(self, key: str) -> Value:
        """Return the answer to `key`, as the question takes it.

        Raises:
            Unplayable: it is none of what the question allows.
        """
        raw: object = self.raw
        number = child_of(key)
        if number is not None and isinstance(self.raw, list):
            raw = self.raw[number - 1]
        value = accept(self.question, raw)
        if value is None:
            question = self.question
            what = f"{self.written} = {raw!r} is no answer to it"
            raise Unplayable(what, asked=_asked(question), allowed=allowed(question))
        return value


def named(script: Script, answers: Mapping[str, Answer], asked: str) -> list[Named]:
    """Return the answers of a step, by question id or catalogue number.

    Raises:
        Unplayable: no dialog of today asks such a question.
    """
    by_ref = {question.ref.casefold(): question for question in script.questions}
    found: list[Named] = []
    for written, raw in answers.items():
        question = script.by_id.get(written) or by_ref.get(written.casefold())
        if question is None:
            numbers = ", ".join(question.ref for question in script.questions)
            raise Unplayable(f"no dialog asks {written}", asked=asked, allowed=numbers)
        found.append(Named(written, question, raw))
    return found


def children(answers: Iterable[Named]) -> int:
    """Return how many children a step speaks of: its longest list child by child, else 1."""
    lists = (each.raw for each in answers if each.question.each_child)
    return max((len(raw) for raw in lists if isinstance(raw, list)), default=1)


def calm(question: Question, otherwise: Otherwise) -> Value:
    """Return the answer to a question that the plan does not name.

    The calm one, if that is what is wanted and there is one; else "not known"; else a filler
    that says nothing.
    """
    if otherwise is not Otherwise.NOT_KNOWN and question.calm is not None:
        return question.calm
    if NOT_KNOWN in question.by_id:
        return (NOT_KNOWN,) if question.kind is Kind.MULTI else NOT_KNOWN
    return _filler(question)


def _filler(question: Question) -> Value:
    match question.kind:
        case Kind.MULTI:
            return ()
        case Kind.CHOICE:
            return "other" if "other" in question.by_id else question.options[-1].id
        case Kind.MOMENT:
            return "now"
        case Kind.AGE:
            return question.calm if question.calm is not None else 15
        case Kind.TEXT:
            return FILLER


def said(question: Question, serial: int, value: Value) -> Said:
    """Return the press or the form that gives an answer to the question as last asked."""
    if isinstance(value, str) and value in question.by_id and question.kind is not Kind.MULTI:
        place = question.options.index(question.by_id[value])
        return Pressed(f"q.{serial}.{place}")
    if isinstance(value, int):
        return Pressed(f"q.{serial}.age{value}")
    return Filled(f"q.{serial}.form", value)


def taken(question: Question, before: Value | None, after: Value | None, value: Value) -> bool:
    """Return whether the engine kept the answer that was given."""
    if question.grows and before is not None:
        return isinstance(after, str) and after.endswith(str(value))
    return after == value


def allowed(question: Question) -> str:
    """Return what a question takes, for somebody who writes a plan."""
    options = ", ".join(option.id for option in question.options)
    match question.kind:
        case Kind.MULTI:
            return f"any of {options}"
        case Kind.AGE:
            return f"an age, a year group such as 'year 9', or {options}"
        case Kind.TEXT:
            return f"a text, or {options}" if options else "a text"
        case Kind.MOMENT:
            return f"a day and a time, or {options}"
        case Kind.CHOICE:
            return options


def _asked(question: Question) -> str:
    return f"{question.ref} {question.text}"
