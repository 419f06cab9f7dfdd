"""Slack, the terminal."""
