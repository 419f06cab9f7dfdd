"""Real processes killed at random instants, and a day of a shaking world: nothing lost, none told twice."""
