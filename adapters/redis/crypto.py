"""Sealing: AES-256-GCM under a key for each case, bound to the one place where it belongs."""

# Rule 1: a sealed value is version(1) | nonce(12) | ciphertext and tag.
# Rule 2: its context says school, case, place, kind and version; it opens nowhere else.
# Rule 3: data keys are random, wrapped by a key of the ring, and never leave the process bare.

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

__all__ = ["KEY_BYTES", "Box", "CannotOpen", "SchoolKeys", "context", "fresh_key"]

KEY_BYTES = 32
_FORMAT = 1
_VERSION = bytes([_FORMAT])
_NONCE_BYTES = 12


class CannotOpen(Exception):
    """A kept value does not open: changed, moved, or its key is gone or another one."""


def fresh_key() -> bytes:
    """Return a random 256-bit key."""
    return os.urandom(KEY_BYTES)


def context(*, school: str, case: str, place: str | int, kind: str) -> bytes:
    """Return the associated data of a value: lengths stand before parts, so no two are alike."""
    at = str(place)
    told = f"{len(school)}:{school}{len(case)}:{case}{len(at)}:{at}{len(kind)}:{kind}{_FORMAT}"
    return told.encode()


class Box:
    """Seals and opens with one key."""

    __slots__ = ("_cipher",)

    def __init__(self, key: bytes) -> None:
        """Keep the key's schedule, so that sealing costs about a microsecond."""
        self._cipher = AESGCM(key)

    def seal(self, plain: bytes, where: bytes) -> bytes:
        """Return `plain` sealed for the context `where`."""
        nonce = os.urandom(_NONCE_BYTES)
        return b"".join((_VERSION, nonce, self._cipher.encrypt(nonce, plain, where)))

    def open(self, sealed: bytes, where: bytes) -> bytes:
        """Return what was sealed for the context `where`.

        Raises:
            CannotOpen: it was changed, moved here from elsewhere, or sealed with another key.
        """
        if sealed[:1] != _VERSION:
            raise CannotOpen(f"sealed with format {sealed[:1]!r}; this program opens {_VERSION!r}")
        nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, body, where)
        except (InvalidTag, ValueError) as wrong:
            raise CannotOpen("a value was changed, moved, or sealed with another key") from wrong


class SchoolKeys:
    """What a school's root key gives: a box, names for what must not be read, the chains."""

    __slots__ = ("_index", "anchor", "box", "chain")

    def __init__(self, root: bytes) -> None:
        """Derive one key for each purpose (HKDF-Expand with SHA-256, RFC 5869)."""
        self.box = Box(_derive(root, b"box"))
        self.chain = _derive(root, b"chain")
        self.anchor = _derive(root, b"anchor")
        self._index = _derive(root, b"index")

    def index(self, kind: str, name: str) -> str:
        """Return the name to keep in place of one that may say who somebody is: 32 hex digits."""
        text = f"{len(kind)}:{kind}{name}".encode()
        return hashlib.blake2b(text, digest_size=16, key=self._index).hexdigest()


def _derive(root: bytes, purpose: bytes) -> bytes:
    return hmac.digest(root, b"handrail 1 " + purpose + b"\x01", "sha256")
