"""Nouns: frozen dataclasses and enums. Standard library only; no I/O, no clock, no decisions."""
