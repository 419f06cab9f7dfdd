"""What a page must be for everybody who reads it: named, labelled, large enough to tap and readable."""

from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, expect

expect.set_options(timeout=30_000)  # on a busy machine five seconds are not long
SIZES: tuple[tuple[int, Literal["dark", "light"]], ...] = (
    (320, "dark"),
    (320, "light"),
    (768, "dark"),
    (1024, "light"),
    (1280, "dark"),
    (1280, "light"),
)
"""The windows in which every page is looked at: a telephone, a tablet each way up, a laptop."""
CHECKS = (Path(__file__).parent / "checks.js").read_text("utf-8")


def faults(page: Page) -> list[str]:
    """What `checks.js` finds on the page that is open.

    A page that a click has opened can be read before its stylesheet has arrived; it is looked at once it is loaded.
    """
    page.wait_for_load_state("load")
    found: list[str] = page.evaluate(CHECKS)
    return found


def faults_in_every_size(page: Page) -> list[str]:
    """What is wrong with the page that is open, in windows of every size, dark and light."""
    found = []
    for width, scheme in SIZES:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate(
            "document.getAnimations().forEach(one => one.finish())"
        )  # of colours that change
        found += [f"{width} {scheme}: {fault}" for fault in faults(page)]
    return found
