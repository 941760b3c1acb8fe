"""The record as plain text: a summary to paste, and one child's written referral."""

# Rule 1: nothing is made up. A line that has no answer says so, and all gaps stand at the end.
# Rule 2: what was typed never begins a line, so that no text can pass for a heading.

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from bot.record.chronology import Chronology, Fact, Kind, Row
from bot.record.wording import FormLine, record_words, say

__all__ = ["as_referral", "as_summary"]

DONE = (Kind.ALERT, Kind.TAKEN, Kind.NUDGE)


def as_summary(record: Chronology) -> str:
    """Return a short record in plain text, for the school's own system (CPOMS, MyConcern)."""
    about = record.about
    heads = [say("summary_title", reference=about.reference, about=about.title)]
    if about.named:
        heads.append(f"{say('named')}: {_inline(about.named)}")
    heads += [
        f"{say('school')}: {record.school}",
        f"{say('raised')}: {record.opened_local}",
        f"{say('level')}: {record_words().levels[record.level]}",
        f"{say('stage')}: {record.stage}; {say('owner').lower()} {record.owner}",
    ]
    if about.others:
        heads.append(f"{say('others')}: {'; '.join(about.others)}")
    heads += _shared(record)
    blocks = [
        "\n".join(heads),
        _block("summary_facts", (_fact(record, each) for each in record.facts)),
        _block("summary_decided", _told(record, Kind.DECISION, Kind.SIGN_OFF)),
        _block("summary_done", _told(record, *DONE)),
        _block("summary_corrected", _told(record, Kind.CORRECTION)),
        _block(
            "summary_not_known",
            (_labelled(record, each.child, each.label) for each in record.not_known),
        ),
        say("summary_foot"),
        say("times"),
        *_anchor(record),
    ]
    return "\n\n".join(blocks) + "\n"


def as_referral(record: Chronology) -> str:
    """Return the text for one child's written referral; it names what is missing.

    Raises:
        ValueError: the record is about the whole case; compile it for one child.
    """
    about = record.about
    if about.child is None:
        message = f"case {about.reference}: a referral is for one child; compile it with `child`"
        raise ValueError(message)
    facts = {fact.key: fact for fact in record.facts}
    lines, gaps = [], []
    for line in record_words().referral:
        fact = _found(facts, line)
        if fact is None or fact.unknown:
            gaps.append(line.label)
        lines.append(f"{line.label}: {_filled(fact)}")
    shut = say("referral_gaps", names="; ".join(gaps)) if gaps else say("referral_no_gaps")
    title = say("referral_title", reference=about.reference, about=about.title)
    heads = [title, f"{say('school')}: {record.school}", *_shared(record)]
    foot = [shut, say("referral_foot"), say("times"), *_anchor(record)]
    return "\n\n".join("\n".join(part) for part in (heads, lines, foot)) + "\n"


def _found(facts: dict[str, Fact], line: FormLine) -> Fact | None:
    """Return the first answer that is known; else the first "not known"; else None."""
    given = [facts[key] for key in line.keys if key in facts]
    return next((fact for fact in given if not fact.unknown), given[0] if given else None)


def _filled(fact: Fact | None) -> str:
    if fact is None:
        return say("referral_missing")
    if fact.unknown:
        return say("referral_unknown", when=fact.local)
    return say("answer_by", text=_marked(fact), who=fact.who, when=fact.local)


def _block(name: str, lines: Iterator[str]) -> str:
    return "\n".join([say(name), *(f"- {line}" for line in list(lines) or [say("none")])])


def _fact(record: Chronology, fact: Fact) -> str:
    said = say("answer_by", text=_marked(fact), who=fact.who, when=fact.local)
    return f"{_labelled(record, fact.child, fact.label)}: {said}"


def _told(record: Chronology, *kinds: Kind) -> Iterator[str]:
    """Yield a line a row; alerts that came one after the other share a line."""
    for kind, run in groupby(record.of_kind(*kinds), lambda row: row.kind):
        rows = list(run)
        lines = [_line(record, row) for row in rows]
        yield from [_alerts(rows)] if kind is Kind.ALERT else lines


def _line(record: Chronology, row: Row) -> str:
    parts = [_labelled(record, row.child, row.what)]
    if row.answer:
        parts.append(_marked(row))
    if row.before:
        parts.append(say("before", text=_inline(row.before), when=row.before_local))
    return f"{row.local}, {row.who}: {'. '.join(parts)}"


def _alerts(rows: list[Row]) -> str:
    first, last = rows[0].local, rows[-1].local
    when = first if first == last else say("until", first=first, last=last)
    counted = Counter(row.what for row in rows)
    told = (
        say("times_over", text=what, n=str(n)) if n > 1 else what for what, n in counted.items()
    )
    return f"{when}: {'; '.join(told)}"


def _shared(record: Chronology) -> list[str]:
    names = [say("names_note")] if record.about.child is not None else []
    shared = [say("shared_note", mark=say("shared_mark"))] if record.has_shared else []
    return [*names, *shared]


def _anchor(record: Chronology) -> list[str]:
    if not record.anchor:
        return []
    return [f"{say('anchor')}: {say('anchor_row', words=record.anchor, n=str(record.entries))}"]


def _labelled(record: Chronology, child: int, label: str) -> str:
    several = child and record.about.children > 1
    return f"{say('child', n=str(child)).capitalize()}: {label}" if several else label


def _marked(each: Fact | Row) -> str:
    text = _inline(each.answer)
    return f"{say('shared_mark')} {text}" if each.shared else text


def _inline(text: str) -> str:
    return " / ".join(line.strip() for line in text.splitlines() if line.strip())
