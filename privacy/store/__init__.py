"""Where rows lie: one port, SQLite and Redis behind it."""
