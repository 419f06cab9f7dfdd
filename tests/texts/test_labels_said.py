"""Buttons are called in replies what they are called on the screen."""

import re

import pytest

from bot.model.knowledge import Knowledge
from bot.texts.loader import say

PRESS = {
    "ja": re.compile(r"「(人[^」]*)」を押"),
    "en": re.compile(r'[Pp]ress "([^"]*person[^"]*)"'),
}


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_replies_name_the_button_for_a_person_as_it_is_labelled(
    knowledge: Knowledge, lang: str
) -> None:
    answers = (says for answer in knowledge.answers.values() for says in answer.says.values())
    texts = [*knowledge.words[lang].values(), *(says.get(lang, "") for says in answers)]
    named = {name for text in texts for name in PRESS[lang].findall(text)}
    assert named == {say(lang, "labels.button.human")}
