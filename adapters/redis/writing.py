"""A change as the commit script takes it: everything sealed, chained and named."""

from dataclasses import dataclass, field
from datetime import timedelta

from adapters.redis.chain import GENESIS, Head, entry_context, extend
from adapters.redis.connection import Value
from adapters.redis.moments import to_micros
from adapters.redis.sealing import job_id, seal_conversation, seal_job, seal_receipt, seal_state
from adapters.redis.vault import CaseKey, School, Vault
from bot.ports import CaseWrite, Change, ConversationWrite, Finish, Put

__all__ = ["OPERATION_MEMORY", "Written", "write"]

# Slack repeats an event for about an hour and Teams for less; a restart or a clock change in
# between must not matter, and two days is cheap (about 150 bytes an operation).
OPERATION_MEMORY = timedelta(hours=48)
_OPERATION_SECONDS = int(OPERATION_MEMORY.total_seconds())


@dataclass(slots=True)
class Written:
    """The keys and arguments of one commit, and what is known once it is written."""

    keys: list[str]
    args: list[Value]
    fresh: dict[str, CaseKey] = field(default_factory=dict)
    head: Head | None = None


def write(vault: Vault, school: School, change: Change, attempt: str, head: Head | None) -> Written:
    """Return `change` sealed. The vault has fetched the keys of its cases that have one.

    `attempt` is this committer's own mark: a repeat with it is the same attempt. `head` is the
    case's chain at the expected version, None for a new case or when the store has moved on.
    """
    names, case, talk = school.names, change.case, change.conversation
    index = school.keys.index("conversation", talk.key) if talk is not None else ""
    written = Written(
        keys=[
            names.operation(school.keys.index("operation", change.operation)),
            names.fence,
            names.keys,
            names.cases,
            names.case(case.ref if case is not None else ""),
            names.record(case.ref if case is not None else ""),
            names.conversation(index),
            names.receipts,
            *names.of_queues,
            names.moved,
        ],
        args=[
            attempt,
            _OPERATION_SECONDS,
            to_micros(change.now),
            to_micros(change.now + change.lease),
        ],
    )
    args = written.args
    args += _case(vault, school, case, head, written) if case else ["", 0, b"", b"", b"", b""]
    args += _conversation(school, talk, index) if talk else [0, 0, b""]
    puts = [part for put in change.puts for part in _put(vault, school, put, written)]
    args.append(len(written.fresh))
    for ref, key in written.fresh.items():
        args += [ref, key.wrapped]
    args.append(len(change.finishes))
    for finish in change.finishes:
        args += [finish.queue, job_id(school, finish.queue, finish.key), finish.token]
        args += receipt_of(school, finish)
    args.append(len(change.cancels))
    for queue, key_of_job in change.cancels:
        args += [queue, job_id(school, queue, key_of_job)]
    args.append(len(change.puts))
    args += puts
    return written


def receipt_of(school: School, finish: Finish) -> list[Value]:
    """Return the indexed slot and the sealed receipt of a finish; an empty one for none."""
    if not finish.slot:
        return ["", b""]
    slot = school.keys.index("slot", finish.slot)
    if not finish.receipt:
        return [slot, b""]
    return [slot, seal_receipt(school, slot, finish.receipt)]


def _key(vault: Vault, school: School, ref: str, written: Written) -> CaseKey:
    known = vault.known(school.name, ref) or written.fresh.get(ref)
    if known is None:
        known = written.fresh[ref] = vault.fresh()
    return known


def _case(
    vault: Vault, school: School, case: CaseWrite, head: Head | None, written: Written
) -> list[Value]:
    box = _key(vault, school, case.ref, written).box
    version = case.expected + 1
    before = head.mac if head is not None else GENESIS
    where = entry_context(school.name, case.ref, version)
    entry = box.seal(case.entry, where)
    mac = extend(school.keys.chain, before, where, entry)
    state = seal_state(box, school.name, case.ref, version, case.state)
    written.head = Head(version, mac)
    return [case.ref, case.expected, state, entry, before, mac]


def _conversation(school: School, talk: ConversationWrite, index: str) -> list[Value]:
    version = talk.expected + 1
    return [1, talk.expected, seal_conversation(school, index, version, talk.state)]


def _put(vault: Vault, school: School, put: Put, written: Written) -> list[Value]:
    box = _key(vault, school, put.case, written).box if put.case else school.keys.box
    identity = job_id(school, put.queue, put.key)
    return [put.queue, identity, to_micros(put.due), seal_job(box, school, put, identity)]
