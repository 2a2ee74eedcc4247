"""A copy for the person it is about: everything that is kept of them, in forms for machines and for people."""
