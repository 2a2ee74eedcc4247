"""Keeping what was said: in memory until there is a reason, then until the reason ends."""
