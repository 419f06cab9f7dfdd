"""What it costs to watch 500 status feeds, and what one poll costs beside another reader's."""
