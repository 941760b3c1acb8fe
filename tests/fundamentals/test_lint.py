"""What lint finds in content: every finding names the file, the place and the cure."""

import shutil
from pathlib import Path

import pytest

from bot.dialogs.lint import lint_all, render
from bot.dialogs.lint_words import House, count_words
from bot.dialogs.load import ContentError, load_script
from bot.dialogs.words import words

SHIPPED = Path(__file__).parents[2] / "bot" / "dialogs"
HOUSE = House(
    exempt=("safeguarding", "self-harm"),
    banned=("sorry", "please"),
    requests=("look", "send", "open"),
    negations=("do not", "never"),
    allowed=("send what i have",),
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for name in ("scripts", "packs"):
        shutil.copytree(SHIPPED / name, tmp_path / name)
    shutil.copy(SHIPPED / "words.toml", tmp_path)
    return tmp_path


def change(content: Path, file: str, old: str, new: str) -> None:
    path = content / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_shipped_content_has_nothing_to_mend() -> None:
    findings, rows = lint_all()

    assert [str(finding) for finding in findings] == []
    assert next(row.file for row in rows) == "scripts/intake.toml"
    assert all(row.most_words <= 40 and row.hardest <= 5 for row in rows if "words" not in row.file)


def test_content_that_does_not_parse_is_a_finding_with_its_line(content: Path) -> None:
    change(content, "scripts/intake.toml", 'id = "danger"\n', "id = danger\n")

    findings, rows = lint_all(content)

    assert any("line" in finding.cure for finding in findings)
    assert "packs/college.toml" in {row.file for row in rows}


def test_a_wrong_key_stops_the_start_with_its_question_and_line(content: Path) -> None:
    change(content, "scripts/intake.toml", 'ref = "T-18"', 'ref = "T-18"\ncolour = "red"')

    with pytest.raises(ContentError, match=r"questions 'extreme', colour \(line \d+\)") as error:
        load_script("intake", content)

    assert error.value.file == "scripts/intake.toml"


def test_a_broken_reference_stops_the_start(content: Path) -> None:
    change(content, "scripts/intake.toml", 'when = "may_be_under_13"', 'when = "nonsense"')

    with pytest.raises(ContentError, match="'acts', when"):
        load_script("intake", content)


def test_missing_words_are_a_finding_and_not_a_crash(tmp_path: Path) -> None:
    findings, rows = lint_all(tmp_path)

    assert [finding.file for finding in findings] == ["words.toml"]
    assert rows == []


def test_the_table_names_every_file_and_says_when_nothing_is_wrong() -> None:
    findings, rows = lint_all()

    table = render(findings, rows)

    assert all(row.file in table for row in rows)
    assert "Nothing to mend." in table


@pytest.mark.parametrize(
    "text",
    [
        "Do not look at it.",
        "Never open it, and do not look or send it on.",
        "Has anyone asked to send it?",
        "Send what I have",
        "She sent it and looked away.",
    ],
)
def test_ruling_an_act_out_or_asking_about_it_is_no_request(text: str) -> None:
    assert list(HOUSE.unwanted(text)) == []


@pytest.mark.parametrize("text", ["Send it.", "You can look at it.", "Do not wait. Open it."])
def test_a_request_is_found_in_its_own_sentence(text: str) -> None:
    assert len(list(HOUSE.unwanted(text))) == 1


def test_glossary_words_do_not_make_a_message_hard() -> None:
    text = "Tell your safeguarding lead of self-harm now."

    assert HOUSE.grade(text) < House().grade(text)


def test_slots_and_joined_words_count_as_one() -> None:
    assert count_words("Ring {name of the DSL} at 08:30: it's self-harm.") == 7


def test_what_is_pressed_in_a_hurry_is_not_cut_short_on_a_phone() -> None:
    """Slack shows about 30 letters of a label there: "20 more minutes" had lost the minutes."""
    calm = {"take_access_draft", "take_access"}  # of a record, asked for at a desk

    long = {name for name, label in words().buttons.items() if len(label) > 30}
    assert long == calm
