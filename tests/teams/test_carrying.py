"""What a button carries comes back as it was, by either kind of action."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.teams.carrying import CONTENT, OURS, Carried, carried_by, data_of
from bot.dialogs.card import FormKind


@pytest.mark.parametrize(
    ("form", "typed", "content"),
    [
        (None, "words left in the form", None),
        (FormKind.TEXT, "Room 4, not 5", "Room 4, not 5"),
        (FormKind.TEXT, "", ""),
        (FormKind.MULTI, "a,b", ("a", "b")),
        (FormKind.MULTI, "", ()),
    ],
)
def test_what_goes_out_comes_back(form: FormKind | None, typed: str, content: Any) -> None:
    data = {**data_of("school", "q.17.form", form), CONTENT: typed}

    assert carried_by(data) == Carried("school", "q.17.form", content)


@pytest.mark.parametrize(
    "data", [{}, {OURS: None}, {OURS: "x"}, {OURS: {"school": "school"}}, {OURS: {"value": 5}}]
)
def test_what_is_none_of_ours_is_nothing(data: dict[str, object]) -> None:
    assert carried_by(data) is None
