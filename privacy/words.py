"""Lists of words, written as a sentence and read as a collection."""


def listed(words: str) -> tuple[str, ...]:
    """The words of a string that white space separates, in order."""
    return tuple(words.split())


def words(listed_words: str) -> frozenset[str]:
    """The same as a set, to look words up in."""
    return frozenset(listed_words.split())
