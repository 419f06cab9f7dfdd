"""What `jitabata doctor` looks at in Slack."""
