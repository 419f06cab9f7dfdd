"""Slack: payload to event, reply to blocks."""
