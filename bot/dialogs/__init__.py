"""What can be said: scripts, packs, words and cards. No clock, no storage, no platform."""
