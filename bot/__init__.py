"""Handrail: what can be said (`dialogs`), what follows from what (`fsm`), and the one door."""
