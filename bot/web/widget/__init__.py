"""The chat in a frame on other websites: its script, its page, its sessions, and who vouches for whom."""
