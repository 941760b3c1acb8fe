"""Where the programs listen: it is printed, and a school's own page is where it was yesterday."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

import pytest

from adapters.environment import CannotStart, read_environment
from adapters.programs import web
from adapters.slack.door import PATH
from adapters.wiring import open_page
from bot.settings.reading import read_examples
from tests.programs.running import BIN, running
from tests.slack.fake import FakeSlack
from tests.slack.test_programs import free_port, now, surroundings


@pytest.mark.parametrize("school", [True, False])
async def test_where_8080_is_taken_a_trial_moves_and_a_schools_own_page_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, school: bool
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr(web, "PORT", port)
        config = tmp_path / "handrail.toml" if school else None
        environment = read_environment({}, data=tmp_path, config=config)
        made_up = read_examples(now().date())
        async with open_page(environment, made_up, playground=False) as deployment:
            if school:
                with pytest.raises(CannotStart, match=f"port {port} cannot be used .* --port"):
                    await web.serving(deployment, None).__aenter__()
                return
            async with web.serving(deployment, None) as address:
                assert f":{port}/" not in address


@pytest.mark.slow
async def test_every_address_that_is_listened_at_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake, ports = FakeSlack(now), (free_port(), free_port())
    fake.scopes = "chat:write,commands,groups:read,users:read"
    async with fake.serving() as api:
        environment = surroundings(tmp_path, api, ports[0])
        for name, value in environment.slack.items():
            monkeypatch.setenv(name, value)
        config = tmp_path / "handrail.toml"
        listen = f'\n[web]\naddress = "https://handrail.example"\nlisten = "127.0.0.1:{ports[1]}"'
        config.write_text(config.read_text() + listen)
        words = (BIN / "handrail", "run", "--port", "0", "--config", config)
        async with running(*words, data=tmp_path / "data", cwd=tmp_path) as program:
            await program.line(f"records are opened at 127.0.0.1:{ports[1]}/record/")
            await program.line(f"Slack is heard at 127.0.0.1:{ports[0]}{PATH}")
            status = await program.stop(signal.SIGTERM)

    assert status == 0
