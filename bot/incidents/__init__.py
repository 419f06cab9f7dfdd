"""Incident to notice to recovery: suspect, declare, progress, audience, broadcast, recover. Pure."""
