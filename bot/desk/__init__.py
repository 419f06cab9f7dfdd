"""Runs the flow: journal, gather facts, ask the core, carry out. Knows no vendor."""
