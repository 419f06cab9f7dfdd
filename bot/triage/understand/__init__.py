"""Understanding: what one message means. Pure; ``MessageReader`` of ``reader`` is the way in."""
