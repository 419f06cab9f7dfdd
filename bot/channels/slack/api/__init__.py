"""What Slack gives: calls at its pace, with the token of each workspace, and its formats."""
