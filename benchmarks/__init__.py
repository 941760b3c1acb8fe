"""Figures, each beside a baseline taken in the same run. Never a timed test."""
