"""A canary: a small picture with marks of its own, handed in by every way that there is."""

# Rule: it is drawn by chance and means nothing. One of its marks found anywhere is a leak.

import base64
import hashlib
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Canary", "found_in", "found_under"]


@dataclass(frozen=True, slots=True)
class Canary:
    """A picture of one grey dot, with `token` in its comment, its name and its address."""

    token: str

    @property
    def image(self) -> bytes:
        """Return a PNG that any viewer opens."""
        dot = zlib.compress(b"\x00\x80")
        parts = (
            (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
            (b"tEXt", b"Comment\x00" + self.token.encode()),
            (b"IDAT", dot),
            (b"IEND", b""),
        )
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)

    @property
    def name(self) -> str:
        """Return its file name."""
        return f"photo-{self.token}.png"

    @property
    def address(self) -> str:
        """Return an address of it, at a host that does not exist."""
        return f"https://files.pictures.invalid/{self.token}/{self.name}"

    @property
    def data(self) -> str:
        """Return it as letters, as it is pasted into a chat."""
        return base64.b64encode(self.image).decode()

    @property
    def marks(self) -> tuple[bytes, ...]:
        """Return what none may keep: its token, its letters, its hashes."""
        middle = len(self.data) // 3
        hashes = (hashlib.sha256(self.image), hashlib.md5(self.image, usedforsecurity=False))
        return (
            self.token.encode(),
            self.data[middle : middle + 24].encode(),
            *(each.hexdigest().encode() for each in hashes),
            *(each.digest() for each in hashes),
        )


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def found_in(canary: Canary, content: bytes) -> bool:
    """Return whether any mark of it stands in some bytes."""
    return any(mark in content for mark in canary.marks)


def found_under(canary: Canary, folder: Path) -> Iterator[str]:
    """Yield each file under a folder that has a mark of it, in its name or inside."""
    for file in sorted(folder.rglob("*")):
        name = str(file.relative_to(folder))
        if found_in(canary, name.encode()) or (
            file.is_file() and found_in(canary, file.read_bytes())
        ):
            yield file.name if not found_in(canary, file.name.encode()) else "(a file's name)"
