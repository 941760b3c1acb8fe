"""What each person has on their screen, and what of it outlives the process."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from adapters.playground.panes import KEPT, UNKEPT, Panes, Shown
from bot.dialogs.card import Card, CardKind, Field

AT = datetime(2026, 11, 9, 12, 0, tzinfo=UTC)


def panes(folder: Path) -> Panes:
    return Panes(folder, lambda: AT)


def card(text: str, kind: CardKind = CardKind.NOTICE, *fields: Field) -> Card:
    return Card(name="any", kind=kind, text=text, fields=fields)


def texts(shown: tuple[Shown, ...]) -> list[str]:
    return [each.card.text if each.card else each.words for each in shown]


SECRET = Field(label="Which child", text="a name")


def test_a_message_is_added_and_an_edit_takes_its_place(tmp_path: Path) -> None:
    shown = panes(tmp_path)

    first = shown.show("s", "sam", card("one"), key="1")
    shown.show("s", "sam", card("two"), key="2")
    edited = shown.show("s", "sam", card("one, changed"), key="3", edit=first)

    assert edited == first
    assert texts(shown.of("s")) == ["one, changed", "two"]


def test_the_same_key_again_is_the_same_message(tmp_path: Path) -> None:
    shown = panes(tmp_path)

    ids = {shown.show("s", "sam", card("one"), key="1") for _ in range(3)}

    assert len(ids) == 1
    assert texts(shown.of("s")) == ["one"]


def test_a_crash_before_the_receipt_was_kept_does_not_show_a_message_twice(tmp_path: Path) -> None:
    before = panes(tmp_path).show("s", "sam", card("one"), key="1")

    after = panes(tmp_path)
    again = after.show("s", "sam", card("one"), key="1")

    assert again == before
    assert texts(after.of("s")) == ["one"]


def test_a_late_repeat_does_not_undo_an_edit(tmp_path: Path) -> None:
    shown = panes(tmp_path)
    first = shown.show("s", "sam", card("asked"), key="1")
    shown.show("s", "sam", card("answered"), key="2", edit=first)

    again = shown.show("s", "sam", card("asked"), key="1")

    assert again == first
    assert texts(shown.of("s")) == ["answered"]


def test_a_card_that_always_has_the_same_key_shows_its_newest_state(tmp_path: Path) -> None:
    shown = panes(tmp_path)
    shown.show("s", "channel:dsl", card("nobody has it"), key="case:post")

    shown.show("s", "channel:dsl", card("somebody has it"), key="case:post")

    assert texts(shown.of("s")) == ["somebody has it"]


def test_an_edit_of_what_is_no_longer_shown_is_a_message_of_its_own(tmp_path: Path) -> None:
    shown = panes(tmp_path)

    shown.show("s", "sam", card("late"), key="9", edit="long-gone")

    assert texts(shown.of("s")) == ["late"]


def test_after_a_restart_everything_stands_where_it_stood_but_typed_words(tmp_path: Path) -> None:
    before = panes(tmp_path)
    before.show("s", "sam", card("question\u2028of two lines"), key="1")
    before.say("s", "sam", "Ava, year 8", key="2", lasting=False)
    before.say("s", "sam", "Not known", key="3", lasting=True)

    after = panes(tmp_path)

    assert texts(after.of("s")) == ["question\u2028of two lines", UNKEPT, "Not known"]
    assert "Ava" not in "".join(each.read_text("utf-8") for each in tmp_path.iterdir())


def test_what_is_private_is_never_written_down(tmp_path: Path) -> None:
    shown = panes(tmp_path)
    message = shown.show("s", "sam", card("check", CardKind.QUESTION, SECRET), key="1")

    view = shown.view("s", "sam", message)

    assert view is not None
    assert view.fields == (SECRET,)
    assert shown.of("s")[0].private
    assert "a name" not in "".join(each.read_text("utf-8") for each in tmp_path.iterdir())
    assert panes(tmp_path).view("s", "sam", message) is None


def test_an_edit_that_holds_nothing_private_closes_the_view(tmp_path: Path) -> None:
    shown = panes(tmp_path)
    message = shown.show("s", "sam", card("check", CardKind.QUESTION, SECRET), key="1")

    shown.show("s", "sam", card("sent"), key="2", edit=message)

    assert shown.view("s", "sam", message) is None


def test_a_torn_last_line_costs_only_itself(tmp_path: Path) -> None:
    panes(tmp_path).show("s", "sam", card("whole"), key="1")
    (file,) = tmp_path.iterdir()
    with file.open("ab") as end:
        end.write(b'{"id":"torn","pane":"s\xff')

    assert texts(panes(tmp_path).of("s")) == ["whole"]


def test_schools_and_strange_names_do_not_meet(tmp_path: Path) -> None:
    shown = panes(tmp_path)
    shown.show("../up", "sam", card("one"), key="1")
    shown.show("s", "sam", card("two"), key="1")

    assert texts(panes(tmp_path).of("../up")) == ["one"]
    assert texts(panes(tmp_path).of("s")) == ["two"]


def test_a_pane_that_grows_for_ever_lets_the_oldest_go(tmp_path: Path) -> None:
    shown = panes(tmp_path)
    for number in range(KEPT + 5):
        shown.show("s", "sam", card(str(number)), key=str(number))
    shown.show("s", "khan", card("another pane"), key="other")

    assert texts(shown.of("s"))[:2] == ["5", "6"]
    assert len(shown.of("s")) == KEPT + 1


def test_only_this_user_can_read_the_folder(tmp_path: Path) -> None:
    shown = panes(tmp_path / "new")
    shown.show("s", "sam", card("one"), key="1")

    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in (tmp_path / "new").iterdir())
