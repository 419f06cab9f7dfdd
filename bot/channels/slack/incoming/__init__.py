"""From what Slack sends to the desk: written down first, then worked on in order."""
