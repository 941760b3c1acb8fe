"""What two linked cases have in common: the hold, the highest level, one set of clocks."""

# Rule 1: one case is changed by a press; the other by a timer that is put in the same commit. It
#         looks at the first case as it stands then, so that a repeat of it changes nothing.
# Rule 2: a case counts what is the other's own, never what the other has from a link: a hold that
#         ends in both ends.
# Rule 3: whoever may not read the other case sees no link and is told of none.
# Rule 4: no hold ends because a link is undone. What ended it here before was said of this case
#         alone, so it is asked anew.

from datetime import datetime

from bot.dialogs.card import Button, Field, Tone
from bot.dialogs.flags import Level
from bot.dialogs.words import button, card, words
from bot.fsm.access.readers import may_take
from bot.fsm.case import Case, CaseStage
from bot.fsm.deeds import open_button
from bot.fsm.effects import Effect, Look, Say, Stepped
from bot.fsm.hours import clock_time
from bot.fsm.known.facts import live_links, own_hold
from bot.fsm.known.renewing import held_anew
from bot.fsm.linked import Link, LinkChanged, Linked, LinkEvent, Mirror, Unlinked
from bot.fsm.school import School

__all__ = [
    "LOOK",
    "carried_by",
    "link_buttons",
    "link_event",
    "link_rows",
    "links_seen",
    "looks",
    "may_know",
    "mirror_of",
    "shown_level",
    "with_link",
]

LOOK = "linked."
"""How the timer begins by which a case looks at another: `YP-3M8T:linked.YP-7K3Q`."""

KEPT_FROM = ("recused", "around", "head_named", "named", "kept_from")
"""What of the other case says who may not know of it."""

SHARED = frozenset({"clock.police.0", "clock.takedown.0"})
"""The clocks that the older of two cases carries for both, where it runs them (ours).

None of a child: the first child of one report may be another than the first of the other.
"""


def mirror_of(case: Case) -> Mirror:
    """Return what a linked case is to know of this one."""
    return Mirror(
        level=case.level,
        hold=own_hold(case),
        opened_at=case.opened_at,
        closed=case.stage is CaseStage.CLOSED,
        recused=case.recused,
        around=case.around,
        head_named=case.head_named,
        named=case.named,
        kept_from=case.kept_from,
        clocks=tuple(sorted(name for name in case.wakes if name.startswith("clock."))),
    )


def with_link(school: School, case: Case, event: LinkEvent) -> Stepped:
    """Return the case after a link was made, undone or looked at anew; its owner is told."""
    kept = case.links.get(event.other)
    if isinstance(event, Linked):
        by, at, mirror = event.by, event.at, event.mirror
        holds = kept is not None and kept.holds
        made = Link(by=by, at=at, reason=event.reason, mirror=mirror, holds=holds)
    elif kept is None:
        return case, []
    elif isinstance(event, Unlinked):
        takes = kept.mirror.hold and not kept.undone and not own_hold(case)
        done = {"by": event.by, "at": event.at, "reason": event.reason, "undone": True}
        made = kept.model_copy(update={**done, "holds": kept.holds or takes})
        case = held_anew(case) if takes else case
    else:
        made = kept.model_copy(update={"mirror": event.mirror})
    case = case.model_copy(update={"links": {**case.links, event.other: made}})
    told = case.owner and case.owner != made.by and not isinstance(event, LinkChanged)
    if not told or not _sees(school, case, made, case.owner):
        return case, []
    opens = (open_button(case.ref),)
    said = card("links_changed", case=case.ref, buttons=opens)
    return case, [Say(to=case.owner, card=said)]


def looks(before: Case, case: Case) -> list[Effect]:
    """Return what lets the linked cases look at this one, where they have something to see."""
    if not case.links:
        return []
    same = mirror_of(before) == mirror_of(case)
    return [
        Look(to=other)
        for other, link in case.links.items()
        if before.links.get(other) != link or (not same and not link.undone)
    ]


def link_event(case: Case, other: Case) -> LinkEvent | None:
    """Return what `case` notes as it looks at `other`; None where it knows already."""
    theirs, ours = other.links.get(case.ref), case.links.get(other.ref)
    if theirs is None:
        return None
    mirror = mirror_of(other)
    if ours is None or theirs.at > ours.at:
        by, at, why = theirs.by, theirs.at, theirs.reason
        if not theirs.undone:
            return Linked(other=other.ref, by=by, at=at, reason=why, mirror=mirror)
        undone = Unlinked(other=other.ref, by=by, at=at, reason=why)
        return undone if ours is not None else None
    return LinkChanged(other=other.ref, mirror=mirror) if ours.mirror != mirror else None


def links_seen(school: School, case: Case, by: str) -> dict[str, Link]:
    """Return the links that somebody may know of: those to cases that they may read."""
    return {ref: link for ref, link in live_links(case).items() if _sees(school, case, link, by)}


def may_know(school: School, case: Case, ref: str, by: str) -> bool:
    """Return whether somebody may know that a case is or was linked to `ref`."""
    return ref in case.links and _sees(school, case, case.links[ref], by)


def link_buttons(school: School, case: Case, by: str) -> tuple[Button, ...]:
    """Return what can be done about links: make one, and undo one that `by` may know of."""
    make = button("link", f"deed.{case.ref}.link", Tone.QUIET)
    undo = button("unlink", f"deed.{case.ref}.unlink", Tone.QUIET)
    return (make, undo) if links_seen(school, case, by) else (make,)


def _sees(school: School, case: Case, link: Link, by: str) -> bool:
    there = {name: getattr(link.mirror, name) for name in KEPT_FROM}
    return may_take(school, case.model_copy(update=there), by)


def shown_level(school: School, case: Case, by: str) -> Level:
    """Return the highest level of a case and of those linked to it, as far as `by` may know."""
    seen = links_seen(school, case, by).values()
    return max([case.level, *(link.mirror.level for link in seen)])


def carried_by(school: School, case: Case, name: str) -> str:
    """Return the older open case that runs this clock for both, or ''.

    None does where the owner may not know of it: they would miss a nudge and never learn why.
    """
    if name not in SHARED:
        return ""
    for ref, link in links_seen(school, case, case.owner).items():
        older = (link.mirror.opened_at, ref) < (case.opened_at, case.ref)
        if older and not link.mirror.closed and name in link.mirror.clocks:
            return ref
    return ""


def link_rows(school: School, case: Case, by: str, now: datetime) -> tuple[Field, ...]:
    """Return a row for each link that `by` may know of, with what the other case carries."""
    say = words().phrases
    rows: list[Field] = []
    for ref, link in links_seen(school, case, by).items():
        clocks = [name for name in link.mirror.clocks if carried_by(school, case, name) == ref]
        names = dict.fromkeys(say[f"due_{name.split('.')[1]}"] for name in clocks)
        text = say["link_row"].format(
            ref=ref,
            level=words().levels[link.mirror.level.name],
            reason=link.reason,
            who=school.name_of(link.by),
            time=clock_time(link.at, now),
        )
        if names:
            text += " " + say["link_clocks"].format(what="; ".join(names), ref=ref)
        rows.append(Field(label=say["label_linked"], text=text))
    return tuple(rows)
