"""Reading the articles that ship with the package."""

from collections.abc import Iterable
from importlib.resources import files

from agent.errors import KnowledgeDamaged
from agent.library.article import Article, parse_article


def load_articles() -> tuple[Article, ...]:
    """Every article of `agent/knowledge`, ordered by name, with its links checked.

    Raises `KnowledgeDamaged` naming the file at fault.
    """
    folder = files("agent") / "knowledge"
    sources = sorted((entry.name, entry) for entry in folder.iterdir() if entry.name.endswith(".md"))
    articles = tuple(
        parse_article(name.removesuffix(".md"), entry.read_text(encoding="utf-8")) for name, entry in sources
    )
    check_links(articles)
    return articles


def check_links(articles: Iterable[Article]) -> None:
    """Nothing, when every related article and every choice exists. Raises `KnowledgeDamaged` otherwise."""
    shelf = tuple(articles)
    known = {article.ident for article in shelf}
    for article in shelf:
        dead = [link for link in article.related if link not in known]
        dead += [choice for choice in article.choices if choice not in article.sections]
        if dead:
            raise KnowledgeDamaged(article.ident, f"link to {dead[0]} leads nowhere")
        if bool(article.clarify) != bool(article.choices):
            raise KnowledgeDamaged(article.ident, "a clarifying question needs choices, and choices a question")
