"""A document as data, and its two forms: Markdown for files and hashes, HTML for the page."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Table:
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


Block = str | Bullets | Table


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A dated text. Two that read the same have the same `sha256`."""

    title: str
    dated: str
    sections: tuple[Section, ...]

    @property
    def markdown(self) -> str:
        return "\n\n".join(_markdown(self)) + "\n"

    @property
    def html(self) -> str:
        """The body of a page: headings, paragraphs, lists and tables; no script, style or link."""
        return "\n".join(_html(self))

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.markdown.encode()).hexdigest()


def _markdown(document: Document) -> Iterator[str]:
    yield f"# {document.title}"
    yield f"In force since {document.dated}."
    for section in document.sections:
        yield f"## {section.heading}"
        for block in section.blocks:
            yield _block_markdown(block)


def _block_markdown(block: Block) -> str:
    match block:
        case Bullets(items):
            return "\n".join(f"- {item}" for item in items)
        case Table(head, rows):
            lines = [head, ("---",) * len(head), *rows]
            return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)
        case text:
            return text


def _html(document: Document) -> Iterator[str]:
    yield f"<h1>{escape(document.title)}</h1>"
    yield f"<p>In force since <time>{escape(document.dated)}</time>.</p>"
    for section in document.sections:
        yield f"<h2>{escape(section.heading)}</h2>"
        yield from (_block_html(block) for block in section.blocks)


def _block_html(block: Block) -> str:
    match block:
        case Bullets(items):
            return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"
        case Table(head, rows):
            titles = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
            lines = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
            return f"<table><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table>"
        case text:
            return f"<p>{escape(text)}</p>"
