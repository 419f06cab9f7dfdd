"""The public page and its documents as files, for a server or bucket that outlives the desk.

Each file is put in its place whole; what readers begin with comes last, so that whatever it leads to is
there. Files of earlier incidents stay: their addresses are permanent.
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.status_page.snapshot import Snapshot
from bot.status_page.statuspage import address_of
from bot.texts.loader import LANGUAGES
from bot.web import brand
from bot.web.pages import HERE
from bot.web.public.documents import DocumentMaker
from bot.web.public.links import FileLinks, folder_of
from bot.web.public.style import style_sheet

INDEX = "index.html"
READABLE = 0o644


@dataclass(frozen=True)
class StaticSite:
    """Writes one snapshot into a folder."""

    maker: DocumentMaker
    folder: Path

    def write(self, snapshot: Snapshot) -> int:
        """Bring the folder up to date; answers how many files are new or changed."""
        return sum(_put(self.folder / name, body) for name, body in self._files(snapshot))

    def _files(self, snapshot: Snapshot) -> Iterator[tuple[str, bytes]]:
        yield "status.css", style_sheet()
        yield from self._of_the_operator()
        for lang in LANGUAGES:
            links, below = FileLinks(lang, self.maker.base), folder_of(lang).lstrip("/")
            prefix = f"{below}/" if below else ""
            for post in snapshot.posts:
                made = self.maker.post(links, post, snapshot)
                yield f"{prefix}{address_of(post)[1:]}/{INDEX}", made.body
            for path in sorted(self.maker.addresses):
                yield prefix + path[1:], self.maker.document(path, lang, snapshot).body
            for path, make in self.maker.pages.items():
                name = f"{path[1:]}/{INDEX}" if path != "/" else INDEX
                yield prefix + name, make(links, snapshot).body

    def _of_the_operator(self) -> Iterator[tuple[str, bytes]]:
        operator = self.maker.pages_of.operator
        yield "static/mark.svg", (HERE / "static" / "mark.svg").read_bytes()
        if operator.colour:
            yield brand.STYLE[1:], brand.stylesheet(operator.colour).encode()
        if operator.logo:
            yield brand.LOGO[1:], operator.logo.content


def _put(path: Path, body: bytes) -> bool:
    """Put a file in its place whole, where it is not there already; whether it was not."""
    if path.is_file() and path.read_bytes() == body:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        Path(name).chmod(READABLE)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True
