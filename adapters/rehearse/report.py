"""What a rehearsal prints as JSON: where each case stands, what arrived, what is still due."""

from collections.abc import Iterator
from datetime import UTC, datetime

from adapters.rehearse.messenger import Delivered
from adapters.rehearse.player import Played
from bot.dialogs.card import CardKind
from bot.dialogs.flags import Flag, public_flags
from bot.dialogs.load import sheets
from bot.dialogs.rules import scope
from bot.dialogs.script import NOT_KNOWN, Question, question_id
from bot.dialogs.words import words
from bot.fsm.alert.ladder import rung_people
from bot.fsm.alert.raising import AGAIN, LADDER, PHONE, UNREACHED
from bot.fsm.alert.rungs import asked_in
from bot.fsm.alert.silence import NUDGE, PASS_ON
from bot.fsm.case import Case, CaseStage
from bot.fsm.clocks.nudging import nudged_next
from bot.fsm.known.answering import unknown
from bot.fsm.known.facts import hold_is_on, open_points
from bot.fsm.known.filling import settled
from bot.fsm.known.noting import noted
from bot.fsm.school import CHANNEL, School, Way
from bot.fsm.sheets.gates import closed_by
from bot.ports import Queue

__all__ = [
    "CLASSES",
    "MARK",
    "PICKED",
    "Object",
    "is_echo",
    "kind_of",
    "medium_of",
    "open_questions",
    "report",
]

MARK = "REHEARSAL"
"""On everything that a rehearsal prints: it must never be taken for the real thing."""

CLASSES = ("general", "adult")
"""What a case is classed as by its account: out of scope."""

PICKED = {
    "romantic": ("experimental.romantic",),
    "attention": ("experimental.attention_seeking",),
    "other": ("experimental.other",),
    "adult": ("aggravated.adult_involved",),
    "intent": ("aggravated.intent_to_harm",),
    "reckless": ("aggravated.reckless_misuse",),
    "intent_or_reckless": ("aggravated.intent_to_harm", "aggravated.reckless_misuse"),
    "not_classified": ("not_classified",),
}
"""The descriptions that a DSL may pick (1.7), by the answer; where it is not known which, both."""

UNDECIDED = frozenset({"gate_owned", "gate_decide"})
RUNGS = 6

Object = dict[str, object]


async def report(played: Played) -> Object:
    """Return the whole outcome as one JSON object. Times are UTC, people are roles."""
    cases = await played.engine.cases()
    return {
        "mark": MARK,
        "cases": [_case(played, case) for case in cases],
        "timeline": [_line(played, each) for each in played.delivered if not is_echo(each)],
        "pending": [*_pending(played, cases), *await _undelivered(played)],
    }


def _case(played: Played, case: Case) -> Object:
    school = played.engine.school
    hold = hold_is_on(case)
    still_open = open_questions(school, case)
    flags = case.live - {Flag.PRES} | ({Flag.PRES} if hold else set())
    return {
        "ref": case.ref,
        "state": str(case.stage),
        "level": case.level.name,
        "flags": public_flags(flags),
        "classes": _classes(case),
        "preservation_hold": hold,
        "owner": played.engine.cast.slot(case.owner) if case.owner else None,
        "open_questions": still_open,
        "blocked": _blocked(school, case, still_open),
    }


def _classes(case: Case) -> list[str]:
    """Return what a case is: out of scope by its account, or what a DSL picked for it."""
    kind = scope(case.account.values())
    found = [kind] if kind in CLASSES else []
    picked = [noted(case, "class", key) for key in ("class", "class_grave")]
    return [*found, *(name for each in picked for name in PICKED.get(str(each), ()))]


def _blocked(school: School, case: Case, still_open: list[str]) -> dict[str, str]:
    """Return what is shut, with the reason, while it is."""
    if case.stage is CaseStage.CLOSED:
        return {}
    blocked: dict[str, str] = {}
    if why := closed_by(school, case, sheets()["close"], case.owner):
        reason = "no decision is recorded" if why in UNDECIDED else words().phrases[why]
        blocked["close"] = f"{still_open[0]} is not known" if still_open else reason
    if hold_is_on(case):
        blocked["ask_to_delete"] = "preservation hold"
    elif why := closed_by(school, case, sheets()["deletion"], case.owner):
        blocked["ask_to_delete"] = words().phrases[why]
    return blocked


