"""A script: the questions that one dialog asks, as data, and the path that answers give."""

# Rule 1: answers are stored, the path is derived. No position is ever saved.
# Rule 2: three routing words and no fourth: `raises`, `only`, `when`.
# Rule 3: a changed answer moves later questions off the path; nothing is deleted.

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Literal, TypeAlias

from pydantic import Field

from bot.dialogs.flags import Flag
from bot.frozen import Frozen

__all__ = [
    "NOT_KNOWN",
    "Answers",
    "Kind",
    "Option",
    "Question",
    "Script",
    "Section",
    "Value",
    "child_of",
    "question_id",
]

NOT_KNOWN = "not_known"

Value: TypeAlias = str | int | tuple[str, ...]
"""An answer: an option id, a text or a moment (str), several option ids (tuple), or an age.

An age is an int, or a year group as `year 8` (Reception is `year 0`).
"""

Answers: TypeAlias = Mapping[str, Value]
"""Answers by key: a question id (`danger`), or one of a child's (`child.1.age`)."""


class Kind(StrEnum):
    """What an answer to a question looks like."""

    CHOICE = "choice"
    MULTI = "multi"
    TEXT = "text"
    AGE = "age"
    MOMENT = "moment"


class Option(Frozen):
    """One answer that can be picked.

    `says` names notices of words.toml that are told at once when it is picked; `means` are the
    typed words, beside the label, that are understood as it; `alone` excludes all other options
    of a multi. On a sheet, `told` are the reporter's answers that say the same.
    """

    id: str
    label: str
    raises: tuple[Flag, ...] = ()
    says: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    alone: bool = False
    told: tuple[str, ...] = ()


class Question(Frozen):
    """One question: its words, why it is asked, what its answers raise, and its source.

    `calm` is the answer that raises nothing (None where no answer does). `only` maps question ids
    to the option ids of which one must have been given; `when` names a function of `rules.py`.
    `raises` names a function of `rules.py` for judgement that is too subtle for options.
    `red` marks a question on which "not known" is red. `topic` is its name in a summary,
    `open_label` the button that opens its form. A text that `grows` keeps what was said before.
    An answer of a sheet `settles` the reporter's to those questions; `not_by` names the question
    whose answer has to be another person's: a second signature. A moment that is `expect`ed
    in the past or the future is refused on the other side of now. What it `offers` is a button of
    its own, where there is such a moment. What it `tells` are notices of words.toml that a sheet
    shows before it asks. What a sheet `asks_again` is shown with what the reporter said to that.
    """

    id: str
    ref: str
    kind: Kind
    text: str
    hint: str = ""
    why: str
    source: str
    options: tuple[Option, ...] = ()
    calm: Value | None = None
    each_child: bool = False
    red: bool = False
    private: bool = False
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    when: str = ""
    raises: str = ""
    repair: str = ""
    topic: str = ""
    grows: bool = False
    open_label: str = ""
    expect: Literal["", "past", "future"] = ""
    offers: Literal["", "end_of_next_school_day"] = ""
    settles: tuple[str, ...] = ()
    not_by: str = ""
    tells: tuple[str, ...] = ()
    asks_again: str = ""

    @cached_property
    def by_id(self) -> dict[str, Option]:
        """The options by their ids."""
        return {option.id: option for option in self.options}

    @cached_property
    def can_raise(self) -> bool:
        """Whether any answer to it can raise a flag."""
        return bool(self.raises) or any(option.raises for option in self.options)

    def option(self, option_id: str) -> Option | None:
        """Return the option with that id, or None."""
        return self.by_id.get(option_id)


class Section(Frozen):
    """Questions that are asked in one go, in order.

    An `offered` section is asked only when it is opened; one `on_request` is opened by the
    reporter's own wish and never suggested. What an `expected` one would ask is not known until
    it is asked.
    """

    id: str
    title: str
    questions: tuple[str, ...]
    offered: bool = False
    on_request: bool = False
    expected: bool = False
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)


Rule: TypeAlias = Callable[[str, Answers], bool]
"""Says whether a question is asked: (key, answers) -> bool. Named by `when`."""


class Script(Frozen):
    """One dialog: sections of questions, in the order in which they are asked."""

    id: str
    title: str
    edition: str
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]

    @cached_property
    def by_id(self) -> dict[str, Question]:
        """The questions by their ids."""
        return {question.id: question for question in self.questions}

    @cached_property
    def plain_flags(self) -> dict[str, dict[Value, tuple[Flag, ...]]]:
        """What each answer raises, of the questions where one picked option alone decides."""
        return {
            question.id: {option.id: option.raises for option in question.options}
            for question in self.questions
            if question.kind is Kind.CHOICE and not question.raises
        }

    def question(self, key: str) -> Question:
        """Return the question that `key` asks, for any child.

        Raises:
            KeyError: no question of this script has that id.
        """
        wanted = question_id(key)
        if wanted not in self.by_id:
            message = f"script {self.id!r} has no question {wanted!r}"
            raise KeyError(message)
        return self.by_id[wanted]

    def path(
        self,
        answers: Answers,
        *,
        children: int,
        opened: Collection[str],
        rules: Mapping[str, Rule],
    ) -> list[str]:
        """Return the keys of all questions that these answers put on the path, in order.

        A question stands once, where it comes first. Questions asked for each child stand
        together, child by child (`child.1.age`, `child.1.part`, `child.2.age` ...).
        """
        found: dict[str, None] = {}
        leads = [f"child.{n}." for n in range(1, children + 1)]
        for section, runs in self._runs:
            if section.offered and section.id not in opened:
                continue
            if section.only and not _all_given(section.only, answers):
                continue
            for run in runs:
                for lead in leads if run[0].each_child else ("",):
                    for question in run:
                        if question.only and not _all_given(question.only, answers):
                            continue
                        key = lead + question.id
                        if not question.when or rules[question.when](key, answers):
                            found[key] = None
        return list(found)

    @cached_property
    def _runs(self) -> list[tuple[Section, list[list[Question]]]]:
        """Each section with its questions in runs: one question, or several of each child."""
        return [
            (section, _in_runs([self.by_id[name] for name in section.questions]))
            for section in self.sections
        ]


def _in_runs(questions: list[Question]) -> list[list[Question]]:
    runs: list[list[Question]] = []
    for question in questions:
        if question.each_child and runs and runs[-1][0].each_child:
            runs[-1].append(question)
        else:
            runs.append([question])
    return runs


def _all_given(only: Mapping[str, tuple[str, ...]], answers: Answers) -> bool:
    return all(_given(answers.get(name), allowed) for name, allowed in only.items())


def _given(value: Value | None, allowed: tuple[str, ...]) -> bool:
    if isinstance(value, tuple):
        return any(item in allowed for item in value)
    return value in allowed


def question_id(key: str) -> str:
    """Return the question id in a key: `child.2.age` asks `age`."""
    return key.rsplit(".", 1)[-1]


def child_of(key: str) -> int | None:
    """Return which child (from 1) a key is about, or None when it is about the whole concern."""
    return int(key.split(".")[1]) if key.startswith("child.") else None
