"""Slack against an imitation of its Web API."""
