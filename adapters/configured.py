"""Reading the configuration that the surroundings name."""

from datetime import UTC, datetime

from adapters.calendars.ical import calendars_in
from adapters.environment import Environment
from bot.settings.reading import Settings, SettingsError, parse_settings, read_examples

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
    except OSError as wrong:
        why = wrong.strerror or type(wrong).__name__
        raise SettingsError([f"{file}: cannot be read ({why}); give --config a file"]) from wrong
    except UnicodeDecodeError as wrong:
        cure = "is not written in UTF-8; save it so, or give --config the right file"
        raise SettingsError([f"{file}: {cure}"]) from wrong
    return parse_settings(text, str(file), today, calendars_in(file.parent))
