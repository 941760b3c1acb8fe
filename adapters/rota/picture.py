"""The rota as a picture to pin up: a row for each day, a bar with a name for each duty."""

# Rule 1: it can be read in black and white: every bar has a name or initials, a gap its own frame.
# Rule 2: it stands for itself: no script, no font, no address. Nothing about a case is in it.

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import cycle

from adapters.rota.stretch import Stretch, cure_of, told, when
from bot.fsm.on_call import on_call_at
from bot.record.markup import Markup, tag
from bot.rota.spans import Span
from bot.rota.wall import starts_at

__all__ = ["as_page", "as_svg"]

WIDTH, LEFT, RIGHT, TOP, ROW = 960, 96, 12, 56, 24
COLOURS = ("#cfe3f5", "#fde2b8", "#d3edd3", "#eadcf4", "#fbd5d5", "#d9eeee", "#f3efc4", "#e3e3e3")
GAP = "#ffffff"
PER_LETTER = 6.6
HOURS = range(0, 25, 3)
STYLE = (
    "body{font:14px/1.4 system-ui,sans-serif;margin:1.5rem;color:#111}svg{max-width:100%}"
    "table{border-collapse:collapse}td,th{border:1px solid #999;padding:.2rem .5rem}"
    "td,th{text-align:left}"
    "@media print{body{margin:0}tr{break-inside:avoid}}"
)
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def as_svg(stretch: Stretch) -> str:
    """Return the picture by itself."""
    return f"{_picture(stretch)}\n"


def as_page(stretch: Stretch) -> str:
    """Return a page to print: the picture, the gaps, and the same as a table."""
    title = f"{stretch.school.name}: who has it"
    gaps = [
        tag("li", f"{told(stretch.school, gap)}. {cure_of(stretch.school, gap)}")
        for gap in stretch.gaps
    ]
    head = [
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("title", title),
        tag("style", Markup(STYLE)),
    ]
    body = [
        tag("h1", title),
        _picture(stretch, titled=False),
        tag("h2", "Nobody has it"),
        tag("ul", gaps) if gaps else tag("p", "No gaps."),
        tag("h2", "The same as a table"),
        tag("table", [_cells("th", ("From", "Until", "Has it", "Rings", "Then")), *_rows(stretch)]),
    ]
    page = tag("html", tag("head", head), tag("body", body), lang="en-GB")
    return f"<!doctype html>\n{page}\n"


def _rows(stretch: Stretch) -> Iterator[Markup]:
    for span in stretch.spans:
        on, then = stretch.names(span.duty.on) or "NOBODY", stretch.names(span.duty.then)
        on = f"{on} ({mark})" if (mark := stretch.mark(span)) else on
        rings = on_call_at(stretch.school, span.starts)
        yield _cells("td", (when(span.starts), when(span.ends), on, rings, then))


def _cells(name: str, texts: tuple[str, ...]) -> Markup:
    return tag("tr", [tag(name, text) for text in texts])


def _picture(stretch: Stretch, *, titled: bool = True) -> Markup:
    title = f"{stretch.school.name}: who has it"
    days = (stretch.last - stretch.first).days + 1
    people = tuple(dict.fromkeys(one for span in stretch.spans for one in span.duty.on))
    colours = dict(zip(people, cycle(COLOURS), strict=False))
    bottom = TOP + ROW * days
    parts = [
        *([_text(title, LEFT, 18, font_weight="bold")] if titled else []),
        *_legend(stretch, colours),
        *_hours(bottom),
        *(part for number in range(days) for part in _day(stretch, number, colours)),
    ]
    return tag(
        "svg",
        parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {bottom + 8}",
        font_family="system-ui, sans-serif",
        font_size="12",
        role="img",
        aria_label=f"{title}, from {stretch.first} to {stretch.last}",
    )


def _legend(stretch: Stretch, colours: dict[str, str]) -> Iterator[Markup]:
    x = float(LEFT)
    for one, colour in colours.items():
        name = f"{_initials(stretch.school.name_of(one))} {stretch.school.name_of(one)}"
        yield _box(x, 26, 12, 12, colour)
        yield _text(name, x + 16, 36)
        x += 28 + PER_LETTER * len(name)
    if any(stretch.mark(span) for span in stretch.spans):
        yield _text("* agreed in chat", x, 36)


def _hours(bottom: int) -> Iterator[Markup]:
    for hour in HOURS:
        x = LEFT + (WIDTH - LEFT - RIGHT) * hour / 24
        yield _text(f"{hour:02}", x, TOP - 4, text_anchor="middle", fill="#555")
        line = {"x1": x, "x2": x, "y1": TOP, "y2": bottom}
        yield tag("line", stroke="#ccc", **{key: f"{at:.1f}" for key, at in line.items()})


def _day(stretch: Stretch, number: int, colours: dict[str, str]) -> Iterator[Markup]:
    day, y = stretch.first + timedelta(days=number), TOP + ROW * number
    starts = starts_at(datetime.combine(day, time.min))
    ends = starts_at(datetime.combine(day + timedelta(days=1), time.min))
    long = (ends - starts) // timedelta(hours=1)
    yield _text(f"{day:%a} {day.day} {day:%b}", 8, y + 16)
    if long != 24:  # noqa: PLR2004  the two days on which clocks change
        yield _text(f"{long} h", 68, y + 16, fill="#a00")
    for span in stretch.spans:
        begins, stops = max(span.starts, starts), min(span.ends, ends)
        if begins < stops:
            width = WIDTH - LEFT - RIGHT
            x = LEFT + width * ((begins - starts) / (ends - starts))
            wide = width * ((stops - begins) / (ends - starts))
            yield _bar(stretch, span, (x, y + 2, wide), colours)


def _bar(
    stretch: Stretch, span: Span, place: tuple[float, float, float], colours: dict[str, str]
) -> Markup:
    x, y, width = place
    names = [stretch.school.name_of(one) for one in span.duty.on]
    whole, short = ", ".join(names) or "NOBODY", "+".join(map(_initials, names)) or "!"
    named, rings = whole, on_call_at(stretch.school, span.starts)
    if mark := stretch.mark(span):
        named, short, whole = f"{named}*", f"{short}*", f"{whole} * ({mark})"
    texts = (f"{named} · {rings}" if rings and names else named, named, short)
    fits = [text for text in texts if len(text) * PER_LETTER + 8 <= width]
    inside = [
        tag("title", f"{when(span.starts)} to {when(span.ends)}: {whole}"),
        _box(x, y, width, ROW - 4, colours[span.duty.on[0]] if names else GAP, gap=not names),
        *([_text(fits[0], x + 4, y + 14)] if fits else []),
    ]
    return tag("g", inside)


def _box(
    x: float, y: float, width: float, height: float, fill: str, *, gap: bool = False
) -> Markup:
    frame = {"stroke": "#c00", "stroke_dasharray": "4 2"} if gap else {"stroke": "#666"}
    size = {"x": x, "y": y, "width": width, "height": height}
    return tag("rect", fill=fill, **frame, **{key: f"{each:.1f}" for key, each in size.items()})


def _text(text: str, x: float, y: float, **more: str) -> Markup:
    return tag("text", text, x=f"{x:.1f}", y=f"{y:.1f}", **more)


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isalpha())
