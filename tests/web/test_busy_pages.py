"""The chat in a real browser while the desk has too much to do."""

from playwright.sync_api import Page, Route, expect

from tests.web.test_pages import Served, chromium, open_chat, page, pytestmark, served

__all__ = ["chromium", "page", "pytestmark", "served"]


def test_where_too_many_write_the_same_is_sent_again_by_itself(
    page: Page,
    served: Served,
) -> None:
    page.clock.install()
    open_chat(page)
    sent: list[str] = []

    def refuse(route: Route) -> None:
        sent.append(route.request.post_data or "")
        token = str(page.locator("input[name=token]").first.input_value())
        said = {"problem": f"混み合っています {len(sent)}", "token": token}
        route.fulfill(status=503, headers={"Retry-After": "3"}, json=said)

    page.route("**/messages", refuse, times=2)
    page.fill("#text", "大事な文章")
    page.locator("#text").press("Enter")
    for number in (1, 2):
        expect(page.get_by_role("alert")).to_contain_text(f"混み合っています {number}")
        page.clock.fast_forward(6_000)
    expect(page.locator(".from-customer")).to_contain_text("大事な文章")
    expect(page.get_by_role("alert")).to_be_empty()
    assert len(set(sent)) == 1  # the same form, and so the same id
    assert [message.text for message in served.house.door.messages] == ["大事な文章"]
