"""One fault at a time put into the shipped content, and what lint says about it."""

import shutil
from pathlib import Path

import pytest

from bot.dialogs.lint import lint_all

SHIPPED = Path(__file__).parents[2] / "bot" / "dialogs"


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


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "cure"),
    [
        (
            "scripts/intake.toml",
            'only = { adult = ["staff"] }',
            'only = { adult = ["stuff"] }',
            "question 'which_staff', only",
            "'stuff', which is no option of 'adult'",
        ),
        (
            "scripts/intake.toml",
            'only = { adult = ["staff"] }',
            'only = { adlut = ["staff"] }',
            "question 'which_staff', only",
            "'adlut', which no question is called",
        ),
        (
            "scripts/intake.toml",
            'when = "may_be_under_13"',
            'when = "may_be_13"',
            "question 'acts', when",
            "may_be_under_13",
        ),
        (
            "scripts/intake.toml",
            'raises = "acts_under_13"',
            'raises = "guess"',
            "question 'acts', raises",
            "no function of rules.py",
        ),
        (
            "scripts/intake.toml",
            '"what_is_it", "safe_home",',
            '"what_is_it",',
            "question 'safe_home'",
            "orphan",
        ),
        (
            "scripts/intake.toml",
            '"what_is_it", "safe_home",',
            '"what_is_it", "safe_hom",',
            "section 'more', questions",
            "'safe_hom', which no question is called",
        ),
        (
            "scripts/intake.toml",
            'only = { adult = ["staff"] }',
            'only = { called_999 = ["called"] }\nwhen = "lives_elsewhere"',
            "question 'which_staff'",
            "never asked",
        ),
        (
            "scripts/intake.toml",
            'source = "S1 point 3; S2 point 3; S3 para 10"',
            'source = "a blog"',
            "question 'extreme'",
            "neither a code",
        ),
        (
            "scripts/intake.toml",
            'why = "This kind needs the police at once."',
            'why = ""',
            "question 'extreme'",
            "no `why`",
        ),
        (
            "scripts/intake.toml",
            '{ id = "not_known", label = "Not known", raises = ["URG", "RED-NK"] },',
            "",
            "question 'passed_around'",
            "add that option",
        ),
        (
            "scripts/intake.toml",
            '{ id = "not_known", label = "Not known", raises = ["URG", "RED-NK"] },',
            '{ id = "not_known", label = "Not known" },',
            "question 'passed_around'",
            "not known is never no",
        ),
        (
            "scripts/intake.toml",
            'label = "No, not passed on"',
            'label = "No"',
            "question 'passed_around'",
            "say what it means",
        ),
        (
            "scripts/intake.toml",
            'label = "No, not passed on"',
            'label = "No, it has not been passed on to anybody else"',
            "question 'passed_around', option 'no'",
            "Teams shows 40",
        ),
        (
            "scripts/intake.toml",
            'says = ["fakes_count"]',
            'says = ["fakes"]',
            "question 'ai_made', option 'yes'",
            "no [cards.fakes]",
        ),
        (
            "scripts/intake.toml",
            'hint = "A room and a number will do."',
            'hint = "Send us a room and a number."',
            "question 'where_you_are'",
            "asks to 'send'",
        ),
        (
            "scripts/intake.toml",
            'hint = "A room and a number will do."',
            f'hint = "{"A room will do and " * 12}so on."',
            "question 'where_you_are'",
            "at most 40",
        ),
        (
            "scripts/intake.toml",
            'text = "Which council is it?"',
            'text = "Which administrative municipality exercises jurisdiction?"',
            "question 'which_council'",
            "reading grade",
        ),
        (
            "scripts/intake.toml",
            'repair = "Say yes, no, or not known."',
            'repair = "Sorry, say yes or no."',
            "question 'ai_made'",
            "'sorry'",
        ),
        (
            "scripts/intake.toml",
            'means = ["real",',
            'means = ["go back", "real",',
            "question 'ai_made'",
            "repair word",
        ),
        (
            "scripts/intake.toml",
            'means = ["real",',
            'means = ["maybe", "real",',
            "question 'ai_made'",
            "which is 'not known'",
        ),
        (
            "scripts/intake.toml",
            'means = ["real",',
            'means = ["edited", "real",',
            "question 'ai_made'",
            "both mean 'edited'",
        ),
        (
            "packs/stoke-on-trent.toml",
            'role = "lado"',
            'role = "education_line"',
            "no_lado_line",
            "add the contact or the line",
        ),
        (
            "packs/national.toml",
            'number = "0800 1111"',
            'number = "childline"',
            "contact 'childline'",
            "digits and spaces",
        ),
        (
            "packs/national.toml",
            'number = "0800 1111"',
            'number = "0800 1111"\nlast_verified = 2026-01-01',
            "contact 'childline'",
            "only a school that rang it",
        ),
        (
            "packs/national.toml",
            'number = "101"',
            'number = "101"\nwindows = [{ days = [0], opens = 09:00:00, closes = 17:00:00 }]',
            "contacts",
            "nobody to ring from Mon 00:00",
        ),
        (
            "words.toml",
            'foot = "Danger now: 999. Police: 101."',
            'foot = "Open the picture."',
            "foot",
            "asks to 'open'",
        ),
    ],
)
def test_each_fault_is_found_with_its_file_place_and_cure(  # noqa: PLR0917  a table's columns
    content: Path, file: str, old: str, new: str, where: str, cure: str
) -> None:
    change(content, file, old, new)

    findings, _ = lint_all(content)

    told = [(each.file, each.where, each.cure) for each in findings]
    assert any(each[0] == file and each[1] == where and cure in each[2] for each in told), told
