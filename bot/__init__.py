"""Talks to platforms, keeps the clock, puts everything together."""
