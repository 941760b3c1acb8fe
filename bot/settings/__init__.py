"""What stands in `handrail.toml`, read and checked: half a configuration starts nothing.

Read `reading` first, from text to schools, and `tables`, key by key. Tables of their own: `rota`
(with `rota_tables`), `chat` (with `slack` and `teams`), `ways` (mail, phone, watch, web). `roster`
is what a school cannot do without, `absences` a calendar of who is away. `base` is what every
table is made of; `found` and `errors` are how what is wrong is said.
"""
