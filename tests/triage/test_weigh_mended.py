"""What speaks for old files in the browser, once something was mended."""

from dataclasses import replace

from bot.model.conversation import Complaint
from bot.model.knowledge import Knowledge
from bot.model.status import Shows
from bot.model.understanding import Symptom
from bot.triage.weigh import weigh
from tests.builders import FORMS, RARE, a_feed, at, some_facts
from tests.triage.test_weigh import chance


def test_after_a_mended_product_old_files_are_likelier_than_an_extension(
    knowledge: Knowledge,
) -> None:
    private = Complaint(
        symptoms=frozenset({Symptom.WONT_OPEN}), products=(RARE.id,), facts={"incognito_ok": True}
    )
    facts = some_facts(private)
    files, extension = "customer:browser", "customer:browser_extension"
    before = weigh(facts, knowledge)
    assert chance(before, extension) > chance(before, files)
    down = a_feed(RARE, Shows.MAJOR_OUTAGE, since=-60, read=-20)
    ended = down.read(at(-10), Shows.RESOLVED, None).read(at(0), Shows.RESOLVED, None)
    after = weigh(replace(facts, feeds={RARE.id: ended}), knowledge)
    assert chance(after, files) > chance(after, extension)
    others = weigh(replace(facts, feeds={FORMS.id: a_feed(FORMS, Shows.RESOLVED)}), knowledge)
    assert chance(others, extension) > chance(others, files)
