"""Pasted and handed-in material: consoles, stack traces, failed requests by host."""
