"""Webhooks against receivers on this machine."""
