"""The pages and their files, read into memory at start: what is not among them does not exist for a browser.

`page/index.html` is `/`, `page/demo.html` is `/demo`, `page/policy.html` is `/policy`, `page/widget.js` is
`/widget.js`, and every file below `page/` that is no page is `/assets/<its path>`. In a page, `<!-- sip -->` becomes
the SIP addresses to dial, as items of a list, and `<!-- policy -->` the policy in force.
"""

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import Response

from gateway.web.problems import NOTHING, Problem

FOLDER = Path(__file__).with_name("page")
PAGES = {"/": "index.html", "/demo": "demo.html", "/policy": "policy.html"}
WIDGET = "/widget.js"
ASSETS = "/assets/"
DIALLED = b"<!-- sip -->"
POLICY = b"<!-- policy -->"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
}
_WORTH_PACKING = (".html", ".js", ".css", ".svg", ".json", ".webmanifest")
_EMBEDDED = {"Cross-Origin-Resource-Policy": "cross-origin"}  # the widget is for other pages


@dataclass(frozen=True, slots=True)
class File:
    """One file as it is served. A browser asks again each time and is told when it has the same (RFC 9110
    section 13.1.2): after an update nobody runs old code against a new server."""

    body: bytes = field(repr=False)
    media_type: str
    packed: bytes | None = field(repr=False)
    tag: str

    @classmethod
    def of(cls, body: bytes, suffix: str) -> "File":
        packed = gzip.compress(body, mtime=0) if suffix in _WORTH_PACKING else None
        return cls(body, TYPES[suffix], packed, f'"{hashlib.sha256(body).hexdigest()[:24]}"')

    def response(self, request: Request, headers: dict[str, str]) -> Response:
        """The file, or 304 where the browser has it."""
        headers = headers | {"ETag": self.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == self.tag:
            return Response(status_code=304, headers=headers)
        if self.packed and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self.packed, headers=headers | {"Content-Encoding": "gzip"}, media_type=self.media_type)
        return Response(self.body, headers=headers, media_type=self.media_type)


class Pages:
    """Every file in `folder`, by its address; `uris` are what to dial, `policy` is HTML."""

    def __init__(self, uris: tuple[str, ...], policy: str, folder: Path = FOLDER) -> None:
        dial = "".join(f"<li><code>{escape(uri)}</code></li>" for uri in uris).encode()
        self._files: dict[str, File] = {}
        for address, path in _addresses(folder):
            body = path.read_bytes()
            if path.suffix == ".html":
                body = body.replace(DIALLED, dial).replace(POLICY, policy.encode())
            self._files[address] = File.of(body, path.suffix)

    def router(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        for address in (*PAGES, WIDGET, f"{ASSETS}{{name:path}}"):
            router.get(address)(self.serve)
        return router

    async def serve(self, request: Request) -> Response:
        """The file of this address, byte for byte the one that was read."""
        file = self._files.get(request.scope["path"])
        if file is None:
            raise Problem(404, NOTHING)
        return file.response(request, {} if request.scope["path"] in PAGES else _EMBEDDED)


def _addresses(folder: Path) -> Iterator[tuple[str, Path]]:
    for address, name in PAGES.items():
        if (folder / name).is_file():
            yield address, folder / name
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in TYPES and path.suffix != ".html":
            name = path.relative_to(folder).as_posix()
            yield (WIDGET if name == WIDGET.strip("/") else f"{ASSETS}{name}"), path
