"""Deleting a person for good: the key first, so that what follows cannot come too late."""
