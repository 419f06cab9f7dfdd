"""What the public page says, from what was read of the store, and the formats it says it in; pure."""
