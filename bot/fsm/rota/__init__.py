"""The rota from chat: who swaps, covers or is away, asked and agreed by a few presses.

Read `desk` first, from press to change. `picks` asks what is still to be told, `wishes` turns typed
words into presses, `cards` has the words. What a rota means is in `bot/rota/`.
"""
