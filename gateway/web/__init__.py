"""The small HTTP side: a first page, health, metrics and the stream of events."""
