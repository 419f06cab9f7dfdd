"""Where people talk to us, apart from the web pages: Slack, the terminal, the replay protocol."""
