"""Handrail: what can be said (`dialogs`), what follows from what (`fsm`), and the one door.

Read `handle` first, the door: lock, load, step, commit, deliver. What comes and goes through it is
in `inbound`, what can fail behind it in `ports` (with `changes`, `directory`, `addresses`).

In: `loading`, `keeping` and `warm` have what was kept; `finding` reads the number of a case that
somebody types, `ahead` sees whether a flood may be turned away.
Out: `writing` makes one change of a turn; `outbox` and `deliver` carry out its `messages`, in the
order of `in_turn` and `lanes`, again after `retrying`; `lingering` takes them back long after.
Beside the chat: `calls` and `switchboard`. By the clock: `due`, `school_clock`, `preflight`.

`rota` is who has it, `rotas` who has it now. `record` is a case as it leaves Handrail, by a link of
one use: `grants`, `handing`, `taking`. `settings` reads `handrail.toml`, `examples` has five made
up. `frozen` is the base of every value that is written down.
"""
