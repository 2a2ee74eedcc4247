"""Finding the article that answers a question: SQLite FTS5 for recall, coverage for doubt.

FTS5 (https://www.sqlite.org/fts5.html) stems, indexes and ranks by BM25 in memory. BM25 orders articles well but its
scale says nothing of certainty, so the few best are judged again by how much of the question they cover, weighted by
how rare each term is. A term no article knows counts in full against all of them: that is what makes "I don't know"
possible; `agent.library.trade` says how sure is sure enough.
"""

import math
import re
import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from agent.heard import sip_codes, understood
from agent.library.article import Article
from agent.library.stopwords import STOPWORDS
from agent.library.synonyms import one_name
from agent.library.trade import TRADE, least_confidence, least_guess

CANDIDATES: Final = 8
UNKNOWN_WEIGHT: Final = 4.0  # of a term that no article has; the rarest known one weighs 4.3
TRADE_WEIGHT: Final = 1.4  # a word of the trade says more than one that happens to be rare here
FURTHER_UNKNOWN: Final = 0.4  # the first unknown term counts in full, each further one this much
_TERM: Final = re.compile(r"[a-z0-9]+")
_COLUMNS: Final = ("title", "questions", "keywords", "body")
_BM25_WEIGHTS: Final = "4.0, 3.0, 4.0, 0.6"
HEAD_SHARE: Final = 0.92  # a term in a question or keyword is worth this much of one in the title
BODY_SHARE: Final = 0.45  # and one in the body alone, this much


@dataclass(frozen=True, slots=True)
class Match:
    """An article and how sure we are of it, 0.0 to 1.0."""

    article: Article
    confidence: float


@dataclass(frozen=True, slots=True)
class _Term:
    """One term of a question: how rare it is, and where it occurs."""

    weight: float
    titles: frozenset[int]  # articles with the term in the title
    heads: frozenset[int]  # articles with the term in title, questions or keywords
    bodies: frozenset[int]
    asked: frozenset[int]  # question rows that hold the term


