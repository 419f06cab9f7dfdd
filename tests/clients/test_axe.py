"""axe looks at the pages that customers and readers meet, and finds nothing."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.clients import serving
from tests.clients.serving import FOLDER, PATIENCE, needed
from tests.web.fakes import NOON
from tests.web.public.test_in_browser import PAGES, SUBSCRIPTIONS
from tests.web.public.window import Window
from tests.web.widget.browsing import (  # noqa: F401 - fixtures
    chromium,
    desk,
    house,
    opened,
    page,
    served,
    shop,
    tag,
)
from tests.web.widget.browsing import pytestmark as in_browser
from tests.web.widget.hosts import HostServer

pytestmark = [*in_browser, pytest.mark.timeout(PATIENCE), needed]
AXE = FOLDER / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(seen: Page) -> list[str]:
    """What axe finds, of the page and the frames in it; its script comes by the browser, past our policy."""
    for frame in seen.frames:
        frame.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = seen.evaluate(
        "rules => axe.run({ runOnly: rules, resultTypes: ['violations'] })", RULES
    )
    return [
        f"{fault['id']}: {[node['target'] for node in fault['nodes']]}"
        for fault in found["violations"]
    ]


@pytest.fixture
def address() -> Iterator[str]:
    window = Window(ways=("mail", "webhook")).filled()
    with window.store.store.work() as work:
        for one in SUBSCRIPTIONS:
            work.save_subscription(replace(one, requested_at=NOON))
    with serving.served(window.app()) as found:
        yield found


@pytest.mark.parametrize(("width", "scheme", "lang"), [(360, "light", "ja"), (1200, "dark", "en")])
def test_every_page_is_clean(
    chromium: Browser,  # noqa: F811
    address: str,
    width: int,
    scheme: str,
    lang: str,
) -> None:
    context = chromium.new_context(
        base_url=address,
        locale=lang,
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,
    )
    visit = context.new_page()
    found: dict[str, list[str]] = {}
    for path in (*PAGES, "/chat"):
        visit.goto(path)
        for fold in visit.locator("summary").all():
            fold.click()
        found[path] = faults(visit)
    context.close()
    assert {path: seen for path, seen in found.items() if seen} == {}


def test_the_open_chat_on_another_site_is_clean(
    page: Page,  # noqa: F811
    shop: HostServer,  # noqa: F811
    tag: str,  # noqa: F811
) -> None:
    page.goto(shop.shows(tag))
    bare = faults(page)  # what is the website's own
    opened(page)
    assert [fault for fault in faults(page) if fault not in bare] == []
