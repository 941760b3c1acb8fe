"""Reading the configuration that the surroundings name."""

from datetime import UTC, datetime

from adapters.calendars.ical import calendars_in
from adapters.environment import Environment
from bot.settings import Settings, SettingsError, parse_settings, read_examples

__all__ = ["read_settings"]


def read_settings(environment: Environment) -> Settings:
    """Return the configured schools, or the made-up ones where nothing is configured.

    Raises:
        SettingsError: the file is missing, cannot be read, or is wrong.
        ContentError: a pack or the script is broken.
    """
    file, today = environment.config, datetime.now(UTC).date()
    if file is None:
        return read_examples(today)
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise SettingsError([f"{file}: cannot be read ({wrong}); give --config a file"]) from wrong
    return parse_settings(text, str(file), today, calendars_in(file.parent))
