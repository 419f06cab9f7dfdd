"""What those who run the desk watch it by: metrics, alarms, and whether a process is ready."""
