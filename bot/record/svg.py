"""A drawing as SVG."""

from typing import assert_never

from bot.record.drawing import Box, Drawing, Label, Mark, Shape, Stroke
from bot.record.markup import Markup, tag

__all__ = ["as_svg"]


def as_svg(drawing: Drawing) -> Markup:
    """Return a drawing for a page; page.css gives its looks."""
    return tag(
        "svg",
        list(map(_shape, drawing.shapes)),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {drawing.width} {drawing.height}",
        role="img",
        aria_label=drawing.told,
        class_="course",
    )


def _shape(shape: Shape) -> Markup:
    match shape:
        case Box(x, y, width, height, look, title):
            bar = {"x": str(x), "y": str(y), "width": str(width), "height": str(height)}
            return tag("rect", tag("title", title), class_=look, **bar)
        case Stroke((x1, y1), (x2, y2), look):
            return tag("line", x1=str(x1), x2=str(x2), y1=str(y1), y2=str(y2), class_=look)
        case Label(text, x, y, look):
            styled = {"class": look} if look else {}
            return tag("text", text, x=str(x), y=str(y), **styled)
        case Mark(points, x, y, look, title):
            outline = "L".join(f"{across:g},{down:g}" for across, down in points)
            where = f"translate({x},{y})"
            return tag("path", tag("title", title), d=f"M{outline}z", transform=where, class_=look)
        case _:
            assert_never(shape)
