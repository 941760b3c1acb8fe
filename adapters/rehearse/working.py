"""The side of somebody who works a case: sheets, filled in as a plan names their answers."""

# Rule 1: `otherwise` never decides. Decision, class, sign-off, parents, viewing, the hold, deletion
#         and the end stay open where the plan does not name them.
# Rule 2: it presses and types as people do; what the engine refuses stops the rehearsal.

from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.rehearse.answers import allowed, calm
from adapters.rehearse.engine import Engine
from adapters.rehearse.plan import Answer, Otherwise, Step
from adapters.rehearse.problems import Unplayable
from bot.dialogs.load import sheets
from bot.dialogs.script import Kind, Question
from bot.dialogs.sheet import Sheet
from bot.fsm.access.readers import may_read
from bot.fsm.case import Case
from bot.fsm.known.filling import left_of, path_of_sheet, title_of
from bot.fsm.known.noting import children, place
from bot.fsm.said import Filled, Pressed, Said
from bot.fsm.school import ALERTED

__all__ = ["Working", "named_sheet", "speaks_of_sheets"]

DECIDES = frozenset(
    {
        *("decision", "class", "signoff", "hold", "parents", "deletion", "close", "reopen"),
        *("viewing_planned", "viewing_seen", "harm", "unknowns"),
    }
)
MOST = 400


def speaks_of_sheets(engine: Engine, person: str, answers: Mapping[str, Answer]) -> bool:
    """Return whether somebody of the team names answers of a sheet, none of the dialog."""
    known = engine.school.person(person)
    if known is None or set(ALERTED).isdisjoint(known.roles):
        return False
    script = engine.school.script
    told = {*script.by_id, *(question.ref for question in script.questions)}
    return bool(answers) and not any(name in told for name in answers)


def named_sheet(name: str) -> tuple[Sheet, Question]:
    """Return what a plan names: `decision.reason`, or a number that only one sheet has.

    Raises:
        Unplayable: there is no such question, or several sheets ask it.
    """
    sheet_id, _, key = name.partition(".")
    if (sheet := sheets().get(sheet_id)) is not None and key in sheet.by_id:
        return sheet, sheet.by_id[key]
    found = [
        (each, question)
        for each in sheets().values()
        for question in each.questions
        if question.ref.casefold() == name.casefold()
    ]
    if len(found) == 1:
        return found[0]
    ways = [f"{each.id}.{question.id}" for each, question in found]
    asked = "no sheet asks it" if not found else "several sheets ask it"
    raise Unplayable(f"{name}: {asked}", allowed=", ".join(ways or sheets()))


@dataclass(slots=True)
class _Wanted:
    """One sheet for one child (0: the case), with the answers that the step names for it."""

    sheet: Sheet
    child: int
    answers: dict[str, object] = field(default_factory=dict)


class Working:
    """Plays one step of a rostered person at the sheets of the newest case they may read."""

    def __init__(self, engine: Engine, person: str, step: Step, otherwise: Otherwise) -> None:
        """Take the step; nothing is played yet."""
        self._engine = engine
        self._person = person
        self._step = step
        self._otherwise = otherwise

    async def play(self) -> None:
        """Fill in each sheet that the step names, in the order in which it names them.

        Raises:
            Unplayable: a sheet is closed to them, or an answer is not asked or not taken.
        """
        case = await self._case()
        for wanted in self._wanted(case):
            await self._do(case.ref, _lead(wanted), told=wanted)
            await self._fill(wanted)

    def _wanted(self, case: Case) -> list[_Wanted]:
        found: dict[tuple[str, int], _Wanted] = {}
        for name, raw in (self._step.answers or {}).items():
            sheet, question = named_sheet(name)
            for child in children(case) if sheet.each == "child" else (0,):
                several = child and isinstance(raw, list)
                if several and isinstance(raw, list) and child > len(raw):
                    continue
                value = raw[child - 1] if several and isinstance(raw, list) else raw
                where = found.setdefault((sheet.id, child), _Wanted(sheet, child))
                where.answers[question.id] = value
        return list(found.values())

    async def _fill(self, wanted: _Wanted) -> None:
        fills = self._otherwise is not Otherwise.STOP and wanted.sheet.id not in DECIDES
        left = dict(wanted.answers)
        path: list[str] = []
        for _ in range(MOST):
            case = await self._case()
            path = path_of_sheet(self._engine.school, case, wanted.sheet, wanted.child)
            open_yet = left_of(self._engine.school, case, wanted.sheet, wanted.child)
            key = next((key for key in path if key in left or (fills and key in open_yet)), "")
            if not key:
                break
            question = wanted.sheet.question(key)
            value = left.pop(key) if key in left else calm(question, self._otherwise)
            await self._give(case, wanted, question, value)
        if left:
            title = title_of(await self._case(), wanted.sheet, wanted.child)
            raise Unplayable(
                f"{title}: {', '.join(left)} is not asked after these answers",
                allowed=", ".join(path),
            )

    async def _give(self, case: Case, wanted: _Wanted, question: Question, value: object) -> None:
        lead = f"{_lead(wanted)}.{question.id}"
        if value == "now" and question.kind is Kind.MOMENT:
            deed, content = f"{lead}.now", None
        elif isinstance(value, str) and value in question.by_id and question.kind is not Kind.MULTI:
            deed, content = f"{lead}.{question.options.index(question.by_id[value])}", None
        elif question.kind is Kind.CHOICE:
            raise Unplayable(f"{question.ref} = {value!r}", allowed=allowed(question))
        else:
            deed, content = f"{lead}.form", value
        before = len(self._engine.messenger.delivered)
        await self._do(case.ref, deed, content)
        kept = (await self._case()).sheets.get(place(wanted.sheet.id, wanted.child), {})
        said = kept.get(question.id)
        if said is None or said.by != self._person or said.at != self._engine.clock.now():
            told = [each.card.text for each in self._engine.messenger.delivered[before:]]
            what = f"{question.ref} = {value!r} was not taken: {' '.join(told)}"
            raise Unplayable(what, asked=f"{question.ref} {question.text}")

    async def _do(
        self, ref: str, deed: str, content: object = None, told: _Wanted | None = None
    ) -> None:
        value = f"deed.{ref}.{deed}"
        said: Said = Pressed(value)
        if content is not None:
            items = content if isinstance(content, (list, tuple)) else None
            said = Filled(value, tuple(map(str, items)) if items is not None else str(content))
        before = len(self._engine.messenger.delivered)
        await self._engine.do(self._person, said, telling=False)
        cards = [each.card for each in self._engine.messenger.delivered[before:]]
        shut = [each for each in cards if each.name in {"sheet_closed", "not_your_sheet"}]
        if told is not None and shut:
            raise Unplayable(f"{told.sheet.title}: {shut[0].text}")

    async def _case(self) -> Case:
        """Return the newest case that this person may read.

        Raises:
            Unplayable: there is none.
        """
        cases = await self._engine.cases()
        mine = [case for case in cases if may_read(self._engine.school, case, self._person)]
        if not mine:
            raise Unplayable("there is no case that this person may read")
        return mine[-1]


def _lead(wanted: _Wanted) -> str:
    return f"sheet.{wanted.sheet.id}.{wanted.child}"
