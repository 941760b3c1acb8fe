"""`handrail check` of a platform: only of a file that was named."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.cli import app
from tests.slack import test_setting_up as slack
from tests.teams import test_settings as teams

FILES = {"slack": slack.FILE, "teams": teams.FILE}
SECRETS = {"slack": slack.SECRETS, "teams": {"TEAMS_HILL_TRUST_SECRET": "s"}}
NOBODY = "http://127.0.0.1:9/"
ELSEWHERE = {
    "SLACK_API_ADDRESS": NOBODY,
    "TEAMS_SERVICE_ADDRESS": NOBODY,
    "TEAMS_LOGIN_ADDRESS": NOBODY.rstrip("/"),
}


@pytest.mark.parametrize("platform", ["slack", "teams"])
def test_the_check_of_all_says_where_a_platform_is_looked_at_and_what_it_lacks(
    platform: str, clean: Path, tmp_path: Path
) -> None:
    file = tmp_path / "handrail.toml"
    file.write_text(FILES[platform], encoding="utf-8")
    words = ["check", "--config", str(file), "--data", str(clean)]

    without = CliRunner().invoke(app, words, env=ELSEWHERE)
    whole = CliRunner().invoke(app, words, env={**ELSEWHERE, **SECRETS[platform]})

    for name in SECRETS[platform]:
        assert f"FAIL  {platform}: [[{platform}]] 'hill-trust': set {name}" in without.stdout
    assert f"FAIL  {platform}: " not in whole.stdout
    assert f"ok    {platform}: configured; handrail check {platform} looks at" in whole.stdout


@pytest.mark.parametrize("platform", ["slack", "teams"])
def test_without_a_file_nothing_is_checked_and_it_is_said_how_to_name_one(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HANDRAIL_CONFIG", raising=False)

    found = CliRunner().invoke(app, ["check", platform, "--data", str(tmp_path)])

    assert found.exit_code == 2
    assert "--config" in found.stderr
