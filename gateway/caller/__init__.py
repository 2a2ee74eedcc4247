"""The test caller: a SIP user agent that speaks lines, listens, and times each answer at its own ear."""
