"""The tables and the scripts as Mermaid, for `docs/`. A picture is made from what runs."""

# Rule 1: same tables, same picture, to the letter: a stale one is found by comparing.

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from bot.dialogs.script import Question, Script, Section
from bot.fsm.draw.access import access_page
from bot.fsm.lives.case import CASE_LIFE
from bot.fsm.lives.conversation import CONVERSATION_LIFE
from bot.fsm.lives.machine import Life

__all__ = ["MADE", "draw_life", "draw_script", "pictures"]

S = TypeVar("S", bound=StrEnum)

MADE = "<!-- Made by `handrail draw`. Change the table, not the picture. -->"


def pictures(scripts: Iterable[Script]) -> dict[str, str]:
    """Return every page by the name of its file: both lives, who may do what, each script."""
    found = {
        "case.md": draw_life("The life of a case", CASE_LIFE),
        "conversation.md": draw_life("The life of a conversation", CONVERSATION_LIFE),
        "access.md": access_page(MADE),
    }
    for script in scripts:
        found[f"script-{script.id}.md"] = draw_script(script)
    return found


def draw_life(title: str, life: Life[S]) -> str:
    """Return a table of moves as a state diagram; moves between the same stages share an arrow."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for move in life.moves:
        arrows.setdefault((move.source.value, move.dest.value), []).append(move.name)
    lines = [f"    [*] --> {life.initial.value}"]
    lines += [f"    {a} --> {b}: {', '.join(names)}" for (a, b), names in arrows.items()]
    return _page(title, "stateDiagram-v2", lines)


def draw_script(script: Script) -> str:
    """Return a script as a flow chart: its sections, and what each question is asked after.

    A dotted arrow leads from an answer to the questions that are asked only because of it.
    """
    lines: list[str] = []
    for section in script.sections:
        how = " (offered)" if section.offered else ""
        how = " (on request)" if section.on_request else how
        lines.append(f'    subgraph {section.id}["{_safe(section.title)}{how}"]')
        lines += _steps(script, section)
        lines.append("    end")
    lines += [f"    {a.id} --> {b.id}" for a, b in pairwise(script.sections)]
    for section in script.sections:
        lines += _gates(script, section.id, section.only)
        for name in section.questions:
            lines += _gates(script, _node(section, name), script.question(name).only)
    return _page(script.title, "flowchart TD", lines)


def _node(section: Section, question: str) -> str:
    """Return the name of a question's box: one that stands in two sections has two."""
    return f"{section.id}.{question}".replace(".", "_")


def _steps(script: Script, section: Section) -> Iterator[str]:
    for name in section.questions:
        yield f'        {_node(section, name)}["{_label(script.question(name))}"]'
    for before, after in pairwise(section.questions):
        yield f"        {_node(section, before)} --> {_node(section, after)}"


def _label(question: Question) -> str:
    lines = [f"{question.ref} {question.text}"]
    if question.each_child:
        lines.append("for each child")
    if question.when:
        lines.append(f"when {question.when}")
    lines += [
        f"{option.id}: {', '.join(flag.value for flag in option.raises)}"
        for option in question.options
        if option.raises
    ]
    if question.raises:
        lines.append(f"judged by {question.raises}")
    return "<br/>".join(_safe(line) for line in lines)


def _gates(script: Script, target: str, only: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for source, allowed in only.items():
        asked_in = next((each for each in script.sections if source in each.questions), None)
        where = _node(asked_in, source) if asked_in else source.replace(".", "_")  # a fact
        yield f'    {where} -. "{", ".join(allowed)}" .-> {target}'


def _safe(text: str) -> str:
    """Return text that Mermaid shows as it is."""
    return text.replace("&", "and").replace('"', "'").replace("<", "(").replace(">", ")")


def _page(title: str, kind: str, lines: list[str]) -> str:
    body = "\n".join([kind, *lines])
    return f"{MADE}\n\n# {title}\n\n```mermaid\n{body}\n```\n"
