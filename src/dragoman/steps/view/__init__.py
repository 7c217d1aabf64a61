"""The report's own view: meetings, positions, disputes, deadlocks."""
