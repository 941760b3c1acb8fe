"""What follows from what: pure functions from a case and an event to a case and effects.

The words of the machine are here: `school` (with `edition`, `hours`, `on_call`), `said`, `case`
(with `linked` and `offers`), `events` (with `events_desk`), `effects`, `turn`; and what a button
carries: `deeds`, `marks`.

An input goes through one of three doors: `reporter` for whoever tells of something, `desk` for
whoever works the case, `rota` for who has it when. Each says what happened; `step` says what
follows. What it asks for that lies in folders, each of which knows only those before it: `lives`,
`access`, `known`, `links`, `alert`, `sheets`, `clocks`, `handover`. `always` is what must be true
of every case, `draw` the pages in `docs/` that are made from the tables.

Read `case`, `events`, `effects`, `step`; then the folder that you came for.
"""
