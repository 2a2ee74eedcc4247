"""A key for each subject, wrapped by a key that is not in the database."""
