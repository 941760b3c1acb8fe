"""What each kind of value looks like when it is kept: sealed, and bound to its place."""

import struct

from adapters.redis.crypto import Box, CannotOpen, context
from adapters.redis.vault import School, Vault
from bot.ports import Put, Queue

__all__ = [
    "job_case",
    "job_id",
    "open_conversation",
    "open_job",
    "open_receipt",
    "open_state",
    "seal_conversation",
    "seal_job",
    "seal_receipt",
    "seal_state",
]

_LENGTH = struct.Struct(">H")


def seal_state(box: Box, school: str, ref: str, version: int, state: bytes) -> bytes:
    """Return a case's state at `version`, sealed with the case's key."""
    return box.seal(state, context(school=school, case=ref, place=version, kind="state"))


def open_state(box: Box, school: str, ref: str, version: int, sealed: bytes) -> bytes:
    """Return a case's state at `version`."""
    return box.open(sealed, context(school=school, case=ref, place=version, kind="state"))


def seal_conversation(school: School, index: str, version: int, state: bytes) -> bytes:
    """Return a conversation at `version`, sealed with the school's key."""
    return school.keys.box.seal(state, _conversation(school, index, version))


def open_conversation(school: School, index: str, version: int, sealed: bytes) -> bytes:
    """Return a conversation at `version`."""
    return school.keys.box.open(sealed, _conversation(school, index, version))


def seal_receipt(school: School, slot: str, receipt: str) -> bytes:
    """Return the platform's id of a message, sealed for the indexed `slot`."""
    where = context(school=school.name, case="", place=slot, kind="receipt")
    return school.keys.box.seal(receipt.encode(), where)


def open_receipt(school: School, slot: str, sealed: bytes) -> str:
    """Return the platform's id of a message."""
    where = context(school=school.name, case="", place=slot, kind="receipt")
    return school.keys.box.open(sealed, where).decode()


def job_id(school: School, queue: Queue, key: str) -> str:
    """Return the id under which a job is kept: its key may say who somebody is, this does not."""
    return school.keys.index(queue, key)


def seal_job(box: Box, school: School, put: Put, identity: str) -> bytes:
    """Return a job's body: the case in clear, then key and body sealed for this job only."""
    name, plain = put.case.encode(), put.key.encode()
    where = context(school=school.name, case=put.case, place=identity, kind=put.queue)
    sealed = box.seal(_LENGTH.pack(len(plain)) + plain + put.body, where)
    return _LENGTH.pack(len(name)) + name + sealed


def job_case(kept: bytes) -> str:
    """Return the case whose key opens a kept job, '' for the school's.

    A damaged one is taken for the school's, and does not open.
    """
    try:
        (length,) = _LENGTH.unpack_from(kept)
        return kept[_LENGTH.size : _LENGTH.size + length].decode()
    except (struct.error, UnicodeDecodeError):
        return ""


def open_job(
    vault: Vault, school: School, queue: Queue, identity: str, kept: bytes
) -> tuple[str, bytes]:
    """Return a kept job's key and body; the vault has fetched the case's key.

    Raises:
        CannotOpen: the case's key is gone, or the body is not this job's.
    """
    case = job_case(kept)
    key = vault.known(school.name, case) if case else None
    if case and key is None:
        raise CannotOpen(f"the key of case {case} is gone, and its job cannot be read")
    box = key.box if key is not None else school.keys.box
    where = context(school=school.name, case=case, place=identity, kind=queue)
    plain = box.open(kept[_LENGTH.size + len(case.encode()) :], where)
    (length,) = _LENGTH.unpack_from(plain)
    return plain[_LENGTH.size : _LENGTH.size + length].decode(), plain[_LENGTH.size + length :]


def _conversation(school: School, index: str, version: int) -> bytes:
    return context(school=school.name, case=index, place=version, kind="conversation")
