"""A typeface: which letters it has, how wide they are, and how a PDF carries it."""

# Rule 1: the files are ours, in fonts/: no font of the machine is looked for, so that a sheet is
#         the same everywhere, and nobody's system decides how a child's name is written.

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise

import pydyf

__all__ = ["Face", "bold", "plain", "regular"]

LOST = "\N{REPLACEMENT CHARACTER}"
_EM = 1000


@cache
def regular() -> "Face":
    """Return the face that text is set in."""
    return Face("NotoSans-Regular")


@cache
def bold() -> "Face":
    """Return the face of headings."""
    return Face("NotoSans-Bold")


class Face:
    """A TrueType face. Lengths are in thousandths of the size it is set in."""

    def __init__(self, name: str) -> None:
        """Read `fonts/<name>.ttf`."""
        self.name = name
        self.data = files("adapters.export").joinpath("fonts", f"{name}.ttf").read_bytes()
        self._tables = dict(_tables(self.data))
        (units,) = self._read(">H", b"head", 18)
        self._scale = _EM / units
        self._box = self._read(">4h", b"head", 36)
        self._rise, self._fall = self._read(">2h", b"hhea", 4)
        self._glyphs = dict(self._cmap())
        self._widths = self._advances()

    def glyph(self, letter: str) -> int:
        """Return the glyph of a letter; that of the replacement character where it has none."""
        return self._glyphs.get(ord(letter)) or self._glyphs[ord(LOST)]

    def lacks(self, text: str) -> bool:
        """Return whether a letter of a text cannot be set in it."""
        return any(ord(each) not in self._glyphs for each in plain(text) if each != "\n")

    def width(self, text: str) -> float:
        """Return how wide a text is."""
        return sum(self._widths[self.glyph(letter)] for letter in text) * self._scale

    def coded(self, text: str) -> str:
        """Return a text as a PDF shows it: its glyphs in hexadecimal."""
        return f"<{''.join(f'{self.glyph(letter):04x}' for letter in text)}>"

    def put_into(self, pdf: pydyf.PDF) -> pydyf.Dictionary:
        """Add the face to a document and return what its pages refer to."""
        file = pydyf.Stream([self.data], extra={"Length1": len(self.data)}, compress=True)
        pdf.add_object(file)
        about = pydyf.Dictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": f"/{self.name}",
                "Flags": 32,
                "FontBBox": pydyf.Array([round(each * self._scale) for each in self._box]),
                "ItalicAngle": 0,
                "Ascent": round(self._rise * self._scale),
                "Descent": round(self._fall * self._scale),
                "CapHeight": 714,
                "StemV": 80,
                "FontFile2": file.reference,
            }
        )
        pdf.add_object(about)
        widths = [round(each * self._scale) for each in self._widths]
        inner = pydyf.Dictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": f"/{self.name}",
                "CIDSystemInfo": pydyf.Dictionary(
                    {
                        "Registry": pydyf.String("Adobe"),
                        "Ordering": pydyf.String("Identity"),
                        "Supplement": 0,
                    }
                ),
                "CIDToGIDMap": "/Identity",
                "FontDescriptor": about.reference,
                "W": pydyf.Array([0, pydyf.Array(widths)]),
            }
        )
        pdf.add_object(inner)
        letters = pydyf.Stream([self._letters()], compress=True)
        pdf.add_object(letters)
        whole = pydyf.Dictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": f"/{self.name}",
                "Encoding": "/Identity-H",
                "DescendantFonts": pydyf.Array([inner.reference]),
                "ToUnicode": letters.reference,
            }
        )
        pdf.add_object(whole)
        return whole

    def _read(self, form: str, table: bytes, at: int) -> tuple[int, ...]:
        found: tuple[int, ...] = struct.unpack_from(form, self.data, self._tables[table] + at)
        return found

    def _advances(self) -> list[int]:
        (count,) = self._read(">H", b"maxp", 4)
        (long,) = self._read(">H", b"hhea", 34)
        widths = list(self._read(f">{'Hh' * long}", b"hmtx", 0))[::2]
        return widths + widths[-1:] * (count - long)

    def _cmap(self) -> Iterator[tuple[int, int]]:
        """Yield each letter with its glyph, from the table of format 4 that our files have."""
        (count,) = self._read(">H", b"cmap", 2)
        (at,) = {
            self._read(">HHL", b"cmap", 4 + 8 * each)[2] for each in range(count)
        }  # every entry of ours leads to the one table
        (form, _, _, doubled) = self._read(">4H", b"cmap", at)
        if form != 4:  # noqa: PLR2004  the number of the format
            raise ValueError(f"{self.name}: a character map of format {form}; subset it anew")
        n = doubled // 2
        ends = self._read(f">{n}H", b"cmap", at + 14)
        starts = self._read(f">{n}H", b"cmap", at + 16 + 2 * n)
        deltas = self._read(f">{n}H", b"cmap", at + 16 + 4 * n)
        ranges = at + 16 + 6 * n
        for place, (start, end, delta) in enumerate(zip(starts, ends, deltas, strict=True)):
            (offset,) = self._read(">H", b"cmap", ranges + 2 * place)
            for letter in range(start, end + 1):
                glyph = letter
                if offset:
                    where = ranges + 2 * place + offset + 2 * (letter - start)
                    (glyph,) = self._read(">H", b"cmap", where)
                    if not glyph:
                        continue
                glyph = (glyph + delta) & 0xFFFF
                if glyph:
                    yield letter, glyph

    def _letters(self) -> str:
        """Return the table by which a reader finds the letter of a glyph: to search and copy."""
        letters = {glyph: letter for letter, glyph in sorted(self._glyphs.items(), reverse=True)}
        rows = [f"<{glyph:04x}> <{letter:04x}>" for glyph, letter in sorted(letters.items())]
        cuts = [*range(0, len(rows), 100), len(rows)]
        blocks = "\n".join(
            f"{end - begin} beginbfchar\n{chr(10).join(rows[begin:end])}\nendbfchar"
            for begin, end in pairwise(cuts)
        )
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CMapName /letters def /CMapType 2 def\n"
            "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
            f"{blocks}\nendcmap CMapName currentdict /CMap defineresource pop end end"
        )


def plain(text: str) -> str:
    """Return a text as it is set: composed letters, and nothing that steers how others show."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        each for each in composed if each == "\n" or unicodedata.category(each)[0] != "C"
    )


def _tables(data: bytes) -> Iterator[tuple[bytes, int]]:
    (count,) = struct.unpack_from(">H", data, 4)
    for place in range(count):
        name, _, at, _ = struct.unpack_from(">4s3L", data, 12 + 16 * place)
        yield name, at
