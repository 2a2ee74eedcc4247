"""The knowledge of the embedded agent: articles, and finding the one that answers."""

from agent.library.article import Article, sentences
from agent.library.search import Library, Match
from agent.library.shelf import load_articles

__all__ = ["Article", "Library", "Match", "load_articles", "sentences"]
