"""The programs of a deployment, one loop each; `handrail run` has them all in one process.

`web` answers browsers, `clock` fires what is due and sends what waits, `watch` looks whether it
does, with eyes of its own. `ringer` and `chores` run beside the clock: calls, and what comes daily.
"""
