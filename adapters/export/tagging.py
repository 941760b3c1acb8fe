"""In which order a document is read aloud, and where its parts begin."""

from dataclasses import dataclass, field
from itertools import pairwise

import pydyf

__all__ = ["Element", "add_contents", "add_order"]


@dataclass(eq=False, slots=True)
class Element:
    """A part of the document as it is read aloud: its kind, what is in it, or it in words."""

    kind: str
    told: str = ""
    scope: str = ""
    inside: list["Element | tuple[int, int]"] = field(default_factory=list)

    def put(self, kind: str, *, told: str = "", scope: str = "") -> "Element":
        """Add a part to it, and return that part."""
        made = Element(kind, told, scope)
        self.inside.append(made)
        return made


def add_order(
    pdf: pydyf.PDF,
    root: Element,
    tags: list[list[Element]],
    pages: list[pydyf.Dictionary],
) -> pydyf.Dictionary:
    """Add the order of reading to a document."""
    top = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(top)
    kept: dict[int, pydyf.Dictionary] = {}

    def add(element: Element, parent: pydyf.Dictionary) -> pydyf.Dictionary:
        made = pydyf.Dictionary(
            {"Type": "/StructElem", "S": f"/{element.kind}", "P": parent.reference}
        )
        pdf.add_object(made)
        kept[id(element)] = made
        if element.told:
            made["Alt"] = pydyf.String(element.told)
        if element.scope:
            made["A"] = pydyf.Dictionary({"O": "/Table", "Scope": f"/{element.scope}"})
        made["K"] = pydyf.Array(
            add(each, made).reference
            if isinstance(each, Element)
            else pydyf.Dictionary({"Type": "/MCR", "Pg": pages[each[0]].reference, "MCID": each[1]})
            for each in element.inside
        )
        return made

    top["K"] = add(root, top).reference
    rows = pydyf.Array()
    for number, elements in enumerate(tags):
        rows += [number, pydyf.Array(kept[id(each)].reference for each in elements)]
    top["ParentTree"] = pydyf.Dictionary({"Nums": rows})
    top["ParentTreeNextKey"] = len(tags)
    return top


def add_contents(
    pdf: pydyf.PDF, marks: list[tuple[str, int, float]], pages: list[pydyf.Dictionary]
) -> pydyf.Dictionary:
    """Add the list of contents to a document."""
    whole = pydyf.Dictionary({"Type": "/Outlines", "Count": len(marks)})
    pdf.add_object(whole)
    made = [
        pydyf.Dictionary(
            {
                "Title": pydyf.String(name),
                "Parent": whole.reference,
                "Dest": pydyf.Array([pages[sheet].reference, "/XYZ", 0, round(up, 2), 0]),
            }
        )
        for name, sheet, up in marks
    ]
    for each in made:
        pdf.add_object(each)
    for one, after in pairwise(made):
        one["Next"], after["Prev"] = after.reference, one.reference
    if made:
        whole["First"], whole["Last"] = made[0].reference, made[-1].reference
    return whole
