"""The pure step and path on a 40-question script, beside a JSON round trip of the same case."""

from datetime import UTC, datetime, timedelta

from benchmarks.row import Row, microseconds
from benchmarks.setting import example_school
from bot.dialogs.script import Kind, Option, Question, Section
from bot.fsm.case import Case
from bot.fsm.events import Answered, Began
from bot.fsm.known.answering import path_of
from bot.fsm.school import School
from bot.fsm.step import begin, step

__all__ = ["run"]

QUESTIONS = 40
ROUNDS = 2000
NOW = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)


def long_school() -> School:
    """Return a school whose script has 40 questions, each of which may raise a flag."""
    flags = {"raises": ("URG", "ADV")}
    options = (
        Option(id="no", label="No"),
        Option.model_validate({"id": "yes", "label": "Yes"} | flags),
    )
    questions = tuple(
        Question(
            id=f"question_{n}",
            ref=f"B-{n:02}",
            kind=Kind.CHOICE,
            text="Is it so?",
            why="It matters.",
            source="ours",
            options=options,
            calm="no",
        )
        for n in range(QUESTIONS)
    )
    school = example_school()
    section = Section(id="all", title="All", questions=tuple(q.id for q in questions))
    script = school.script.model_copy(update={"sections": (section,), "questions": questions})
    script = type(script).model_validate(script.model_dump())
    return school.model_copy(update={"script": script})


def answered(school: School) -> Case:
    """Return a case with all but one question answered."""
    case = begin(school, Began(ref="YP-BNCH", reporter="sam", rostered=True, edition=""), NOW)
    for n in range(QUESTIONS - 1):
        case, _ = step(school, case, Answered(key=f"question_{n}", value="no"), NOW)
    return case


def run() -> list[Row]:
    """Measure the step of one calm answer, with its path, and the path alone."""
    school = long_school()
    case = answered(school)
    event = Answered(key=f"question_{QUESTIONS - 1}", value="no")
    later = NOW + timedelta(minutes=1)
    stepping = microseconds(lambda: step(school, case, event, later), ROUNDS)
    path = microseconds(lambda: path_of(school, case.account), ROUNDS)
    trip = microseconds(lambda: Case.model_validate_json(case.model_dump_json()), ROUNDS)
    return [
        Row(
            "pure step, 40 questions",
            f"{stepping:.0f} us",
            f"JSON round trip {trip:.0f} us",
            stepping / trip,
            "< 100 us",
        ),
        Row(
            "path alone, 40 questions",
            f"{path:.0f} us",
            f"JSON round trip {trip:.0f} us",
            path / trip,
            "< 100 us",
        ),
    ]
