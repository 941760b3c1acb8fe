"""A turn as the one change that the store commits: entry, state, timers, outbox."""

from datetime import datetime, timedelta
from typing import NamedTuple

from bot.fsm.alert.shown import kind_of
from bot.fsm.alert.telling import NOBODY_YET
from bot.fsm.case import Case, Conversation
from bot.fsm.effects import (
    CALL,
    MESSAGE,
    Amend,
    Call,
    CallOff,
    Cancel,
    Look,
    Message,
    Page,
    Post,
    Say,
    Wake,
)
from bot.fsm.events import ENTRY, Entry
from bot.fsm.links.sharing import LOOK
from bot.fsm.school import Way
from bot.fsm.turn import Turn
from bot.ports import (
    CaseWrite,
    Change,
    Clock,
    Committed,
    ConversationWrite,
    Finish,
    Job,
    Put,
    Queue,
)

__all__ = ["Doing", "change_of", "first_post", "is_said", "jobs_of"]


SAY = ":say:"

LATER = timedelta(seconds=2)
"""How long what has time waits: what brought it about is settled by then (ours)."""


class Doing(NamedTuple):
    """What asks for a change: where, under which operation id, who, and which job it ends.

    `at` is the school's moment (UTC) at which the case was stepped: the record says that one, so
    that whoever steps it again comes to the same.
    """

    school: str
    operation: str
    by: str
    finish: Finish | None = None
    at: datetime | None = None


def change_of(
    doing: Doing,
    clock: Clock,
    before: tuple[Conversation | None, Case | None],
    turn: Turn,
) -> Change:
    """Return everything that one turn changes.

    `before` is what it was stepped from: their versions are the expected ones.
    """
    conversation, case = before
    expected = case.version if case and turn.case and case.ref == turn.case.ref else 0
    ref = turn.case.ref if turn.case else ""
    puts: list[Put] = []
    cancels: dict[tuple[Queue, str], None] = {}
    for number, effect in enumerate(turn.effects):
        match effect:
            case Wake(name=name, at=at):
                puts.append(Put(Queue.TIMERS, f"{ref}:{name}", at, b"", ref))
            case Cancel(name=name):
                cancels[Queue.TIMERS, f"{ref}:{name}"] = None
            case Call(to=to, way=way):
                key, body = _call_key(ref, to, way), CALL.dump_json(effect)
                puts.append(Put(Queue.CALLS, key, clock.machine(), body, ref))
            case CallOff(to=to, way=way):
                cancels[Queue.CALLS, _call_key(ref, to, way)] = None
            case Look(to=to):
                key = f"{to}:{LOOK}{ref}"
                puts.append(Put(Queue.TIMERS, key, clock.now(), b"", to))
            case Say() | Page() | Amend() | Post():
                key = _key(effect, ref, doing.operation, number)
                puts.append(
                    Put(Queue.OUTBOX, key, _due(effect, clock), MESSAGE.dump_json(effect), ref)
                )
    if turn.case is not None and turn.case.around:
        for key in (first_post(ref), f"{ref}:post"):  # still on its way, it must not arrive
            cancels[Queue.OUTBOX, key] = None
    put_keys = {(put.queue, put.key) for put in puts}
    return Change(
        school=doing.school,
        operation=doing.operation,
        now=clock.machine(),
        case=_case_write(turn, expected, doing, clock),
        conversation=_conversation_write(conversation, turn.conversation),
        puts=_last_of_each(puts),
        cancels=tuple(key for key in cancels if key not in put_keys),
        finishes=(doing.finish,) if doing.finish else (),
    )


def _case_write(turn: Turn, expected: int, doing: Doing, clock: Clock) -> CaseWrite | None:
    if turn.case is None or not turn.events:
        return None
    case = turn.case.model_copy(update={"version": expected + 1})
    at = doing.at or clock.now()
    entry = Entry(at=at, operation=doing.operation, by=doing.by, events=turn.events)
    return CaseWrite(
        ref=case.ref,
        expected=expected,
        state=case.model_dump_json().encode(),
        entry=ENTRY.dump_json(entry),
    )


def is_said(key: str, ref: str, to: str) -> bool:
    """Return whether a job's key is that of words about a case to one reader."""
    return key.startswith(f"{ref}{SAY}") and key.endswith(f":{to}")


def first_post(ref: str) -> str:
    """Return the key of the job that posts a case's card. No edit replaces that job."""
    return f"{ref}:first-post"


def _call_key(ref: str, person: str, way: Way) -> str:
    return f"{ref}:{way}:{person}"


def _due(effect: Message, clock: Clock) -> datetime:
    later = isinstance(effect, Amend) and effect.later
    return clock.machine() + LATER if later else clock.machine()


def _key(effect: Message, ref: str, operation: str, number: int) -> str:
    match effect:
        case Post(case=posted, edit=edit):
            return f"{posted}:post" if edit else first_post(posted)
        case Page(case=paged, to=to, card=card):
            return f"{paged}:{kind_of(card.name)}:{to}"  # newer replaces older on its way
        case Amend(slot=slot):
            return f"{slot}:amend"  # what a message says last is what it says
        case Say(to=to, card=card) if card.name in NOBODY_YET:
            return f"{ref}:unreached:{to}"  # and so no words that others wait for (`in_turn.py`)
        case Say(to=to):
            return f"{ref or 'chat'}{SAY}{operation}:{number}:{to}"


def _last_of_each(puts: list[Put]) -> tuple[Put, ...]:
    """Keep the last put of each key, in the order of those last ones."""
    last = {(put.queue, put.key): put for put in puts}
    return tuple(put for put in puts if last[(put.queue, put.key)] is put)


def _conversation_write(
    before: Conversation | None, after: Conversation | None
) -> ConversationWrite | None:
    if before is None or after is None or after == before:
        return None
    kept = after.model_copy(update={"version": before.version + 1})
    return ConversationWrite(after.person, before.version, kept.model_dump_json().encode())


def jobs_of(change: Change, committed: Committed) -> tuple[Job, ...]:
    """Return the outbox jobs that this process holds after its commit, in order.

    Those that are due later are anybody's: whoever claims them first.
    """
    return tuple(
        Job(
            school=change.school,
            queue=put.queue,
            key=put.key,
            due=put.due,
            body=put.body,
            token=committed.tokens[put.key],
            attempt=1,
        )
        for put in change.puts
        if put.queue is Queue.OUTBOX and put.key in committed.tokens
    )
