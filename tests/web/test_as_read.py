"""Staff see a notice before it is sent as its readers will read it."""

import html
from dataclasses import asdict

import httpx
import pytest

from bot.channels.mail.writing.letter import LetterSender, notice_letter
from bot.desk.names import ReaderNames
from bot.model.effect import Notice
from bot.web.as_read import envelope_about
from tests import shipped
from tests.desk.announcing import somebody
from tests.web.forms import sign_in
from tests.web.sending import SendingHouse

pytestmark = pytest.mark.anyio
CAUSE = "platform:kintone"


@pytest.mark.parametrize("reason", ["first", "progress", "withdrawn", "recovered"])
@pytest.mark.parametrize("lang", ["ja", "en", "ko"])
async def test_the_envelope_is_that_of_the_mail(reason: str, lang: str) -> None:
    known = shipped.knowledge()
    what = ReaderNames(known, known.catalogue, lang).cause(CAUSE)
    notice = Notice("I7", ("a",), reason, "本文", lang, CAUSE)
    letter = notice_letter(notice, what, LetterSender("窓口", "d@desk.example"), "")
    shown = envelope_about(reason, CAUSE, "I7", lang, known)
    assert asdict(shown) == {
        "title": letter.title,
        "subject": letter.subject,
        "speaker": letter.speaker,
        "answer": letter.answer,
        "why": letter.why[1],
        "stop": letter.stop_words[0],
    }


async def test_a_proposal_that_goes_by_mail_is_shown_as_a_mail() -> None:
    house = SendingHouse()
    house.desk.knows(*(somebody(n) for n in range(3)))
    house.desk.proposes()
    with house.store.look() as work:
        (proposal,) = work.proposals()
    async with house.browser() as staff:
        await sign_in(staff)
        page: httpx.Response = await staff.get(f"/staff/proposals/{proposal.id}")
    shown = html.unescape(page.text)
    assert "【状況のお知らせ】" in shown
    assert "お知らせの配信を停止する" in shown
    assert 'class="turn from-desk"' not in shown


async def test_what_readers_read_bears_their_language_and_what_names_it_that_of_the_page() -> None:
    house = SendingHouse()
    house.desk.knows(*(somebody(n) for n in range(3)))
    house.desk.proposes()
    with house.store.look() as work:
        (proposal,) = work.proposals()
    async with house.browser() as staff:
        await sign_in(staff)
        page = (await staff.get(f"/staff/proposals/{proposal.id}?lang=en")).text
    letter = html.unescape(page).partition('<article class="letter"')[2].partition("</article>")[0]
    label, _, parts = letter.partition(">")
    assert "By mail" in label
    assert "lang=" not in label
    assert '<p class="letter-subject" lang="ja">【状況のお知らせ】' in parts
    assert '<footer class="quiet" lang="ja">' in parts
    assert parts.count('lang="ja"') == 4
