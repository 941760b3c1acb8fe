"""A backup as a file: sealed with a key of its own, which a key of the ring wraps."""

# Rule 1: frames are sealed one by one, each bound to its number and to the file's first line; the
#         last one says so. A file that was changed, cut or put together anew does not open.
# Rule 2: the keys that open it are not in it: they are kept where backups are not.
# Rule 3: a file is read to its end before anything of it is used, and never written over.

import base64
import binascii
import hashlib
import json
import os
import struct
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, NamedTuple

from adapters.redis.copying import Kept
from adapters.redis.crypto import Box, CannotOpen, context, fresh_key
from adapters.redis.keyring import KeyRing

__all__ = ["Backup", "BadBackup", "open_backup", "write_backup"]

_FORM = "handrail-backup-1"
_FRAME_ROWS = 500
_LENGTH = struct.Struct(">I")
_LONGEST = 64 * 1024 * 1024


class BadBackup(Exception):
    """A file cannot be written or read as a backup; the message says why, and the cure."""


class Backup(NamedTuple):
    """A backup that was read whole: when it was made (UTC), and everything in it."""

    made: datetime
    kept: list[Kept]


def write_backup(path: Path, ring: KeyRing, kept: Iterable[Kept], made: datetime) -> None:
    """Write a backup; it is whole and on the disk on return.

    Raises:
        BadBackup: there is such a file already, or it cannot be written.
    """
    draft: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        draft = Path(name)
        with os.fdopen(handle, "wb") as file:
            _write(file, ring, kept, made)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)  # of two with one name, the second fails
    except FileExistsError as wrong:
        raise BadBackup(f"{path} is there already; name another file") from wrong
    except OSError as wrong:
        raise BadBackup(f"{path} cannot be written: {wrong}") from wrong
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write(file: IO[bytes], ring: KeyRing, kept: Iterable[Kept], made: datetime) -> None:
    key = fresh_key()
    wrapped = base64.b64encode(ring.wrap(key)).decode()
    head = json.dumps({"form": _FORM, "made": made.isoformat(), "key": wrapped}).encode()
    file.write(head + b"\n")
    box, number = Box(key), 0
    rows: list[list[object]] = []
    for each in kept:
        rows.append([each.key, each.kind, each.until, [list(map(_text, row)) for row in each.rows]])
        if len(rows) == _FRAME_ROWS:
            _frame(file, box.seal(json.dumps(rows).encode(), _where(head, number, last=False)))
            rows, number = [], number + 1
    _frame(file, box.seal(json.dumps(rows).encode(), _where(head, number, last=True)))


def open_backup(path: Path, ring: KeyRing) -> Backup:
    """Return what a backup holds, once all of it has been read.

    Raises:
        BadBackup: it cannot be read, is no backup, was changed or cut, or its key is not here.
    """
    try:
        with path.open("rb") as file:
            head = file.readline(4096).rstrip(b"\n")
            made, wrapped = _head(head)
            box = Box(ring.unwrap(wrapped))
            kept = [row for frame in _frames(file, box, head) for row in frame]
    except OSError as wrong:
        raise BadBackup(f"{path} cannot be read: {wrong}") from wrong
    except CannotOpen as wrong:
        raise BadBackup(f"{path} does not open: {wrong}") from wrong
    except (ValueError, TypeError, KeyError, struct.error, binascii.Error) as wrong:
        raise BadBackup(f"{path} is no backup of Handrail, or was cut off") from wrong
    return Backup(made, kept)


def _head(head: bytes) -> tuple[datetime, bytes]:
    found = json.loads(head)
    if found["form"] != _FORM:
        raise ValueError(found["form"])
    return datetime.fromisoformat(found["made"]), base64.b64decode(found["key"], validate=True)


def _frames(file: IO[bytes], box: Box, head: bytes) -> Iterator[list[Kept]]:
    """Yield the frames; that one is the last is only known of the one that nothing follows."""
    number, sealed = 0, _next(file)
    while sealed is not None:
        after = _next(file)
        rows = json.loads(box.open(sealed, _where(head, number, last=after is None)))
        yield [
            Kept(key, kind, until, tuple(tuple(map(base64.b64decode, row)) for row in held))
            for key, kind, until, held in rows
        ]
        number, sealed = number + 1, after
    if not number:
        raise ValueError("no frame")


def _next(file: IO[bytes]) -> bytes | None:
    length = file.read(_LENGTH.size)
    if not length:
        return None
    (size,) = _LENGTH.unpack(length)
    sealed = file.read(size) if size <= _LONGEST else b""
    if len(sealed) != size:
        raise ValueError("cut off")
    return sealed


def _frame(file: IO[bytes], sealed: bytes) -> None:
    file.write(_LENGTH.pack(len(sealed)) + sealed)


def _where(head: bytes, number: int, *, last: bool) -> bytes:
    file = hashlib.sha256(head).hexdigest()
    return context(school="", case=file, place=number, kind="last" if last else "more")


def _text(part: bytes) -> str:
    return base64.b64encode(part).decode()
