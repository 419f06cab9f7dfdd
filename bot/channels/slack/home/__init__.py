"""Where people meet the desk beside its posts: Home, prompts, the form, the slash command."""
