"""Everything public in the product says what it promises."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.tree import modules, named, parsed

LONGEST_FIRST_LINE = 90

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def public(node: Documented, name: str) -> Iterator[tuple[str, Documented]]:
    """Yield a module and, as deep as classes go, its public classes and functions.

    Names with an underscore are private, magic methods too; overrides and overloads say it once.
    """
    yield name, node
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    for child in node.body:
        if (
            isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and not child.name.startswith("_")
            and not says_it_elsewhere(child)
        ):
            yield from public(child, f"{name}:{child.lineno} {child.name}")


def says_it_elsewhere(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether the node is an override, an overload or a property's setter."""
    names = {ast.unparse(decorator).split(".")[-1] for decorator in node.decorator_list}
    return bool(names & {"overload", "override", "setter"})


def undocumented(tree: ast.Module, name: str) -> list[str]:
    """Return what has no docstring, or one whose first line is too long."""
    found = []
    for where, node in public(tree, name):
        text = ast.get_docstring(node)
        if text is None:
            found.append(f"{where}: no docstring")
        elif len(text.splitlines()[0]) >= LONGEST_FIRST_LINE:
            found.append(f"{where}: first line of {len(text.splitlines()[0])} characters")
    return found


def test_everything_public_says_what_it_promises() -> None:
    found = [
        line
        for path in modules("bot", "adapters")
        for line in undocumented(parsed(path), named(path))
    ]

    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "x = 1",
        '"""M."""\ndef f(): ...',
        '"""M."""\nasync def f(): ...',
        '"""M."""\nclass C: ...',
        '"""M."""\nclass C:\n    """C."""\n    def f(self): ...',
        f'"""{"long " * 20}"""',
    ],
)
def test_each_kind_of_silence_is_seen(source: str) -> None:
    assert len(undocumented(ast.parse(source), "m")) == 1


def test_what_is_private_or_said_elsewhere_may_be_silent() -> None:
    source = '''
"""M."""
def _f(): ...
class _P:
    def f(self): ...
class C:
    """C."""
    def __len__(self): ...
    @override
    def close(self): ...
'''

    assert undocumented(ast.parse(source), "m") == []
