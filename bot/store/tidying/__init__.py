"""Lets go of what is older than the policy allows."""
