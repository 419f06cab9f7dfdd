"""Mails as they arrive: bytes to what a person wrote just now. Pure; hostile bytes do not raise."""
