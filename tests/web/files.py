"""Files for a page in a real browser: to choose, and to drop."""

from playwright.sync_api import FilePayload, Page

from tests.uploads.hars import a_har, an_entry

LIST = "プラグイン名,状態\nるりグリッド,有効\n"


def a_file(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "", "buffer": text.encode()}


def drop_files(page: Page, how_many: int) -> None:
    """Drop HARs anywhere on the page, as a mouse does."""
    har = a_har(an_entry("https://x.example/a.js", 503)).decode()
    drag = page.evaluate_handle(
        """([text, n]) => {
          const drag = new DataTransfer();
          for (let i = 0; i < n; i++) drag.items.add(new File([text], `session${i}.har`));
          return drag;
        }""",
        [har, how_many],
    )
    for event in ("dragover", "drop"):
        page.dispatch_event("main", event, {"dataTransfer": drag})
