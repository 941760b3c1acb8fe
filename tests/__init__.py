"""The specification. A package, because a library we use installs one called `tests` too."""