def open_questions(school: School, case: Case) -> list[str]:
    """Return the catalogue numbers that stand open: what "not known" would raise, is not known.

    Silence counts as "not known". A question that raises nothing either way is not among them.
    """
    over = settled(case)
    keys = (key for key in unknown(school, case.account) if question_id(key) not in over)
    told = [school.script.question(key) for key in keys]
    points = [sheets()["points"].question(key) for key in open_points(case)]
    return list(dict.fromkeys(each.ref for each in (*told, *points) if _matters(each)))


def _matters(question: Question) -> bool:
    option = question.option(NOT_KNOWN)
    return question.red or bool(option and option.raises)


def is_echo(each: Delivered) -> bool:
    """Return whether a delivery only changed what its reader had just pressed."""
    return each.edit and each.own and each.card.name != "recused"


def kind_of(each: Delivered) -> CardKind:
    """Return the kind that is printed: a question has a catalogue number, the rest are notices."""
    kind = each.card.kind
    return CardKind.NOTICE if kind is CardKind.QUESTION and not each.card.question else kind


def medium_of(each: Delivered) -> str:
    """Return `chat` for the channel and a reporter's own chat, `dm` for a private alert.

    Beside the chat it is `phone` or `email`.
    """
    if each.way is not None:
        return "phone" if each.way is Way.PHONE else "email"
    return "chat" if each.own or each.to == CHANNEL else "dm"


def _line(played: Played, each: Delivered) -> Object:
    card = each.card
    line: Object = {
        "at": _utc(each.at),
        "to": played.engine.cast.slot(each.to),
        "medium": medium_of(each),
        "kind": str(kind_of(each)),
    }
    if each.edit:
        line["edit"] = True
    optional = {"question": card.question, "level": card.level, "case": card.case}
    line |= {name: value for name, value in optional.items() if value}
    return line | {"text": "\n".join(part for part in (card.text.strip(), card.hint) if part)}


def _pending(played: Played, cases: list[Case]) -> Iterator[Object]:
    engine = played.engine
    due = sorted((at, case.ref, name, case) for case in cases for name, at in case.wakes.items())
    for at, ref, name, case in due:
        for to in _receivers(engine.school, case, name, at):
            yield {"name": name, "case": ref, "due": _utc(at), "to": engine.cast.slot(to)}


async def _undelivered(played: Played) -> list[Object]:
    """Return the messages that did not get through yet, and when they are tried again."""
    engine = played.engine
    due = dict(await engine.store.pending(engine.school.id, Queue.OUTBOX))
    waiting = {  # a page is named by its job and its count; a newer one takes the place of an older
        name if name in due else name.rpartition(":")[0]: whose
        for name, whose in engine.messenger.waiting.items()
    }
    late = sorted((due[key], *whose) for key, whose in waiting.items() if key in due)
    return [
        {"name": "delivery", "case": ref, "due": _utc(at), "to": engine.cast.slot(to)}
        for at, to, ref in late
    ]


def _receivers(school: School, case: Case, name: str, at: datetime) -> list[str]:
    """Return who would be told when a timer of the case fires at `at`, as the rota is by then."""
    reporter = [case.account.reporter]
    match name:
        case _ if name.startswith("clock."):
            return nudged_next(school, case, name)
        case _ if name in {PHONE, UNREACHED, NUDGE}:
            return reporter
        case _ if name == PASS_ON:
            return [case.owner] if case.owner else _rung(school, case, 0, at)
        case _ if name == AGAIN:
            return _rung(school, case, 0, at)
        case _ if name == LADDER:
            return _rung(school, case, case.alert.step if case.alert else 0, at)
        case _:
            return _rung(school, case, 0, at)


def _rung(school: School, case: Case, first: int, at: datetime) -> list[str]:
    """Return who stands on the next rung that has anybody on it."""
    for step in range(first, first + RUNGS):
        people = rung_people(
            school,
            case.level,
            step,
            at=at,
            around=case.around,
            head_named=case.head_named,
            asked=asked_in(case, step),
        )
        ids = [each.id for each in people if each.id not in (*case.recused, case.account.reporter)]
        if ids:
            return ids
    return [case.account.reporter]


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
