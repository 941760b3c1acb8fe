"""Nothing in the content is dead: each question is played, each flag handled, each word said."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest

from bot.dialogs.flags import LEVELS, Flag
from bot.dialogs.load import sheets
from bot.dialogs.words import words
from tests.engine import intake

TRANSCRIPTS = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parents[1] / "transcripts").glob("*/*.md"))
)
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in chain(
        (Path(__file__).parents[2] / "bot").rglob("*.py"),
        (Path(__file__).parents[2] / "adapters").rglob("*.py"),
    )
)
QUESTIONS = intake().questions
OPTIONS = [(question, option) for question in QUESTIONS for option in question.options]
MADE = re.compile(r"f\"(\w+_)\{")
"""Names that the code puts together: `f"ack_{deed}"`."""


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_every_question_is_asked_in_a_transcript(question: object) -> None:
    assert question.text in TRANSCRIPTS  # type: ignore[attr-defined]  # parametrize loses the type


@pytest.mark.parametrize(
    ("question", "option"),
    [(question, option) for question, option in OPTIONS if option.raises],
    ids=lambda each: each.id,
)
def test_every_flag_that_an_option_raises_is_one_the_engine_knows(
    question: object, option: object
) -> None:
    for flag in option.raises:  # type: ignore[attr-defined]  # parametrize loses the type
        assert flag in Flag
        assert flag in LEVELS or flag in {Flag.PRES, Flag.SO, Flag.REC}, question


def test_every_notice_that_an_option_says_is_a_message() -> None:
    said = {name for _, option in OPTIONS for name in option.says}

    assert said - set(words().cards) == set()


def is_named(name: str) -> bool:
    made = {prefix for prefix in MADE.findall(CODE) if name.startswith(prefix)}
    return f'"{name}"' in CODE or f"'{name}'" in CODE or bool(made)


def test_every_message_of_the_content_is_said_somewhere() -> None:
    said = {name for _, option in OPTIONS for name in option.says}
    sheet_questions = [each for sheet in sheets().values() for each in sheet.questions]
    said |= {name for each in sheet_questions for name in each.tells}
    said |= {name for each in sheet_questions for option in each.options for name in option.says}

    idle = [name for name in words().cards if name not in said and not is_named(name)]

    assert idle == []


def test_every_phrase_is_used_somewhere() -> None:
    assert [name for name in words().phrases if not is_named(name)] == []
