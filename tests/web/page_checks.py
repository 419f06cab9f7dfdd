"""What a page must be for everybody who reads it: named, labelled, large enough to tap and readable."""

from pathlib import Path

from playwright.sync_api import Page, expect

expect.set_options(timeout=30_000)  # on a busy machine five seconds are not long
CHECKS = (Path(__file__).parent / "checks.js").read_text("utf-8")


def faults(page: Page) -> list[str]:
    """What `checks.js` finds on the page that is open.

    A page that a click has opened can be read before its stylesheet has arrived; it is looked at once it is loaded.
    """
    page.wait_for_load_state("load")
    found: list[str] = page.evaluate(CHECKS)
    return found
