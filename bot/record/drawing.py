"""A drawing as shapes, before it is SVG on a page or lines on a sheet of paper."""

# Rule 1: it is points and words. It stands for itself: no script, no font, no address, no image.

from typing import NamedTuple, TypeAlias

__all__ = ["Box", "Drawing", "Label", "Mark", "Point", "Shape", "Stroke"]

Point: TypeAlias = tuple[float, float]


class Box(NamedTuple):
    """A filled rectangle. `look` is one of page.css; `title` says what it stands for."""

    x: float
    y: float
    width: float
    height: float
    look: str
    title: str = ""


class Stroke(NamedTuple):
    """A straight line."""

    start: Point
    end: Point
    look: str


class Label(NamedTuple):
    """A word that begins at a point of its base line."""

    text: str
    x: float
    y: float
    look: str = ""


class Mark(NamedTuple):
    """A filled outline of `points` round a middle."""

    points: tuple[Point, ...]
    x: float
    y: float
    look: str
    title: str


Shape: TypeAlias = Box | Stroke | Label | Mark


class Drawing(NamedTuple):
    """Shapes on a sheet of `width` and `height`, from the top left; `told` is it in words."""

    width: float
    height: float
    told: str
    shapes: tuple[Shape, ...]
