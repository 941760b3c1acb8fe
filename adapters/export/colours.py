"""The colours of the sheets, by the looks that page.css has too."""

from adapters.export.paper import BLACK, Colour

__all__ = ["GREY", "LOOKS", "RED", "colour_of"]


def _colour(code: str) -> Colour:
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return round(red, 3), round(green, 3), round(blue, 3)


GREY = _colour("444444")
RED = _colour("8a1c1c")
BLUE = _colour("1f4e79")
LOOKS = {
    "level RECORD": _colour("d9d9d9"),
    "level URGENT": _colour("f3d27a"),
    "level IMMEDIATE": _colour("e08a3c"),
    "level EMERGENCY": RED,
    "on EMERGENCY": _colour("ffffff"),
    "lane": _colour("cccccc"),
    "day": _colour("999999"),
    "date": _colour("333333"),
    "alert": RED,
    "taken": _colour("1b6b3a"),
    "sign_off": _colour("1b6b3a"),
    "nudge": _colour("7a5a00"),
    "said": BLUE,
    "noted": BLUE,
    "decision": BLUE,
    "correction": BLUE,
}
"""Dark enough on white to be read in black and white too."""


def colour_of(look: str) -> Colour:
    """Return the colour of a look."""
    return LOOKS.get(look, BLACK)
