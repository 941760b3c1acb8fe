"""The manifests ask for what they need, and for nothing that could read a file."""

from __future__ import annotations

import json
from itertools import product
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field
from typer.testing import CliRunner

from adapters.cli import app
from adapters.slack.manifest import Intake, manifest
from adapters.slack.permissions import (
    CHAT_EVENTS,
    EVENTS,
    SCOPES,
    refused_scopes,
    scopes_for,
)

URL = "https://school.example/slack/events"
EVERY = list(product(("locked", "chat"), (False, True)))


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Metadata(Strict):
    major_version: Literal[2]
    minor_version: Literal[1]


class Display(Strict):
    name: Annotated[str, Field(min_length=1, max_length=35)]
    description: Annotated[str, Field(min_length=1, max_length=140)]
    background_color: Annotated[str, Field(pattern="^#[0-9a-f]{6}$")]


class Home(Strict):
    home_tab_enabled: Literal[True]
    messages_tab_enabled: Literal[True]
    messages_tab_read_only_enabled: bool


class Bot(Strict):
    display_name: Annotated[str, Field(pattern=r"^[a-z0-9._-]{1,80}$")]
    always_online: bool


class Shortcut(Strict):
    name: Annotated[str, Field(min_length=1, max_length=24)]
    type: Literal["global", "message"]
    callback_id: Annotated[str, Field(min_length=1, max_length=255)]
    description: Annotated[str, Field(min_length=1, max_length=150)]


class Command(Strict):
    command: Annotated[str, Field(pattern="^/[a-z]{1,31}$")]
    url: str = ""
    description: Annotated[str, Field(min_length=1, max_length=2000)]
    usage_hint: Annotated[str, Field(min_length=1, max_length=1000)]
    should_escape: Literal[True]


class Features(Strict):
    app_home: Home
    bot_user: Bot
    shortcuts: Annotated[list[Shortcut], Field(max_length=10)]
    slash_commands: Annotated[list[Command], Field(max_length=50)]


class Scopes(Strict):
    bot: list[str]


class OAuth(Strict):
    scopes: Scopes


class Subscriptions(Strict):
    request_url: str = ""
    bot_events: Annotated[list[str], Field(max_length=100)]


class Interactivity(Strict):
    is_enabled: Literal[True]
    request_url: str = ""


class Settings(Strict):
    event_subscriptions: Subscriptions
    interactivity: Interactivity
    org_deploy_enabled: Literal[False]
    socket_mode_enabled: bool
    token_rotation_enabled: Literal[False]


class Manifest(Strict):
    """The shape and the lengths that Slack's own page gives for a manifest, version 2."""

    metadata: Annotated[Metadata, Field(alias="_metadata")]
    display_information: Display
    features: Features
    oauth_config: OAuth
    settings: Settings


def made(intake: Intake, *, socket: bool) -> Manifest:
    return Manifest.model_validate(manifest(intake, URL, socket=socket))


@pytest.mark.parametrize(("intake", "socket"), EVERY)
def test_each_manifest_has_slacks_shape(intake: Intake, socket: bool) -> None:
    found = made(intake, socket=socket)

    addresses = {
        found.features.slash_commands[0].url,
        found.settings.event_subscriptions.request_url,
        found.settings.interactivity.request_url,
    }
    assert addresses == ({""} if socket else {URL})
    assert found.settings.socket_mode_enabled is socket


@pytest.mark.parametrize(("intake", "socket"), EVERY)
def test_each_manifest_asks_only_for_what_is_on_the_list(intake: Intake, socket: bool) -> None:
    found = made(intake, socket=socket)
    scopes = set(found.oauth_config.scopes.bot)
    events = found.settings.event_subscriptions.bot_events

    assert scopes == scopes_for(chat=intake == "chat")
    assert {{**EVENTS, **CHAT_EVENTS}[event] for event in events} <= scopes | {""}
    assert not any("file" in each for each in (*scopes, *events))


def test_locked_has_nothing_to_drop_a_picture_into_and_reads_no_message() -> None:
    found = made("locked", socket=False)

    assert found.features.app_home.messages_tab_read_only_enabled
    assert not any("history" in scope for scope in found.oauth_config.scopes.bot)
    assert not any("message" in event for event in found.settings.event_subscriptions.bot_events)


def test_no_scope_on_the_list_reads_a_file_or_a_channel() -> None:
    told = ("file", "links", "channels:history", "groups:history", "search", "customize", "public")

    assert not [scope for scope in SCOPES if any(each in scope for each in told)]


@pytest.mark.parametrize(
    "scope",
    ["files:read", "files:write", "remote_files:read", "channels:history", "users:read.email"],
)
def test_a_token_that_may_do_more_is_refused(scope: str) -> None:
    assert refused_scopes(["chat:write", " identify", scope]) == [scope]
    assert refused_scopes(sorted(SCOPES)) == []


def test_the_command_prints_a_manifest() -> None:
    ran = CliRunner().invoke(app, ["manifest", "slack", "--url", "https://school.example/"])

    assert ran.exit_code == 0
    assert json.loads(ran.stdout) == manifest("locked", URL, socket=False)


@pytest.mark.parametrize(
    "options", [[], ["--url", "http://school.example"], ["--socket", "--intake", "open"]]
)
def test_a_manifest_that_cannot_work_is_refused_with_the_cure(options: list[str]) -> None:
    ran = CliRunner().invoke(app, ["manifest", "slack", *options])

    assert ran.exit_code == 2
    assert "locked or chat" in ran.stderr or "https://" in ran.stderr
