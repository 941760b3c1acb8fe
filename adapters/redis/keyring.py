"""The ring of key-encryption keys: the first one wraps, all of them unwrap."""

# Rule 1: a ring is read from one place: the setting HANDRAIL_KEYS, or a file of mode 0600.
# Rule 2: a key file is never made where records already are: they could not be opened with it.

import base64
import binascii
import os
import re
import stat
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from adapters.redis.crypto import KEY_BYTES, CannotOpen, fresh_key

__all__ = ["KeyRing", "KeysUnusable"]

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,32}")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class KeysUnusable(Exception):
    """The keys are missing, unreadable or open to others: the message says the cure."""


class KeyRing:
    """Wraps data keys with its first key and unwraps with the one that is named."""

    __slots__ = ("_current", "_keys")

    def __init__(self, keys: dict[str, bytes]) -> None:
        """Hold `keys` by name; the first one wraps.

        Raises:
            KeysUnusable: there is none, or one is not 256 bits long.
        """
        if not keys:
            raise KeysUnusable("no key found; give at least one as `name:base64 of 32 bytes`")
        for name, key in keys.items():
            if len(key) != KEY_BYTES or not _NAME.fullmatch(name):
                raise KeysUnusable(f"key {name!r} has {len(key)} bytes; a key has {KEY_BYTES}")
        self._keys = dict(keys)
        self._current = next(iter(keys))

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """Return the ring written as `name:base64`, one a line or parted by commas.

        Raises:
            KeysUnusable: a part is not of that form, or a name comes twice.
        """
        keys: dict[str, bytes] = {}
        for place, part in enumerate(filter(None, re.split(r"[\s,]+", text)), start=1):
            name, _, encoded = part.partition(":")
            if name in keys:
                raise KeysUnusable(f"two keys are called {name!r}; give each its own name")
            try:
                keys[name] = base64.b64decode(encoded, validate=True)
            except (binascii.Error, ValueError) as wrong:
                raise KeysUnusable(f"key {place} is not `name:base64 of 32 bytes`") from wrong
        return cls(keys)

    @classmethod
    def read(cls, path: Path) -> "KeyRing":
        """Return the ring kept in the file `path`.

        Raises:
            KeysUnusable: no such file, others may read it, or it holds no ring.
        """
        try:
            mode = path.stat().st_mode
            text = path.read_text("ascii")
        except (OSError, UnicodeDecodeError) as wrong:
            raise KeysUnusable(f"the key file {path} cannot be read: {wrong}") from wrong
        if mode & _OTHERS:
            raise KeysUnusable(f"others may read the key file {path}; run: chmod 600 {path}")
        return cls.parse(text)

    @classmethod
    def keep(cls, path: Path, *, records: Path) -> "KeyRing":
        """Return the ring in `path`, made now when neither it nor any `records` are there.

        Two programs that begin at once end with the same ring. It is on the disk on return.

        Raises:
            KeysUnusable: as `read`, or there are records but the file is gone.
        """
        recorded = records.exists()  # asked first: who else makes both makes the file first
        if not path.exists():
            if recorded:
                raise KeysUnusable(
                    f"{records} holds records but the key file {path} is gone; restore it from "
                    "your backup (a new key could not open them), or move the records away"
                )
            _write_once(path, f"k1:{base64.b64encode(fresh_key()).decode()}\n")
        return cls.read(path)

    def wrap(self, key: bytes) -> bytes:
        """Return `key` wrapped with the ring's first key, with that key's name before it."""
        wrapped = aes_key_wrap(self._keys[self._current], key)
        return self._current.encode() + b":" + wrapped

    def unwrap(self, wrapped: bytes) -> bytes:
        """Return the key that `wrap` was given.

        Raises:
            CannotOpen: the ring has no key of that name, or it is another key.
        """
        name, _, body = wrapped.partition(b":")
        key = self._keys.get(name.decode("ascii", "replace"))
        if key is None:
            raise CannotOpen(
                f"wrapped with key {name!r}, which the ring does not hold; add it after the first"
            )
        try:
            return aes_key_unwrap(key, body)
        except InvalidUnwrap as wrong:
            raise CannotOpen(f"key {name!r} is not the one this was wrapped with") from wrong


def _write_once(path: Path, text: str) -> None:
    """Write the file whole and durable unless somebody else has just done so."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".keys-")
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
