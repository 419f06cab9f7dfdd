"""What runs: the process, its sides, and the work that it takes."""
