"""What the program's own source never does, and where all of its cryptography stands."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from adapters.mint import fresh_ticket
from adapters.slack.blocks import message
from bot.dialogs.card import Card, CardKind
from bot.dialogs.words import card
from bot.fsm.access import naming
from tests.architecture.tree import ROOT, modules, named, parsed

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
CALLS = frozenset({"eval", "exec", "compile", "__import__"})
MODULES = frozenset(
    {"pickle", "marshal", "shelve", "dill", "jsonpickle", "yaml", "xml", "lxml", "pty", "code"}
)
"""What runs or brings to life what it is given; parsers of XML that fetch what it names."""

PROGRAMS = {"adapters/redis/finding.py", "adapters/redis/launcher.py"}
"""Where another program is started: the store's server, by its path, without a shell."""

CHANCE = {"adapters/teams/connector.py"}
"""Where chance need not be secret: how long to wait before trying again."""

LOOK_AWAY = re.compile(
    r"_create_unverified|CERT_NONE|check_hostname\s*=\s*False|verify\s*=\s*False|ssl\s*=\s*False"
    r"|shell\s*=\s*True|os\.system|os\.popen|mktemp\("
)
CRYPTO = frozenset({"cryptography", "hashlib", "hmac", "jwt", "secrets", "ssl"})


def imported(path: Path) -> Iterator[str]:
    """Yield the top name of each module that a file imports."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def called(path: Path) -> Iterator[str]:
    """Yield the name of each function that is called by its bare name."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


OURS = modules("bot", "adapters")


def test_nothing_that_comes_in_is_run_or_brought_to_life() -> None:
    """ASVS 1.3.2, 1.5.1, 1.5.2."""
    found = [
        f"{named(path)}: {name}"
        for path in OURS
        for name in (*(MODULES & set(imported(path))), *(CALLS & set(called(path))))
    ]

    assert found == []


def test_no_shell_is_used_and_one_program_is_started() -> None:
    """ASVS 1.2.5."""
    assert {named(path) for path in OURS if "subprocess" in imported(path)} == PROGRAMS
    assert [named(path) for path in OURS if LOOK_AWAY.search(path.read_text("utf-8"))] == []


def test_what_nobody_may_guess_is_drawn_by_the_systems_own_generator() -> None:
    """ASVS 11.5.1, 6.5.3."""
    assert {named(path) for path in OURS if "random" in imported(path)} == CHANCE
    assert not [named(path) for path in OURS if re.search(r"uuid[14]\(", path.read_text("utf-8"))]


def test_every_use_of_cryptography_is_in_the_inventory() -> None:
    """ASVS 11.1.2, 11.1.3."""
    found = {named(path) for path in OURS if CRYPTO & set(imported(path))}

    assert {each for each in found if f"`{each}`" not in PAGE} == set()


def test_no_broken_hash_cipher_or_padding_is_used() -> None:
    """ASVS 11.3.1, 11.3.2, 11.4.1; SHA-1 only names a script to the store, as the store does."""
    broken = re.compile(r"\b(md5|md4|sha1|DES|ARC4|Blowfish|ECB|CBC|PKCS1v15)\b")

    found = {
        (named(path), hit)
        for path in OURS
        for hit in broken.findall(path.read_text(encoding="utf-8"))
        if not re.search(r"usedforsecurity=False", path.read_text(encoding="utf-8"))
    }

    assert found == set()


def test_a_link_has_128_random_bits_and_its_code_six_random_digits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """ASVS 6.5.3, 6.5.4, 7.2.3."""
    asked: list[int] = []

    def token(size: int) -> str:
        asked.append(size)
        return "t"

    def below(size: int) -> int:
        asked.append(size)
        return 7

    monkeypatch.setattr(secrets, "token_urlsafe", token)
    monkeypatch.setattr(secrets, "randbelow", below)

    ticket = fresh_ticket()

    assert asked == [10**6, 16]
    assert ticket.code == "000007"


LOOSE = {
    "adapters.monitoring.health.Health": "ours to say, never read",
    "adapters.teams.opened.View": "an older release's is read too",
    "adapters.teams.tenant.Reference": "Teams may add to it; what we need is picked out",
    "bot.dialogs.words.Words": "other tables of the same file are read elsewhere",
    "bot.settings.reading.Settings": "made by us of tables that are strict",
}


