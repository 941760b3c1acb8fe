"""Plays a plan, step by step, and keeps what was done beside what was delivered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from adapters.rehearse.cast import Cast, with_staff
from adapters.rehearse.engine import Engine
from adapters.rehearse.messenger import Delivered, Trouble
from adapters.rehearse.plan import Fault, FaultKind, Plan, Step
from adapters.rehearse.pressing import DESK_DEEDS, press
from adapters.rehearse.problems import Unplayable
from adapters.rehearse.telling import Telling
from adapters.rehearse.working import Working, speaks_of_sheets
from bot.fsm.hours import local
from bot.fsm.school import School
from bot.ports import Store
from bot.rota.model import Away

__all__ = ["Act", "Played", "play"]


@dataclass(frozen=True, slots=True)
class Act:
    """What the plan did: when (UTC), after how many deliveries, and in which words."""

    at: datetime
    after: int
    words: str


@dataclass(slots=True)
class Played:
    """A plan that was played: the engine as it stands at the end, and what was done."""

    plan: Plan
    engine: Engine
    acts: list[Act] = field(default_factory=list)

    @property
    def delivered(self) -> list[Delivered]:
        """Everything that arrived, in order."""
        return self.engine.messenger.delivered


async def play(plan: Plan, schools: Mapping[str, School], store: Store, file: str) -> Played:
    """Play the whole plan on an empty `store` of its own. `file` names it in messages.

    Raises:
        Unplayable: a step cannot be played; the message says what was asked and what is allowed.
        Broken: the engine itself failed.
    """
    school = schools.get(plan.school)
    if school is None:
        known = ", ".join(schools)
        raise Unplayable(f"{file}: school: there is no {plan.school!r}; choose one of: {known}")
    try:
        school = _without(school, plan)
    except Unplayable as wrong:
        told = f"{file}: away: {wrong.what}\nallowed: {wrong.allowed}"
        raise Unplayable(told) from wrong
    played = Played(plan, Engine(school, store, plan.starts))
    for number, step in enumerate(plan.step, start=1):
        try:
            played.acts.append(_act(played, step))
            await _play(played, step)
        except Unplayable as stopped:
            raise Unplayable(stopped.told(file, number, step.line)) from stopped
    return played


def _without(school: School, plan: Plan) -> School:
    """Return the school with those away whom the plan names.

    Raises:
        Unplayable: the school has nobody of that name.
    """
    cast = Cast(with_staff(school))
    gone = tuple(
        Away(
            who=cast.person(each.who),
            starts=each.starts.astimezone(UTC),
            ends=each.ends.astimezone(UTC),
        )
        for each in plan.away
    )
    rota = school.rota.model_copy(update={"away": (*school.rota.away, *gone)})
    return school.model_copy(update={"rota": rota})


def _act(played: Played, step: Step) -> Act:
    engine = played.engine
    return Act(engine.clock.now(), len(played.delivered), _words(played, step))


def _words(played: Played, step: Step) -> str:
    if step.wait is not None:
        return f"wait {_span(step.wait.total_seconds())}"
    if step.until is not None:
        return f"wait until {local(step.until):%a %d %b %H:%M}"
    if step.fault is not None:
        who = f" {step.fault.who or step.who}".rstrip()
        lasts = step.fault.lasts
        span = f", for {_span(lasts.total_seconds())}" if lasts else ""
        return f"fault: {step.fault.platform}{who}{span}"
    parts = [f"sends {step.sends}"] if step.sends else []
    parts += [f"presses {step.does}"] if step.does else []
    parts += [f"answers {each} = {value}" for each, value in (step.answers or {}).items()]
    title = played.engine.cast.title(step.who)
    return f"{title} {', '.join(parts) or 'opens the chat'}"


def _span(seconds: float) -> str:
    for unit, length in (("d", 86_400), ("h", 3600), ("m", 60)):
        if seconds % length == 0:
            return f"{seconds / length:.0f}{unit}"
    return f"{seconds:.0f}s"


async def _play(played: Played, step: Step) -> None:
    engine = played.engine
    if step.wait is not None:
        await engine.wait(step.wait)
    elif step.until is not None:
        await _wait_until(played, step.until)
    elif step.fault is not None:
        engine.messenger.troubles.append(_trouble(engine, step.fault, step.who))
    else:
        await _person(played, step)


async def _wait_until(played: Played, until: datetime) -> None:
    now = played.engine.clock.now()
    if until < now:
        raise Unplayable(f"until {local(until):%Y-%m-%dT%H:%M} is past: it is {local(now):%H:%M}")
    await played.engine.wait_until(until)


def _trouble(engine: Engine, fault: Fault, who: str) -> Trouble:
    named = fault.who or who
    if fault.platform is FaultKind.PERSON_GONE and not named:
        raise Unplayable("person_gone says not who: add who = ...")
    person = engine.cast.person(named) if named else ""
    ends = engine.clock.now() + fault.lasts if fault.lasts else None
    return Trouble(fault.platform, ends, person)


async def _person(played: Played, step: Step) -> None:
    engine = played.engine
    person = engine.cast.person(step.who)
    if step.does in DESK_DEEDS:
        await press(engine, person, step.does)
        if step.answers is None and step.sends is None:
            return
        step = step.model_copy(update={"does": ""})
    if not step.does and not step.sends and speaks_of_sheets(engine, person, step.answers or {}):
        await Working(engine, person, step, played.plan.otherwise).play()
        return
    await Telling(engine, person, step, played.plan.otherwise).play()
