"""The first twenty checks to have (what the best of our kind lack), each with its named tests."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT
from tests.assurance.test_asvs import there

CHECKS: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parent / "first_twenty.toml").read_text(encoding="utf-8")
)
MODELS = (
    *("anthropic", "google.generativeai", "huggingface_hub", "langchain", "litellm", "llama_cpp"),
    *("mistralai", "ollama", "openai", "sentence_transformers", "spacy", "torch", "transformers"),
)


def test_there_are_twenty() -> None:
    assert len(CHECKS) == 20


@pytest.mark.parametrize("check", CHECKS)
def test_each_check_is_there(check: str) -> None:
    assert [test for test in CHECKS[check] if not there(test)] == []


def test_a_naive_moment_is_no_lint_away() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    assert 'select = ["ALL"]' in text
    assert '"DTZ' not in text.partition("[tool.ruff.lint]")[2].partition("[tool.mypy]")[0]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_no_language_model_is_installed_with_us(lock: str) -> None:
    names = {line.partition("==")[0] for line in (ROOT / lock).read_text("utf-8").splitlines()}

    assert not names & {each.replace("_", "-").replace(".", "-") for each in MODELS}