def kinds(of: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield every model that comes of another."""
    for each in of.__subclasses__():
        yield each
        yield from kinds(each)


def test_no_field_is_taken_that_was_not_asked_for() -> None:
    """ASVS 15.3.3, 1.5.2."""
    for name in ("bot", "adapters"):
        for found in pkgutil.walk_packages(importlib.import_module(name).__path__, f"{name}."):
            importlib.import_module(found.name)

    loose = {
        f"{each.__module__}.{each.__qualname__}"
        for each in kinds(BaseModel)
        if each.__module__.startswith(("bot.", "adapters."))
        and each.model_config.get("extra") != "forbid"
    }

    assert loose == set(LOOSE)


def test_what_somebody_typed_is_never_a_template() -> None:
    """ASVS 1.3.7, 1.3.10."""
    shown = card("not_yours_to_choose", ref="{who.__class__}%s", who="{ref}")

    assert "{who.__class__}%s" in shown.text
    assert "{ref}" in shown.text


def test_slack_reads_no_mention_link_or_mark_up_out_of_what_is_shown() -> None:
    """ASVS 1.2.1, 1.3.5."""
    words = "<!channel> <https://x.example|look> *bold* &"
    sent = message("school", Card(name="x", kind=CardKind.NOTICE, text=words), answering=True)

    assert sent["text"].count("<") == 0
    assert "mrkdwn" not in str(sent)
    assert words in str(sent["blocks"])


SCRIPTS = sorted((ROOT / "adapters" / "playground" / "page").glob("*"))
UNSAFE = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|postMessage"
    r"|document\.cookie|localStorage|indexedDB|javascript:|__proto__|https?://(?!www\.w3\.org)"
    r"|\son[a-z]+\s*=\s*[\"']"
)


def test_the_page_puts_words_in_as_text_and_keeps_none_of_them_in_the_browser() -> None:
    """ASVS 3.2.2, 3.5.5, 14.3.3, 15.3.6: of the session it keeps which chats stand side by side."""
    texts = {each.name: each.read_text(encoding="utf-8") for each in SCRIPTS if each.is_file()}

    assert [name for name, text in texts.items() if UNSAFE.search(text)] == []
    assert [name for name, text in texts.items() if "sessionStorage" in text] == ["columns.js"]


EVENT = re.compile(r"_log\.(?:debug|info|warning|error|critical)\(\s*\"([a-z_]+)\"")


def test_every_line_that_is_logged_is_in_the_inventory() -> None:
    """ASVS 16.1.1."""
    found = {hit for path in OURS for hit in EVENT.findall(path.read_text(encoding="utf-8"))}

    assert len(found) > 30
    assert sorted(each for each in found if f"`{each}`" not in PAGE) == []


@pytest.mark.parametrize(
    "heading",
    [
        "Who may come in, and how that is known",
        "What may be sent to us",
        "How much, and what happens then",
        "What we call",
        "Keys and ciphers",
        "What is logged",
        "What the browser must be able to do",
        "When a part has a known fault",
        "What you have to do",
    ],
)
def test_the_security_page_says_what_has_to_be_written_down(heading: str) -> None:
    """ASVS 2.1.1 to 2.1.3, 3.1.1, 6.1.1, 6.1.3, 7.1.1 to 7.1.3, 11.1.1, 13.1.1, 15.1.1, 15.1.3."""
    _, _, part = PAGE.partition(f"## {heading}\n")

    assert len(part.partition("\n## ")[0].split()) > 30


def test_a_name_with_signs_in_it_is_looked_for_as_it_is() -> None:
    """ASVS 1.2.9."""
    [(_, pattern)] = naming._patterns_of((("x", "Al (Big) Ba.r"),))

    assert pattern.search("Mr Ba.r was there")
    assert not pattern.search("Mr Baxr was there")


COMPARED = re.compile(r"[=!]=\s*(?:sign|_digest|hmac\.\w+)\(|mac\s*[=!]=")


def test_what_is_secret_is_compared_in_the_same_time_wherever_it_differs() -> None:
    """ASVS 11.2.4."""
    checks = ("adapters/slack/signature.py", "adapters/phone/signing.py", "adapters/redis/chain.py")

    for path in checks:
        text = (ROOT / path).read_text(encoding="utf-8")
        assert "hmac.compare_digest(" in text, path
        assert COMPARED.search(text) is None, path
