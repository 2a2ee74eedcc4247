"""The articles that ship: they parse, cite, stay short, and lead nowhere dead."""

import re

import pytest

from agent.errors import KnowledgeDamaged
from agent.library import Article, Library, load_articles, sentences
from agent.library.article import parse_article
from agent.library.shelf import check_links
from agent.library.variants import VARIANTS

ARTICLES = load_articles()
WORDS_A_SECOND = 2.86  # en_US-joe at its own pace, measured over a dozen articles
each = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.ident)


def texts_of(article: Article) -> list[str]:
    return [article.answer, *article.steps, *article.sections.values()]


def test_the_shelf_is_well_filled() -> None:
    assert len(ARTICLES) >= 60
    check_links(ARTICLES)


@each
def test_sources_are_named(article: Article) -> None:
    known = re.compile(r"RFC \d{3,4}|ITU-T [A-Z]\.\d+|https://|SIPconnect")
    assert article.sources
    assert all(known.match(source) for source in article.sources)


@each
def test_questions_and_keywords_suffice(article: Article) -> None:
    assert len(article.questions) >= 2
    assert article.keywords
    assert len(set(article.questions)) == len(article.questions)


@each
def test_the_answer_is_listenable(article: Article) -> None:
    words = len(article.answer.split())
    assert 8 <= words <= 15 * WORDS_A_SECOND
    assert 1 <= len(sentences(article.answer)) <= 4
    assert all(len(text.split()) <= 45 for text in texts_of(article))
    assert all(text.endswith((".", "?")) for text in texts_of(article))


@each
def test_the_first_clause_is_short_so_that_speech_starts_soon(article: Article) -> None:
    first = re.split(r"[,;:.?!](?:\s|$)", article.answer)[0]
    assert len(first.split()) <= 8, first


@each
def test_the_text_is_speech_and_not_markup(article: Article) -> None:
    for text in [*texts_of(article), article.clarify]:
        assert not re.search(r"[*`#\[\]|<>]|\n", text)
        assert "card number" not in text


@each
def test_its_own_questions_lead_to_it(article: Article, library: Library) -> None:
    matches = [library.find(question) for question in article.questions]
    right = [match for match in matches if match is not None and match.article == article]
    assert len(right) >= len(matches) - 1, [match and match.article.ident for match in matches]


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(ARTICLES)


GOOD = """+++
title = "T"
questions = ["q"]
keywords = ["k"]
sources = ["RFC 1"]
+++
Answer.

## next
1. Look.

## tcp
Over TCP.
"""


def test_an_article_is_read_in_full() -> None:
    article = parse_article("t", GOOD)
    assert article == Article(
        "t", "T", ("q",), ("k",), ("RFC 1",), "Answer.", steps=("Look.",), sections={"tcp": "Over TCP."}
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("+++\ntitle", "title", "no front matter"),
        ('title = "T"\n', "", "missing"),
        ("title", "titel", "unknown"),
        ('["k"]', "[", "front matter"),
        ("1. Look.", "Look.", "numbered list"),
        ("## tcp", "## carrier-pigeon", "unknown section"),
    ],
)
def test_a_damaged_article_is_refused_by_name(old: str, new: str, fault: str) -> None:
    with pytest.raises(KnowledgeDamaged, match=fault) as raised:
        parse_article("t", GOOD.replace(old, new, 1))
    assert raised.value.article == "t"


@pytest.mark.parametrize(
    "extra", ['related = ["nowhere"]', 'clarify = "Which?"', 'clarify = "Which?"\nchoices = ["udp"]']
)
def test_a_dead_link_is_refused(extra: str) -> None:
    with pytest.raises(KnowledgeDamaged):
        check_links([parse_article("t", GOOD.replace('title = "T"', f'title = "T"\n{extra}'))])


def test_every_variant_is_used_by_some_article() -> None:
    used = {name for article in ARTICLES for name in article.sections}
    assert set(VARIANTS) - used == set()
