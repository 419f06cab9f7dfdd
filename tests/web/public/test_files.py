"""The public page as files: whole, complete, and written only where something changed."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.configuration.doors import publish_of
from bot.feeds.detect import read
from bot.model.errors import JitabataError
from bot.model.operator import Operator
from bot.web.pages import Pages
from bot.web.public.cache import SnapshotCache
from bot.web.public.documents import DocumentMaker
from bot.web.public.files import StaticSite
from tests.web.public.window import Window

BASE = "https://desk.example"


def publish(window: Window, folder: Path) -> int:
    pages = Pages(window.knowledge, window.clock, operator=window.operator)
    cache = SnapshotCache(window.store, pages)  # type: ignore[arg-type]
    return StaticSite(DocumentMaker(pages, BASE), folder).write(cache.look())


def test_every_link_among_the_files_leads_to_a_file(tmp_path: Path) -> None:
    publish(Window(operator=Operator(colour="#8a2b5f")).filled(), tmp_path)
    pages = [*tmp_path.rglob("index.html")]
    assert len(pages) == 8  # the page twice, the history and one post, in two languages
    for page in pages:
        for link in re.findall(r'(?:href|src)="([^"#]+)"', page.read_text("utf-8")):
            if link.startswith(("https://", "mailto:")):
                continue
            target = tmp_path / link[1:]
            assert (target / "index.html" if link.endswith("/") else target).is_file(), link
    assert not [*tmp_path.rglob(".new-*")]


def test_the_files_say_what_the_desk_says(tmp_path: Path) -> None:
    publish(Window().filled(), tmp_path)
    english = (tmp_path / "en" / "status" / "index.html").read_text("utf-8")
    assert "Some services are unavailable" in english
    assert f'href="{BASE}/chat?about=desk_form&amp;lang=en"' in english  # the chat is no file
    reading = read((tmp_path / "api" / "v2" / "summary.json").read_bytes())
    assert [i.title for i in reading.incidents] == ["フォームが開かない不具合"]
    assert read((tmp_path / "en" / "history.atom").read_bytes()).incidents


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    window = Window().filled()
    assert publish(window, tmp_path) > 20
    assert publish(window, tmp_path) == 0
    before = (tmp_path / "status" / "index.html").stat().st_ino
    window.clock.passes(timedelta(minutes=3))
    assert 0 < publish(window, tmp_path) < 30
    assert (tmp_path / "status" / "index.html").stat().st_ino != before  # never half a file


def test_files_need_an_address_for_the_chat(tmp_path: Path) -> None:
    assert publish_of("", "") is None
    assert publish_of(str(tmp_path), BASE) == tmp_path
    with pytest.raises(JitabataError, match="public_url"):
        publish_of(str(tmp_path), "")
