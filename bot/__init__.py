"""Jitabata: the triage desk for the kintone ecosystem.

``handbook/en/contributing.md`` has a map of the rooms, from the rim to the core; imports only point
down it.
"""
