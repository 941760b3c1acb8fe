"""A stretch of a rota as it is printed: who has it from when until when, and its gaps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.fsm.hours import local
from bot.fsm.on_call import on_call_at
from bot.fsm.school import School
from bot.rota.gaps import Gap, holes_between, line_for
from bot.rota.model import Agreed
from bot.rota.spans import Span, spans_between
from bot.rota.wall import starts_at

__all__ = ["Stretch", "as_object", "as_table", "cure_of", "stretch_of", "told", "when"]


HEAD = ("From", "Until", "Has it", "Rings", "Then", "Line")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole local days of one school's rota, from `first` to `last`, both included."""

    school: School
    first: date
    last: date
    spans: tuple[Span, ...]
    gaps: tuple[Gap, ...]

    def agreed(self, span: Span) -> tuple[Agreed, ...]:
        """Return what was agreed in chat and holds then, the oldest first."""
        on = set(span.duty.on)
        return tuple(
            each
            for each in self.school.rota.agreed
            if any(one.holds(span.starts) and {one.who, one.instead_of} & on for one in each.covers)
        )

    def mark(self, span: Span) -> str:
        """Return who has it by agreement, for whom, and when it was agreed; '' where nobody."""
        if not (made := self.agreed(span)):
            return ""
        last = made[-1]
        one = next(each for each in last.covers if each.holds(span.starts))
        instead = f" for {self.school.name_of(one.instead_of)}" if one.instead_of else ""
        return f"chat: {self.school.name_of(one.who)}{instead}, agreed {when(last.at)}"

    def names(self, people: tuple[str, ...]) -> str:
        """Return names, in order."""
        return ", ".join(self.school.name_of(each) for each in people)


def stretch_of(school: School, first: date, days: int) -> Stretch:
    """Return so many days of a rota, from the first minute of `first` on."""
    starts = starts_at(datetime.combine(first, time.min))
    ends = starts_at(datetime.combine(first + timedelta(days=days), time.min))
    return Stretch(
        school,
        first,
        first + timedelta(days=days - 1),
        tuple(spans_between(school, starts, ends)),
        tuple(holes_between(school, starts, ends)),
    )


def when(at: datetime) -> str:
    """Return a moment as it is printed: `Fri 6 Nov 15:30`, local."""
    here = local(at)
    return f"{here:%a} {here.day} {here:%b %H:%M}"


def told(school: School, gap: Gap) -> str:
    """Return a gap in words: when, how often, and who is away."""
    often = "" if gap.times == 1 else f", and {gap.times - 1} more like it"
    names = " and ".join(school.name_of(each) for each in gap.away)
    why = f" ({names} away)" if names else ""
    return f"{when(gap.starts)} to {when(gap.ends)} ({local(gap.starts):%Y}){why}{often}"


def cure_of(school: School, gap: Gap) -> str:
    """Return what to write to fill a gap."""
    if gap.away:
        starts, ends = (f"{local(at):%Y-%m-%d %H:%M}" for at in (gap.starts, gap.ends))
        return f'Add schools.cover: who = "...", starts = "{starts}", ends = "{ends}".'
    hours, kinds = line_for(school, gap)
    named = ", ".join(f'"{kind}"' for kind in kinds)
    return f'Add a line to schools.rota: hours = "{hours}", on = [{named}].'


def as_object(stretch: Stretch) -> dict[str, object]:
    """Return the stretch for scripts. Times are UTC."""
    return {
        "id": stretch.school.id,
        "name": stretch.school.name,
        "rota": bool(stretch.school.rota.lines),
        "spans": [
            {
                "starts": _utc(each.starts),
                "ends": _utc(each.ends),
                "on": list(each.duty.on),
                "then": list(each.duty.then),
                "away": list(each.duty.away),
                "line": each.duty.line,
                "number": on_call_at(stretch.school, each.starts),
                "agreed": [
                    {"by": one.by, "agreed_by": one.agreed_by, "at": _utc(one.at)}
                    for one in stretch.agreed(each)
                ],
            }
            for each in stretch.spans
        ],
        "gaps": [
            {
                "starts": _utc(each.starts),
                "ends": _utc(each.ends),
                "times": each.times,
                "away": list(each.away),
                "cure": cure_of(stretch.school, each),
            }
            for each in stretch.gaps
        ],
    }


def as_table(stretch: Stretch) -> Iterator[str]:
    """Yield the lines of the table for people. Times are the school's own."""
    days = f"{_day(stretch.first)} to {_day(stretch.last)}"
    yield f"{stretch.school.name}: who has it, {days}"
    if not stretch.school.rota.lines:
        yield "There is no rota: the DSL is asked first at all times. Add schools.rota for shifts."
    rows = [HEAD, *(_row(stretch, s) for s in stretch.spans)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD) - 1)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=False))
        yield "  ".join((*cells, row[-1])).rstrip()
    for gap in stretch.gaps:
        yield f"GAP  {told(stretch.school, gap)}. {cure_of(stretch.school, gap)}"
    yield f"Kinds of gap to mend: {len(stretch.gaps)}." if stretch.gaps else "No gaps."


def _row(stretch: Stretch, span: Span) -> tuple[str, ...]:
    duty = span.duty
    on = stretch.names(duty.on) or "NOBODY"
    then = stretch.names(duty.then)
    line = "; ".join(part for part in (duty.line, stretch.mark(span)) if part)
    rings = on_call_at(stretch.school, span.starts)
    return when(span.starts), when(span.ends), on, rings, then, line


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
