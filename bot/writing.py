"""A turn as the one change that the store commits: entry, state, timers, outbox."""

from bot.fsm.case import Case, Conversation
from bot.fsm.effects import EFFECT, Cancel, Effect, Page, Post, Say, Wake
from bot.fsm.events import ENTRY, Entry
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

__all__ = ["change_of", "jobs_of"]


def change_of(
    school: str,
    operation: str,
    by: str,
    clock: Clock,
    conversation: Conversation | None,
    case: Case | None,
    turn: Turn,
    finish: Finish | None = None,
) -> Change:
    """Return everything that one turn changes.

    `conversation` and `case` are what it was stepped from: their versions are the expected ones.
    """
    expected = case.version if case and turn.case and case.ref == turn.case.ref else 0
    after = turn.case.model_copy(update={"version": expected + 1}) if turn.case else None
    ref = after.ref if after else ""
    puts: list[Put] = []
    cancels: dict[tuple[Queue, str], None] = {}
    for number, effect in enumerate(turn.effects):
        match effect:
            case Wake(name=name, at=at):
                puts.append(Put(Queue.TIMERS, f"{ref}:{name}", at, b"", ref))
            case Cancel(name=name):
                cancels[(Queue.TIMERS, f"{ref}:{name}")] = None
            case Say() | Page() | Post():
                key = _key(effect, ref, operation, number)
                puts.append(Put(Queue.OUTBOX, key, clock.machine(), EFFECT.dump_json(effect), ref))
    return Change(
        school=school,
        operation=operation,
        now=clock.machine(),
        case=_case_write(after, expected, operation, by, clock, turn) if turn.events else None,
        conversation=_conversation_write(conversation, turn.conversation),
        puts=_last_of_each(puts),
        cancels=tuple(key for key in cancels if key not in {(p.queue, p.key) for p in puts}),
        finishes=(finish,) if finish else (),
    )


def _key(effect: Effect, ref: str, operation: str, number: int) -> str:
    match effect:
        case Post(case=posted):
            return f"{posted}:post"
        case Page(case=paged, count=count):
            return f"{paged}:alert:{count}"
        case _:
            return f"{ref or 'chat'}:say:{operation}:{number}"


def _last_of_each(puts: list[Put]) -> tuple[Put, ...]:
    """Keep the last put of each key, in the order of those last ones."""
    last = {(put.queue, put.key): put for put in puts}
    return tuple(put for put in puts if last[(put.queue, put.key)] is put)


def _case_write(
    after: Case | None,
    expected: int,
    operation: str,
    by: str,
    clock: Clock,
    turn: Turn,
) -> CaseWrite | None:
    if after is None:
        return None
    entry = Entry(at=clock.now(), operation=operation, by=by, events=turn.events)
    return CaseWrite(
        ref=after.ref,
        expected=expected,
        state=after.model_dump_json().encode(),
        entry=ENTRY.dump_json(entry),
    )


def _conversation_write(
    before: Conversation | None, after: Conversation | None
) -> ConversationWrite | None:
    if before is None or after is None or after == before:
        return None
    kept = after.model_copy(update={"version": before.version + 1})
    return ConversationWrite(after.person, before.version, kept.model_dump_json().encode())


def jobs_of(change: Change, committed: Committed) -> tuple[Job, ...]:
    """Return the outbox jobs that this process holds after its commit, in order."""
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
        if put.queue is Queue.OUTBOX
    )
