"""The public page's colours: those of the console, written out for browsers of any age."""

import re

from bot.web.public.style import STATIC, colours_of_the_console, style_sheet


def test_the_page_has_the_colours_of_the_console_and_none_of_its_own() -> None:
    rules = (STATIC / "status.css").read_text("utf-8")
    on_screen = rules.partition("@media print")[0]
    assert re.findall(r"#[0-9a-f]{3,8}\b", on_screen) == []
    sheet = style_sheet().decode()
    assert "light-dark" not in sheet
    used = set(re.findall(r"var\((--[a-z-]+)\)", rules))
    for name, light, dark in colours_of_the_console():
        said = re.findall(rf"{name}:(#[0-9a-f]{{6}});", sheet)
        assert said == ([light, dark] if name in used else [])


def test_every_colour_that_is_asked_for_is_there() -> None:
    sheet = style_sheet().decode()
    given = set(re.findall(r"(--[a-z-]+):", sheet))
    assert set(re.findall(r"var\((--[a-z-]+)\)", sheet)) <= given
