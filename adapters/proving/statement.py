"""The statement: what was checked, when, and what was found; dated, and signed by us."""

# Rule 1: what is signed is the JSON of `Told`, with sorted keys; anybody can check it with the key
#         that stands beside it, and compare that key with the one of an earlier statement.
# Rule 2: it has facts and counts alone: no case, no reference, nobody's name, no secret.

import base64
import json
import os
import stat
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from bot.frozen import Frozen

__all__ = ["Fact", "NotWhole", "Statement", "Told", "checked", "key_in", "signed"]

OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Fact(Frozen):
    """One thing that was looked at. `holds`: None where it could not be known, or is absent."""

    about: str
    holds: bool | None
    found: str


class Told(Frozen):
    """What is signed. `at` is UTC. `code` is a hash of the program's own files."""

    program: str
    version: str
    code: str
    at: datetime
    facts: tuple[Fact, ...]

    @property
    def holds(self) -> bool:
        """Whether no fact speaks against it."""
        return all(fact.holds is not False for fact in self.facts)


class Statement(Frozen):
    """A statement, its signature (Ed25519) and the key that it is checked with, in base64."""

    told: Told
    key: str
    signature: str


class NotWhole(ValueError):
    """A statement that is not as it was signed; says what is wrong with it."""


def key_in(folder: Path) -> Ed25519PrivateKey:
    """Return the key that this deployment signs with; it is made when first asked for.

    Raises:
        OSError: it cannot be read or written, or others may read it too.
    """
    file = folder / "statement.key"
    if file.is_file():
        if file.stat().st_mode & OTHERS:
            raise PermissionError(f"others may read the key file {file}; run: chmod 600 {file}")
        return Ed25519PrivateKey.from_private_bytes(file.read_bytes())
    key = Ed25519PrivateKey.generate()
    raw = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(raw)
    return key


def signed(told: Told, key: Ed25519PrivateKey) -> Statement:
    """Return a statement of what was found."""
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return Statement(told=told, key=_text(public), signature=_text(key.sign(_bytes(told))))


def checked(content: bytes) -> Statement:
    """Return a statement that is as it was signed.

    Raises:
        NotWhole: it is not, or it is no statement.
    """
    try:
        statement = Statement.model_validate_json(content)
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(statement.key, validate=True))
        signature = base64.b64decode(statement.signature, validate=True)
    except ValueError as wrong:
        raise NotWhole("this is no statement of Handrail's") from wrong
    try:
        public.verify(signature, _bytes(statement.told))
    except InvalidSignature as wrong:
        raise NotWhole("it was changed after it was signed") from wrong
    return statement


def _bytes(told: Told) -> bytes:
    return json.dumps(told.model_dump(mode="json"), sort_keys=True, ensure_ascii=True).encode()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
