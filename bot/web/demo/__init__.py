"""The demo: one day of the world played through the real desk, for a newcomer to watch."""
