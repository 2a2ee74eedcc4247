"""One call's conversation: the turn table, the mouth, the session that drives them, admission."""
