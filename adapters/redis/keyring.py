"""The ring of key-encryption keys: the first one wraps, all of them unwrap."""

# Rule 1: a ring is read from one place: the setting HANDRAIL_KEYS, or a file of mode 0600.
# Rule 2: a key file is never made where records already are: they could not be opened with it.
# Rule 3: a file is read again when it has changed: a rotation reaches programs that are running.

import base64
import binascii
import contextlib
import os
import re
import stat
import tempfile
from collections.abc import Callable
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

    __slots__ = ("_current", "_file", "_keys", "_stamp")

    def __init__(self, keys: dict[str, bytes], file: Path | None = None) -> None:
        """Hold `keys` by name; the first one wraps. `file` is where they were read.

        Raises:
            KeysUnusable: there is none, or one is not 256 bits long.
        """
        self._keys = _checked(keys)
        self._current = next(iter(keys))
        self._file = file
        self._stamp = _stamp(file) if file else None

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the keys; the first one wraps."""
        self._look_again()
        return (self._current, *(name for name in self._keys if name != self._current))

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """Return the ring written as `name:base64`, one a line or parted by commas.

        Raises:
            KeysUnusable: a part is not of that form, or a name comes twice.
        """
        return cls(_parse(text))

    @classmethod
    def read(cls, path: Path) -> "KeyRing":
        """Return the ring kept in the file `path`.

        Raises:
            KeysUnusable: no such file, others may read it, or it holds no ring.
        """
        return cls(_read(path), path)

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
        self._look_again()
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
            self._look_again()
            key = self._keys.get(name.decode("ascii", "replace"))
        if key is None:
            raise CannotOpen(
                f"wrapped with key {name!r}, which the ring does not hold; add it after the first"
            )
        try:
            return aes_key_unwrap(key, body)
        except InvalidUnwrap as wrong:
            raise CannotOpen(f"key {name!r} is not the one this was wrapped with") from wrong

    def add(self) -> str:
        """Put a fresh key first in the ring and its file; return its name. On the disk on return.

        Raises:
            KeysUnusable: the ring is not kept in a file, or that cannot be written.
        """
        numbers = (int(name[1:]) for name in self.names if re.fullmatch(r"k\d+", name))
        name = f"k{max(numbers, default=0) + 1}"
        self._write({name: fresh_key(), **self._keys})
        return name

    def drop(self, name: str) -> None:
        """Take a key out of the ring and its file. Nothing that it wrapped opens any more.

        Raises:
            KeysUnusable: it is the first one or there is none, or the file cannot be written.
        """
        if name not in self.names or name == self._current:
            raise KeysUnusable(
                f"{name!r} is not one of the older keys: {', '.join(self.names[1:])}"
            )
        self._write({each: key for each, key in self._keys.items() if each != name})

    def _write(self, keys: dict[str, bytes]) -> None:
        if self._file is None:
            raise KeysUnusable("these keys are in HANDRAIL_KEYS: change them there")
        lines = (f"{name}:{base64.b64encode(key).decode()}\n" for name, key in keys.items())
        try:
            _write(self._file, "".join(lines), os.replace)
        except OSError as wrong:
            raise KeysUnusable(f"the key file {self._file} cannot be written: {wrong}") from wrong
        self._look_again()

    def _look_again(self) -> None:
        """Take in the file where it has changed since it was read."""
        if self._file is None or _stamp(self._file) == self._stamp:
            return
        stamp = _stamp(self._file)
        self._keys = _read(self._file)
        self._current, self._stamp = next(iter(self._keys)), stamp


def _checked(keys: dict[str, bytes]) -> dict[str, bytes]:
    if not keys:
        raise KeysUnusable("no key found; give at least one as `name:base64 of 32 bytes`")
    for name, key in keys.items():
        if len(key) != KEY_BYTES or not _NAME.fullmatch(name):
            raise KeysUnusable(f"key {name!r} has {len(key)} bytes; a key has {KEY_BYTES}")
    return dict(keys)


def _read(path: Path) -> dict[str, bytes]:
    try:
        mode = path.stat().st_mode
        text = path.read_text("ascii")
    except (OSError, UnicodeDecodeError) as wrong:
        raise KeysUnusable(f"the key file {path} cannot be read: {wrong}") from wrong
    if mode & _OTHERS:
        raise KeysUnusable(f"others may read the key file {path}; run: chmod 600 {path}")
    return _checked(_parse(text))


def _parse(text: str) -> dict[str, bytes]:
    keys: dict[str, bytes] = {}
    for place, part in enumerate(filter(None, re.split(r"[\s,]+", text)), start=1):
        name, _, encoded = part.partition(":")
        if name in keys:
            raise KeysUnusable(f"two keys are called {name!r}; give each its own name")
        try:
            keys[name] = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError) as wrong:
            raise KeysUnusable(f"key {place} is not `name:base64 of 32 bytes`") from wrong
    return keys


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _write_once(path: Path, text: str) -> None:
    """Write the file whole and durable unless somebody else has just done so."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        _write(path, text, os.link)


def _write(path: Path, text: str, put: Callable[[Path, Path], None]) -> None:
    """Write a file whole and durable under another name, and `put` it in its place."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".keys-")
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        put(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
