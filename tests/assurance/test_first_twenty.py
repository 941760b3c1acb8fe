"""The first twenty checks to have (what the best of our kind lack), each with its test."""

from __future__ import annotations

import pytest

from tests.architecture.tree import ROOT

CHECKS: dict[str, tuple[str, ...]] = {
    "scopes: an allow-list": ("tests/slack/test_manifest.py", "tests/teams/test_manifest.py"),
    "egress: an allow-list": (
        "tests/assurance/test_egress.py",
        "tests/architecture/test_egress.py",
    ),
    "attachments: nothing is fetched": ("tests/slack/test_guard.py", "tests/teams/test_guard.py"),
    "canary words in the logs": ("tests/slack/test_silence.py", "tests/assurance/test_proof.py"),
    "no naive moment": ("pyproject.toml",),
    "signatures and replays": ("tests/slack/test_door.py", "tests/teams/test_token.py"),
    "every state reached, and out again": ("tests/fundamentals/test_machine.py",),
    "twice, and out of order": ("tests/fundamentals/test_handle.py",),
    "killed at any point": ("tests/store/test_crashes.py",),
    "tenants apart": ("tests/assurance/test_tenants.py",),
    "role by field": ("tests/assurance/test_access.py",),
    "the data map": ("tests/assurance/test_data_map.py",),
    "destroyed on its date, by two": ("adapters/commands/shredding.py",),
    "the chain, and tampering": ("tests/store/test_chain.py",),
    "reading age and banned words": ("tests/fundamentals/test_lint.py",),
    "paragraphs of the guidance": ("tests/fundamentals/test_sources.py",),
    "the rota across clock changes": ("tests/rota/test_oracle.py",),
    "an owner, always": ("tests/fundamentals/test_always.py",),
    "packages: age and list": ("tests/assurance/test_supply.py",),
    "no language model": ("tests/assurance/test_first_twenty.py",),
}
MODELS = (
    *("anthropic", "google.generativeai", "huggingface_hub", "langchain", "litellm", "llama_cpp"),
    *("mistralai", "ollama", "openai", "sentence_transformers", "spacy", "torch", "transformers"),
)


def test_there_are_twenty() -> None:
    assert len(CHECKS) == 20


@pytest.mark.parametrize("check", CHECKS)
def test_each_check_is_there(check: str) -> None:
    assert [name for name in CHECKS[check] if not (ROOT / name).is_file()] == []


def test_a_naive_moment_is_no_lint_away() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    assert 'select = ["ALL"]' in text
    assert '"DTZ' not in text.partition("[tool.ruff.lint]")[2].partition("[tool.mypy]")[0]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_no_language_model_is_installed_with_us(lock: str) -> None:
    names = {line.partition("==")[0] for line in (ROOT / lock).read_text("utf-8").splitlines()}

    assert not names & {each.replace("_", "-").replace(".", "-") for each in MODELS}
