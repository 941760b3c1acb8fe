"""Everything that can fail: stores, platforms, and the programs that wire them together.

Read `wiring` first: it puts a deployment together for the `programs`, from `environment` and
`configured`. `cli` is the `handrail` command (with `cli_base`, `cli_record`, `cli_assurance`), and
`commands` is what it does.

People: `chat` is what `slack` and `teams` share, `playground` is the page; `platforms` puts them
together. Beside the chat `mail` and `phone`, put together by `callers`.
Stores: `redis`, and `memory` for rehearsals (`rehearse`) and tests. Two pages never share a folder:
`alone`. Case references and links are minted in `mint`.
Records and rotas: `export`, `rota`, `calendars`.
Is it well: `monitoring`, `heartbeat`, `logs`. Can it be shown: `proving`, `datamap`, `supply`.
The network: `egress` (the one way out, over `encrypted`), `outgoing` (to whom), `listening` and
`site` (in). The machine: `machine_clock`, `following_clock`, `collector`.
"""
