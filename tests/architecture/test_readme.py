"""The README says nothing that is not so."""

import re
from pathlib import Path

from bot.fsm.always import ALWAYS, STEPS, promise
from bot.settings.tables import File

README = Path(__file__).parents[2] / "README.md"


def test_the_readme_lists_the_promises_that_are_checked() -> None:
    listed = re.findall(r"^- (.+)$", README.read_text(encoding="utf-8"), flags=re.MULTILINE)

    promised = [*(promise(check) for check in ALWAYS), *(promise(check) for check in STEPS)]

    assert listed == promised


def test_every_file_that_the_readme_names_is_there() -> None:
    text = README.read_text(encoding="utf-8")
    named = re.findall(r"`((?:bot|adapters|tests|docs)/[\w./-]+)`", text)
    linked = re.findall(r"\]\(([\w./-]+)\)", text)

    missing = [name for name in (*named, *linked) if not (README.parent / name).exists()]

    assert not missing


def test_every_table_of_the_settings_is_in_the_readme_and_no_other() -> None:
    named = re.findall(
        r"^\| `\[+(\w+)\]+` \|", README.read_text(encoding="utf-8"), flags=re.MULTILINE
    )

    assert sorted(named) == sorted(File.model_fields)


def test_each_decision_has_a_number_of_its_own_and_says_it() -> None:
    files = sorted((README.parent / "docs" / "decisions").glob("*.md"))
    titles = [file.read_text(encoding="utf-8").partition("\n")[0] for file in files]

    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    assert [title.partition(".")[0] for title in titles] == [
        f"# {number}" for number in range(1, len(files) + 1)
    ]
