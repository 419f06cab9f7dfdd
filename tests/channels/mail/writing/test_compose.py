"""Mails as octets: headers that cannot be broken, texts that come back as they were."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.mail.addresses import Mailbox
from bot.channels.mail.message_ids import answered_name, name_of, thread_of
from bot.channels.mail.writing.compose import Head, SenderKind, Stops, compose
from bot.channels.mail.writing.letter import (
    Letter,
    LetterSender,
    notice_letter,
    reply_letter,
    staff_letter,
)
from bot.desk.prose import one_line, visible
from bot.model.effect import Checked, StaffReply
from tests.cases import each
from tests.channels.mail.letters import AT, HOSTS, TEXT, a_notice, a_reply
from tests.examples import often

DESK = LetterSender("サポート窓口", "help@desk.example", "株式会社ミナト")
STOP = "https://desk.example/unsubscribe/abc.def"
ANY = st.text(max_size=120) | st.text("あ漢\r\n\t :<>@,=?\x00\u202e\u2028", max_size=120)


def a_head(**more: object) -> Head:
    head = Head(
        SenderKind.NOTICE,
        Mailbox("help", "desk.example"),
        "サポート窓口",
        Mailbox("tanaka", "customer.example"),
        name_of("k", 0, "desk.example"),
        AT,
        (thread_of("I3", "mail:1", "desk.example"),),
        Stops(STOP, "mailto:help@desk.example?subject=unsubscribe%20abc.def"),
        "I3:first:notice:jitabata",
    )
    return replace(head, **more)  # type: ignore[arg-type]  # any field of a head


def a_letter(text: str = TEXT, lang: str = "ja", reason: str = "first") -> Letter:
    return notice_letter(a_notice(reason, text, lang), "タナ一覧プラグイン", DESK, STOP)


def read(octets: bytes) -> EmailMessage:
    return message_from_bytes(octets, EmailMessage, policy=policy.default)


def body(mail: EmailMessage, form: str) -> str:
    part = mail.get_body((form,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_japanese_comes_back_as_it_was_written() -> None:
    mail = read(compose(a_letter(), a_head(), HOSTS))
    assert mail["Subject"] == "【状況のお知らせ】タナ一覧プラグイン（I3）"
    assert mail["From"].addresses[0].display_name == "サポート窓口"
    assert mail.get_content_type() == "multipart/alternative"
    assert body(mail, "plain").startswith(TEXT)
    assert "最新の状況: " in body(mail, "html")
    assert mail["Content-Language"] == "ja"
    assert mail["Date"].datetime == AT


@each(
    ("reason", "lang", "said"),
    [
        ("first", "ja", "自動のお知らせ"),
        ("correction", "ja", "訂正のお知らせ"),
        ("withdrawn", "ja", "取り下げのお知らせ"),
        ("recovered", "en", "It is over"),
        ("is_it_over", "en", "Automated notice"),
    ],
)
def test_a_later_notice_says_first_what_it_brings(reason: str, lang: str, said: str) -> None:
    assert a_letter(reason=reason, lang=lang).speaker == said


def test_a_notice_can_be_stopped_by_one_click_and_by_mail() -> None:
    mail = read(compose(a_letter(), a_head(), HOSTS))
    assert mail["List-Unsubscribe"] == (
        f"<{STOP}>, <mailto:help@desk.example?subject=unsubscribe%20abc.def>"
    )
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Precedence"] == "bulk"
    assert STOP in body(mail, "plain")
    assert f'href="{STOP}"' in body(mail, "html")


def test_without_a_public_page_it_is_stopped_by_mail() -> None:
    mail = read(compose(a_letter(), a_head(stops=Stops("", "mailto:help@desk.example")), HOSTS))
    assert mail["List-Unsubscribe"] == "<mailto:help@desk.example>"
    assert mail["List-Unsubscribe-Post"] is None


def test_an_answer_says_how_to_answer_by_writing_and_what_was_looked_at() -> None:
    reply = a_reply(
        buttons=("worked", "failed"), checked=(Checked("k", "kintone", "operational", AT),)
    )
    said = body(
        read(compose(reply_letter(reply, "", DESK), a_head(kind=SenderKind.REPLY), HOSTS)), "plain"
    )
    assert "「直った」「まだ直らない」「人に相談する」とだけ書いて" in said
    assert "・kintone：障害の掲載なし（7月1日 10:12）" in said
    english = reply_letter(replace(reply, lang="ko", text="x"), "", DESK)
    assert "“It works now”, “Still broken”, “Talk to a person”" in english.answer
    assert english.checked == ("kintone: no trouble posted (1 Jul 10:12)",)


def test_a_person_s_answer_is_said_to_be_one() -> None:
    letter = staff_letter(StaffReply("c", "確認しています。", "sato"), "Fwd: 件名", "ja", DESK)
    assert letter.subject == "Re: 件名"
    assert letter.speaker == "担当者からの返信"
    assert letter.stop == ""
    closed = StaffReply("c", "解決しましたか？", "sato", ("solved", "unsolved"))
    assert "「いいえ」" in staff_letter(closed, "件名", "ja", DESK).answer
    assert "“" not in staff_letter(closed, "About", "en", DESK).answer
    assert '"No"' in staff_letter(closed, "About", "en", DESK).answer


@settings(max_examples=often(25))
@given(subject=ANY, name=ANY)
def test_nobody_s_words_break_out_of_a_header(subject: str, name: str) -> None:
    octets = compose(replace(a_letter(), subject=subject), a_head(sender_name=name), HOSTS)
    head = octets.partition(b"\r\n\r\n")[0]
    names = [line.partition(b":")[0] for line in head.split(b"\r\n") if line[:1] != b" "]
    assert len(names) == len(set(names)) == 18
    assert b"\n" not in head.replace(b"\r\n", b"")
    assert b"\r" not in head.replace(b"\r\n", b"")
    assert max(map(len, head.split(b"\r\n"))) <= 400
    raw = message_from_bytes(octets)
    assert str(make_header(decode_header(raw["Subject"]))) == one_line(subject, 200)
    (sender,) = read(octets)["From"].addresses
    assert sender.addr_spec == "help@desk.example"


@settings(max_examples=often(25))
@given(text=st.text(max_size=400), lang=st.sampled_from(["ja", "en", "th", "x\r\ny"]))
def test_any_text_goes_through_in_short_lines_of_seven_bits(text: str, lang: str) -> None:
    octets = compose(a_letter(text, lang), a_head(), HOSTS)
    octets.decode("ascii")
    assert max(map(len, octets.split(b"\r\n"))) <= 998
    assert b"\n" not in octets.replace(b"\r\n", b"")
    mail = read(octets)
    expected = visible(text).strip()
    assert body(mail, "plain").startswith(expected)
    assert "<script" not in body(mail, "html").replace(expected, "")


@each("text", ["a" * 5000, "漢" * 5000, "http://x " * 3000, "x\n" * 30_000])
def test_long_texts_are_shortened_and_never_have_long_lines(text: str) -> None:
    octets = compose(a_letter(text), a_head(), HOSTS)
    assert max(map(len, octets.split(b"\r\n"))) <= 998
    assert len(octets) < 300_000


@given(names=st.lists(st.text(st.characters(codec="ascii"), max_size=300), max_size=20))
def test_other_people_s_message_ids_are_taken_whole_or_not_at_all(names: list[str]) -> None:
    good = tuple(n for n in (answered_name(f"mail:{n}") for n in names) if n)
    mail = message_from_bytes(
        compose(a_letter(), a_head(references=(*good, "x" * 90 + "@y")), HOSTS)
    )
    given = mail["References"].split()
    assert given[-1] == f"<{'x' * 90}@y>" == mail["In-Reply-To"]
    assert len(given) <= 12
    assert all(n[1:-1] in (*good, "x" * 90 + "@y") for n in given)


def test_an_address_of_a_japanese_carrier_is_quoted() -> None:
    mailbox = Mailbox.of("a..b.@docomo.ne.jp")
    assert mailbox.spec == '"a..b."@docomo.ne.jp'
    octets = compose(a_letter(), a_head(to=mailbox), HOSTS)
    assert b'\r\nTo: "a..b."@docomo.ne.jp\r\n' in octets


@each(
    ("text", "spec"),
    [
        ("Tanaka@Customer.EXAMPLE", "Tanaka@customer.example"),
        ('"a b"@x.jp', None),
        ('"a..b"@x.jp', '"a..b"@x.jp'),
        ("sato@日本語.jp", "sato@xn--wgv71a119e.jp"),
        ("佐藤@example.jp", None),
        ("a@b\r\nRCPT TO:<c@d>", None),
        ("a@[127.0.0.1]", None),
        ("@x.jp", None),
        ("a@", None),
        ("x" * 65 + "@x.jp", None),
    ],
)
def test_addresses_are_those_that_smtp_takes(text: str, spec: str | None) -> None:
    if spec is None:
        with pytest.raises(ValueError, match=r"the @|no mail address"):
            Mailbox.of(text)
    else:
        assert Mailbox.of(text).spec == spec
        assert Mailbox.of(Mailbox.of(text).spec) == Mailbox.of(text)
