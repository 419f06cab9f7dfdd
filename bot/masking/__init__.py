"""Takes secrets and personal data out of a text; ``redact`` is the way in."""