class Library:
    """The articles and their index. Read-only once made, and safe to ask from any thread."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles = tuple(articles)
        self._by_ident = {article.ident: article for article in self._articles}
        self._lock = threading.Lock()  # one connection; a search takes about a millisecond
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self._questions: list[tuple[int, int]] = []  # by row: the article, and how many terms the question has
        self._build()

    @property
    def articles(self) -> tuple[Article, ...]:
        return self._articles

    def article(self, ident: str) -> Article | None:
        """The article of that name, or None."""
        return self._by_ident.get(ident)

    def find(self, words: str) -> Match | None:
        """The article that answers `words` best, or None when none is trusted to."""
        best = self.best(words)
        return best if best is not None and best.confidence >= least_confidence(search_terms(words)) else None

    def guess(self, words: str) -> Match | None:
        """The article that `words` might be about, to be asked back; None when that would be a shot in the dark."""
        best = self.best(words)
        return best if best is not None and best.confidence >= least_guess(search_terms(words)) else None

    def best(self, words: str) -> Match | None:
        """The article nearest to `words`, however unsure; None when no term of theirs is known at all."""
        terms = search_terms(words)
        if not terms:
            return None
        with self._lock:
            ranked = self._ranked(terms)
            weighed = [self._weigh(term) for term in terms]
        named = self._named_by_code(terms)
        judged = [
            (self._judge(number, weighed, rank), number) for number, rank in ranked if not named or number in named
        ]
        if not judged:
            return None
        confidence, number = max(judged, key=lambda pair: (pair[0], -pair[1]))
        return Match(self._articles[number], 1.0 if named else confidence)

    def _named_by_code(self, terms: tuple[str, ...]) -> frozenset[int]:
        """The articles on the SIP response codes that the terms name: nothing else can be meant."""
        codes = set(sip_codes(" ".join(terms)))
        return frozenset(number for number, article in enumerate(self._articles) if codes & set(article.keywords))

    def close(self) -> None:
        """Frees the index. The library answers nothing afterwards."""
        self._db.close()

    def _build(self) -> None:
        self._db.execute(f"CREATE VIRTUAL TABLE articles USING fts5({', '.join(_COLUMNS)}, tokenize='porter')")
        self._db.execute("CREATE VIRTUAL TABLE questions USING fts5(text, tokenize='porter')")
        for number, article in enumerate(self._articles):
            body = " ".join((article.answer, *article.steps, *article.sections.values()))
            texts = (article.title, " ".join(article.questions), " ".join(article.keywords), body)
            cells = [_indexable(text) for text in texts]
            self._db.execute(
                "INSERT INTO articles(rowid, title, questions, keywords, body) VALUES (?,?,?,?,?)", [number, *cells]
            )
            for question in (*article.questions, article.title):
                self._add_question(number, question)

    def _add_question(self, number: int, question: str) -> None:
        terms = search_terms(question)
        self._db.execute("INSERT INTO questions(rowid, text) VALUES (?,?)", (len(self._questions), " ".join(terms)))
        self._questions.append((number, len(terms)))

    def _ranked(self, terms: tuple[str, ...]) -> list[tuple[int, float]]:
        """The few best articles by BM25, each with its rank relative to the best: 1.0 down to 0.0."""
        rows = self._db.execute(
            f"SELECT rowid, bm25(articles, {_BM25_WEIGHTS}) AS rank FROM articles WHERE articles MATCH ? "  # noqa: S608
            "ORDER BY rank LIMIT ?",
            (" OR ".join(f'"{term}"' for term in terms), CANDIDATES),
        ).fetchall()
        return [(number, rank / rows[0][1]) for number, rank in rows]

    def _weigh(self, term: str) -> _Term:
        heads = self._holding("articles", f'{{title questions keywords}} : "{term}"')
        titles = self._holding("articles", f'title : "{term}"')
        bodies = self._holding("articles", f'body : "{term}"')
        spread = len(heads) + 0.3 * len(bodies - heads)
        rarity = math.log(1 + len(self._articles) / (0.5 + spread)) if spread else UNKNOWN_WEIGHT
        rarity *= TRADE_WEIGHT if term in TRADE else 1.0
        return _Term(rarity, titles, heads, bodies, self._holding("questions", f'"{term}"'))

    def _holding(self, table: str, query: str) -> frozenset[int]:
        rows = self._db.execute(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", (query,))  # noqa: S608
        return frozenset(number for (number,) in rows)

    def _judge(self, number: int, terms: list[_Term], rank: float) -> float:
        """How well one article answers: coverage of the question, likeness to one of its own questions, rank."""
        total = _total(terms)
        covered = sum(term.weight * _share(number, term) for term in terms)
        return 0.55 * covered / total + 0.25 * self._likeness(number, terms) + 0.2 * rank * covered / total

    def _likeness(self, number: int, terms: list[_Term]) -> float:
        """The best overlap with one of the article's own questions: the Dice coefficient, by weight."""
        total = _total(terms)
        best = 0.0
        for row, (owner, length) in enumerate(self._questions):
            if owner == number and length:
                shared = [term.weight for term in terms if row in term.asked]
                missed = (length - len(shared)) * total / len(terms)
                best = max(best, 2 * sum(shared) / (total + sum(shared) + max(0.0, missed)))
        return best


def _share(number: int, term: _Term) -> float:
    """How much of a term's weight an article earns, by where it has the term."""
    if number in term.titles:
        return 1.0
    if number in term.heads:
        return HEAD_SHARE
    return BODY_SHARE if number in term.bodies else 0.0


def _total(terms: list[_Term]) -> float:
    """The weight of a whole question. People tell stories: not every word of one can be known to an article."""
    known = sum(term.weight for term in terms if term.heads or term.bodies)
    unknown = sum(term.weight for term in terms if not (term.heads or term.bodies))
    return known + min(unknown, UNKNOWN_WEIGHT + FURTHER_UNKNOWN * max(0.0, unknown - UNKNOWN_WEIGHT))


def search_terms(words: str) -> tuple[str, ...]:
    """The distinct terms worth searching for, in order: what was understood, without the words every question has."""
    return tuple(dict.fromkeys(term for term in one_name(understood(words)).split() if term not in STOPWORDS))


def _indexable(text: str) -> str:
    return " ".join(_TERM.findall(one_name(understood(text))))
