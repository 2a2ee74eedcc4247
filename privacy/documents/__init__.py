"""What is told to callers, officers and authorities, written from what the system really does."""
