"""`handrail check` of a platform: only of a file that was named."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.cli import app


@pytest.mark.parametrize("platform", ["slack", "teams"])
def test_without_a_file_nothing_is_checked_and_it_is_said_how_to_name_one(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HANDRAIL_CONFIG", raising=False)

    found = CliRunner().invoke(app, ["check", platform, "--data", str(tmp_path)])

    assert found.exit_code == 2
    assert "--config" in found.stderr
