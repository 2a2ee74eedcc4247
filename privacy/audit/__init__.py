"""Who did what with anybody's data: a chain of lines that cannot be changed unseen and that names nobody."""
