"""Rehearsals: a written plan, played through the real engine with a simulated clock."""
