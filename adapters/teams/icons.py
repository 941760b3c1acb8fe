"""The app's two icons, drawn by us: a rail on two posts. The same bytes each time."""

# Rule: no picture file and no image library: a shape, asked at nine points of each pixel.

import struct
import zlib
from collections.abc import Callable
from functools import cache

__all__ = ["COLOUR", "OUTLINE", "colour_icon", "outline_icon"]

COLOUR, OUTLINE = 192, 32
"""The sides of the two icons, in pixels. Source: the app package's rules."""

BLUE, WHITE = (0x1D, 0x35, 0x57), (0xFF, 0xFF, 0xFF)
SAMPLES = (1 / 6, 3 / 6, 5 / 6)
LINES = (((0.16, 0.62), (0.84, 0.28)), ((0.30, 0.55), (0.30, 0.86)), ((0.70, 0.35), (0.70, 0.86)))
"""The rail and its posts, in parts of the side."""

RGBA, DEPTH = 6, 8
Shape = Callable[[float, float], bool]


@cache
def colour_icon() -> bytes:
    """Return the icon in colour, as PNG: white on blue, and nothing see-through."""
    return _png(COLOUR, lambda covered: (*_between(BLUE, WHITE, covered), 255), _rail(0.055))


@cache
def outline_icon() -> bytes:
    """Return the outline, as PNG: white alone on nothing."""
    return _png(OUTLINE, lambda covered: (*WHITE, round(255 * covered)), _rail(0.065))


def _rail(half: float) -> Shape:
    """Return the shape of the lines, `half` as far to each side."""

    def covers(x: float, y: float) -> bool:
        return any(_distance(x, y, *line) <= half for line in LINES)

    return covers


def _distance(x: float, y: float, start: tuple[float, float], end: tuple[float, float]) -> float:
    (ax, ay), (bx, by) = start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = min(1.0, max(0.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length))
    dx, dy = x - ax - along * (bx - ax), y - ay - along * (by - ay)
    return float((dx * dx + dy * dy) ** 0.5)


def _between(
    one: tuple[int, int, int], other: tuple[int, int, int], share: float
) -> tuple[int, int, int]:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _png(side: int, paint: Callable[[float], tuple[int, int, int, int]], shape: Shape) -> bytes:
    rows = bytearray()
    for row in range(side):
        rows.append(0)
        for column in range(side):
            points = [((column + dx) / side, (row + dy) / side) for dx in SAMPLES for dy in SAMPLES]
            covered = sum(shape(x, y) for x, y in points) / len(points)
            rows += bytes(paint(covered))
    head = struct.pack(">IIBBBBB", side, side, DEPTH, RGBA, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
