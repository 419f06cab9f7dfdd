"""The limits of Block Kit, one by one: at the limit it is taken, one beyond it is not."""

from typing import Any

from tests.cases import each
from tests.channels.slack.world.kit import TOGETHER, problems_with_blocks, weight_of
from tests.channels.slack.world.kit_views import problems_with_view


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def section(text: str = "x", **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(ident: str = "a", **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": ident, "text": plain("直った"), **more}


def actions(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **more}


def choice(kind: str, options: int, text: str = "x") -> dict[str, Any]:
    told = [{"text": plain(text), "value": str(n)} for n in range(options)]
    return {"type": kind, "action_id": kind, "options": told}


def asked(element: dict[str, Any], label: str = "x") -> dict[str, Any]:
    return {"type": "input", "label": plain(label), "element": element}


TYPED = {"type": "plain_text_input", "action_id": "t"}
GOOD: list[list[dict[str, Any]]] = [
    [section()] * 50,
    [section("x" * 3000)],
    [{"type": "header", "text": plain("x" * 150)}],
    [{"type": "context", "elements": [plain("x")] * 10}],
    [actions(*(button(str(n), value="v" * 2000) for n in range(25)))],
    [section(accessory=choice("overflow", 5))],
    [actions(choice("checkboxes", 10), choice("static_select", 100))],
    [asked({**TYPED, "max_length": 3000})],
    [{"type": "image", "image_url": "https://a.example/x.png", "alt_text": "x"}],
    [{"type": "markdown", "text": "# x"}, {"type": "divider"}],
]
BAD: list[list[dict[str, Any]]] = [
    [section()] * 51,
    [section("x" * 3001)],
    [section("")],
    [section(" ")],
    [{"type": "section"}],
    [section(colour="red")],
    [section(fields=[plain("x")] * 11)],
    [section(fields=[plain("x" * 2001)])],
    [section(block_id="b"), section(block_id="b")],
    [section(block_id="b" * 256)],
    [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    [{"type": "header", "text": plain("x" * 151)}],
    [{"type": "context", "elements": [plain("x")] * 11}],
    [actions()],
    [actions(*(button(str(n)) for n in range(26)))],
    [actions(button(), button())],
    [actions(button("a", style="primary"), button("b", style="primary"))],
    [actions(button(text=plain("x" * 76)))],
    [actions(button(text={"type": "mrkdwn", "text": "x"}))],
    [actions(button(value="v" * 2001))],
    [actions(button("i" * 256))],
    [actions(button(url="javascript:alert(1)"))],
    [actions(button(confirm={"title": plain("x" * 101), "text": plain("x")}))],
    [section(accessory=choice("overflow", 6))],
    [actions(choice("checkboxes", 11))],
    [actions(choice("static_select", 101))],
    [actions(choice("static_select", 0))],
    [actions(choice("static_select", 1, "x" * 76))],
    [actions({**choice("multi_static_select", 1)})],
    [asked(button())],
    [asked({**TYPED, "max_length": 3001})],
    [asked({"type": "file_input", "action_id": "f"})],
    [{"type": "image", "image_url": "https://a.example/x.png"}],
    [{"type": "table", "rows": [[plain("x")]]}] * 2,
    [{"type": "table", "rows": [[plain("x")] * 21]}],
    [{"type": "markdown", "text": "x" * 6001}] * 2,
    [{"type": "of_next_year"}],
]


@each("blocks", GOOD)
def test_at_the_limit_it_is_taken(blocks: list[dict[str, Any]]) -> None:
    assert problems_with_blocks(blocks, "message") == []


@each("blocks", BAD)
def test_beyond_the_limit_it_is_refused(blocks: list[dict[str, Any]]) -> None:
    assert problems_with_blocks(blocks, "message")


def test_all_blocks_together_count_escaped_with_a_price_for_each() -> None:
    assert weight_of([section("&amp;"), {"type": "divider"}]) == 100 + 5 + 125
    assert weight_of([{"type": "header", "text": plain("&<")}]) == 100 + 5 + 4
    assert weight_of([section("x" * 3000)] * 4) <= TOGETHER < weight_of([section("x" * 3000)] * 5)


def a_modal(**changes: Any) -> dict[str, Any]:
    told = {"type": "modal", "title": plain("x" * 24), "blocks": [section()], **changes}
    return {name: value for name, value in told.items() if value is not None}


@each(
    ("changes", "is_good"),
    [
        ({}, True),
        ({"blocks": [section()] * 100}, True),
        ({"blocks": [asked(TYPED)], "submit": plain("送る")}, True),
        ({"blocks": [asked({"type": "file_input", "action_id": "f"})], "submit": plain("x")}, True),
        ({"private_metadata": "x" * 3000}, True),
        ({"blocks": [section()] * 101}, False),
        ({"blocks": [asked(TYPED)]}, False),
        ({"blocks": [{"type": "markdown", "text": "x"}]}, False),
        ({"title": plain("x" * 25)}, False),
        ({"title": None}, False),
        ({"submit": plain("x" * 25)}, False),
        ({"private_metadata": "x" * 3001}, False),
        ({"callback_id": "x" * 256}, False),
        ({"type": "home"}, False),
        ({"colour": "red"}, False),
    ],
)
def test_modals(changes: dict[str, Any], *, is_good: bool) -> None:
    assert (not problems_with_view(a_modal(**changes), "modal")) is is_good


def test_home_has_neither_title_nor_submit() -> None:
    assert problems_with_view({"type": "home", "blocks": [section()] * 100}, "home") == []
    assert problems_with_view({"type": "home", "title": plain("x"), "blocks": []}, "home")
