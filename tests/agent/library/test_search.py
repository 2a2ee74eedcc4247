"""Finding the right article, and admitting that there is none."""

import threading

import pytest

from agent.library import Library, load_articles
from agent.library.search import search_terms


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(load_articles())


@pytest.mark.parametrize(
    ("words", "ident"),
    [
        ("What does 408 mean?", "sip-408"),
        ("My zip trunk says 503.", "sip-503"),
        ("They can't hear me.", "one-way-audio"),
        ("difference between 401 and 407", "sip-407"),
        ("Calls drop after thirty seconds.", "drops-30s"),
        ("Calls drop after thirty minutes.", "drops-15min"),
        ("How do I put Camellio in front?", "kamailio"),
        ("I hear myself.", "echo"),
        ("how do I log in my phone", "registration"),
    ],
)
def test_the_article_is_found(library: Library, words: str, ident: str) -> None:
    match = library.find(words)
    assert match is not None
    assert match.article.ident == ident


@pytest.mark.parametrize(
    "words", ["How do I bake bread?", "Who won the game?", "Is it going to rain?", "", "the of and"]
)
def test_what_no_article_knows_is_not_answered(library: Library, words: str) -> None:
    assert library.find(words) is None
    assert library.guess(words) is None


def test_a_quote_in_the_words_is_no_query_syntax(library: Library) -> None:
    assert library.find('jitter" OR title:*') is not None
    assert library.find('NEAR AND NOT - "') is None


def test_confidence_is_a_share(library: Library) -> None:
    for article in library.articles:
        match = library.best(article.title)
        assert match is not None
        assert 0.0 <= match.confidence <= 1.0


def test_threads_may_ask_at_once(library: Library) -> None:
    found: list[str] = []

    def ask() -> None:
        for _ in range(20):
            match = library.find("what is jitter")
            found.append(match.article.ident if match else "")

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["jitter"] * 80


def test_terms_leave_out_what_every_question_has() -> None:
    assert search_terms("Could you please tell me what the jitter buffer is?") == ("jitter", "buffer")
    assert search_terms("it is not found") == ("notfound",)
