"""A walk: anything that can happen to a school's cases, in any order, checked each time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.dialogs.card import Card, Tone
from bot.dialogs.load import sheets
from bot.dialogs.script import Kind
from bot.fsm.access.readers import may_take
from bot.fsm.always import broken, broken_step
from bot.fsm.case import Case, Conversation
from bot.fsm.desk.turn import desk
from bot.fsm.effects import Amend, Effect, Page, Post, Say
from bot.fsm.events import AlertDelivered, AlertFailed, Event, TimerFired
from bot.fsm.lives.machine import Life, S
from bot.fsm.reporter.turn import fail, turn
from bot.fsm.said import Deed, Filled, Media, Opened, Pressed, Said, Typed
from bot.fsm.school import Role, School, Way
from bot.fsm.sheets.corrections import acceptance
from bot.fsm.step import step
from bot.fsm.turn import Turn
from tests.engine import PEOPLE, REFS, a_school, london
from tests.properties.vocabulary import DEEDS_TRIED, REPAIRS, WORDS
from tests.rota.staff import IN_SCHOOL, ON_CALL, line, staffed

STAFF = ("dsl", "deputy1", "deputy2", "head", "chair", "it", "sam", "kit")
STARTS = tuple(
    map(london, ("2026-11-06 10:15", "2026-11-06 19:40", "2026-11-09 08:25", "2026-12-25 03:00"))
)


def _with_sam_as(role: Role) -> School:
    sam, *others = PEOPLE
    return a_school(people=(sam.model_copy(update={"roles": (role,)}), *others))


SCHOOLS = (
    a_school(),
    a_school(without=("dsl",)),
    a_school(without=("head", "deputy2")),
    a_school(without=("dsl", "deputy1", "deputy2", "head", "chair")),
    _with_sam_as(Role.DSL),
    _with_sam_as(Role.HEAD),
    a_school().model_copy(update={"ways": frozenset(Way)}),
    staffed(IN_SCHOOL, ON_CALL),
    staffed(line("Lunch", "10:30-14:00", "deputy2"), line("Evening", "19:45-08:30", "deputy1")),
)


@dataclass
class Walk:
    """Where a walk has come to. Everything that was ever shown can still be pressed."""

    school: School
    now: datetime
    talks: dict[str, Conversation] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    cards: list[tuple[str, Card]] = field(default_factory=list)
    paged: list[Page] = field(default_factory=list)

    def do(self, kind: str, one: int, two: int) -> None:  # noqa: C901  one row a kind of thing
        """Let one thing happen; `one` and `two` choose among what is possible."""
        match kind:
            case "typed":
                self.said("sam", Typed(WORDS[one % len(WORDS)]))
            case "answered":
                self.said("sam", self._answer(one, two))
            case "repaired":
                self.said("sam", Typed(REPAIRS[one % len(REPAIRS)]))
            case "pressed":
                self.said("sam", self._button(one))
            case "filled":
                self.said("sam", self._form(one, two))
            case "refused":
                self.said("sam", (Media(), Opened(), Typed("see https://x.example/1"))[one % 3])
            case "deed":
                self.deed(STAFF[one % len(STAFF)], DEEDS_TRIED[two % len(DEEDS_TRIED)])
            case "worked":
                self.work(one, two)
            case "fired":
                self.fire()
            case "delivered":
                self.deliver(one, how=two % 3)
            case "failed":
                self.fail()
            case _:
                self.now += timedelta(minutes=one % 7)

    def said(self, person: str, said: Said) -> None:
        """Let a reporter say something."""
        talk, case = self._at(person)
        ref = REFS[len(self.cases) % len(REFS)] + "X" * (len(self.cases) // len(REFS))
        self._take(case, turn(self.school, talk, case, said, now=self.now, ref=ref))

    def fail(self) -> None:
        """Let our own code fail on what a reporter said."""
        talk, case = self._at("sam")
        ref = REFS[len(self.cases) % len(REFS)] + "X" * (len(self.cases) // len(REFS))
        self._take(case, fail(self.school, talk, case, self.now, ref))

    def deed(self, person: str, deed: str) -> None:
        """Let somebody press a button of an alert, whether they were shown it or not."""
        case = list(self.cases.values())[-1] if self.cases else None
        if case is not None and deed == "accept":
            deed = acceptance(self.school, case)
        self._take(case, desk(self.school, case, person, Deed("", deed), self.now))

    def work(self, one: int, two: int) -> None:
        """Let somebody answer a question of a sheet, whether they were shown it or not."""
        case = list(self.cases.values())[-1] if self.cases else None
        sheet = list(sheets().values())[one % len(sheets())]
        question = sheet.questions[two % len(sheet.questions)]
        name = f"sheet.{sheet.id}.{int(sheet.each == 'child')}.{question.id}"
        done = Deed("", f"{name}.{two // 7 % (len(question.options) or 1)}")
        if not question.options:
            done = Deed("", f"{name}.form", WORDS[two % len(WORDS)])
        if question.kind is Kind.MOMENT:
            done = Deed("", f"{name}.{'now' if one % 2 else 'form'}", "tomorrow 10:00")
        person = STAFF[(one + two) % len(STAFF)]
        self._take(case, desk(self.school, case, person, done, self.now))

    def note(self, person: str, sheet: str, key: str, answer: str) -> None:
        """Let somebody answer one question of the last case's sheet, by an option or in words."""
        options = [option.id for option in sheets()[sheet].question(key).options]
        pressed = str(options.index(answer)) if options else "form"
        done = Deed("", f"sheet.{sheet}.0.{key}.{pressed}", answer)
        case = list(self.cases.values())[-1]
        self._take(case, desk(self.school, case, person, done, self.now))

    def fire(self) -> bool:
        """Let the timer that is due first fire, at its own time; False when there is none."""
        due = [
            (at, ref, name) for ref, each in self.cases.items() for name, at in each.wakes.items()
        ]
        if not due:
            return False
        at, ref, name = min(due)
        self.now = max(at, self.now)
        self.happen(ref, TimerFired(name=name))
        return True

    def deliver(self, which: int, how: int) -> None:
        """Let one page reach its person, be put off, or come back as undeliverable."""
        if not self.paged:
            return
        page = self.paged.pop(which % len(self.paged))
        event = (
            AlertDelivered(to=page.to, name=page.card.name, count=page.count),
            AlertFailed(to=page.to, final=False),
            AlertFailed(to=page.to, final=True),
        )[how]
        self.happen(page.case, event)

    def happen(self, ref: str, event: Event) -> None:
        """Step a case by something that nobody said."""
        case = self.cases[ref]
        after, effects = step(self.school, case, event, self.now)
        self._take(case, Turn(None, after, (event,), tuple(effects)))

    def _at(self, person: str) -> tuple[Conversation, Case | None]:
        talk = self.talks.get(person) or Conversation(person=person, school=self.school.id)
        return talk, self.cases.get(talk.case)

    def _take(self, before: Case | None, taken: Turn) -> None:
        same = before if taken.case and before and taken.case.ref == before.ref else None
        if taken.conversation is not None:
            kept = taken.conversation.model_dump_json()
            self.talks[taken.conversation.person] = Conversation.model_validate_json(kept)
        if taken.case is None:
            return
        case = Case.model_validate_json(taken.case.model_dump_json())
        assert case == taken.case, "a case survives being stored"
        self.cases[case.ref] = case
        for effect in taken.effects:
            self._keep(effect)
        assert broken(self.school, case) == []
        assert broken_step(same, case, taken.effects) == []
        for event in taken.effects:
            self._check_privacy(same or case, case, event)

    def _keep(self, effect: Effect) -> None:
        if isinstance(effect, Page):
            self.paged.append(effect)
            self.cards.append((effect.to, effect.card))
        elif isinstance(effect, Say):
            self.cards.append((effect.to, effect.card))

    def _check_privacy(self, before: Case, case: Case, effect: Effect) -> None:
        if isinstance(effect, Post):
            assert not case.around, "a case that goes round the channel is not posted"
        if isinstance(effect, Page):
            owner_then = effect.to == case.account.reporter
            assert owner_then or may_take(self.school, case, effect.to), "paged without the right"
        off = {*before.recused} - {case.account.reporter}
        if isinstance(effect, Amend) or (isinstance(effect, Say) and effect.edit):
            assert effect.to not in off, "somebody who stepped aside is told more"

    def _button(self, which: int) -> Said:
        values = [
            button.value
            for to, card in self.cards
            for button in (*card.buttons, *(row.change for row in card.fields if row.change))
            if to == "sam" and not button.value.startswith("deed.")
        ]
        return Pressed(values[-1 - which % len(values)]) if values else Opened()

    def _answer(self, which: int, what: int) -> Said:
        """Return a real answer to what was asked last."""
        asked = [card for to, card in self.cards if to == "sam" and card.question]
        if not asked:
            return Opened()
        last = asked[-1]
        if last.form is not None and last.form.choices:
            return self._form(0, what or 1)
        plain = [button for button in last.buttons if button.tone is Tone.PLAIN]
        return Pressed(plain[which % len(plain)].value)

    def _form(self, which: int, what: int) -> Said:
        forms = [card.form for to, card in self.cards if to == "sam" and card.form is not None]
        if not forms:
            return Opened()
        form = forms[-1 - which % len(forms)]
        if form.choices:
            ticked = tuple(each.value for n, each in enumerate(form.choices) if what >> n & 1)
            return Filled(form.value, ticked)
        return Filled(form.value, WORDS[what % len(WORDS)])


@contextmanager
def recorded() -> Iterator[set[tuple[str, str]]]:
    """Give the set of moves that are taken meanwhile, as (stage, move) by their names."""
    taken: set[tuple[str, str]] = set()
    original = Life.after

    def after(life: Life[S], stage: S, move: str) -> S:
        taken.add((stage.value, move))
        return original(life, stage, move)

    Life.after = after  # type: ignore[assignment, method-assign]  # put back below
    try:
        yield taken
    finally:
        Life.after = original  # type: ignore[method-assign]  # as it was
