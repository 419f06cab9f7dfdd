"""Raw mails to what the desk hears."""

from bot.channels.mail.message_ids import message_id_of
from bot.channels.mail.reading.automatic import IgnoredMail
from bot.channels.mail.reading.incoming import Stop, read_mail
from bot.channels.mail.reading.senders import customer_of
from bot.channels.mail.reading.standing import SenderStanding
from bot.channels.mail.unsubscribe_tokens import STOP, unsubscribe_tokens
from tests.cases import each
from tests.channels.mail.mails import RULES, a_mail, b64, jis, raw, report

HEAD = """
    From: Sato <sato@midori.example>
    Message-ID: <m1@midori.example>
    MIME-Version: 1.0
"""


def test_a_plain_mail() -> None:
    found = report(a_mail())
    assert found.message_id == message_id_of("m1@midori.example", found.customer)
    assert found.sender.spec == "sato@midori.example"
    assert found.text == "案件アプリの件\nkintoneが開きません。"
    assert (found.tenant, found.standing) == ("~claimed:midori.example", SenderStanding.UNKNOWN)
    assert found.customer == customer_of(found.sender, SenderStanding.UNKNOWN)
    assert len(found.customer) == len("mail:") + 24


@each(
    ("sender", "name"),
    [
        ("Sato <sato@midori.example>", "Sato"),
        ('"Sato, Mika" <sato@midori.example>', "Sato, Mika"),
        ("=?UTF-8?B?5bCP55SwIOacquadpQ==?= <sato@midori.example>", "小田 未来"),
        ("sato@midori.example", ""),
        ("<sato@midori.example>", ""),
        ('"sato@midori.example" <sato@midori.example>', ""),
        ("A <a@midori.example>, B <b@midori.example>", ""),
    ],
)
def test_the_name_of_a_sender_is_what_stands_before_the_address(sender: str, name: str) -> None:
    mail = raw(HEAD.replace("Sato <sato@midori.example>", sender) + "\n    kintoneが開きません。\n")
    assert report(mail).sender_name == name


@each(
    "subject",
    [
        "",
        "お問い合わせ",
        "kintoneについてのお問い合わせ",
        "件名なし",
        "(no subject)",
        "Hello!",
        "至急",
        "Re: 前の件",
    ],
)
def test_a_subject_that_says_nothing_is_left_out(subject: str) -> None:
    assert report(a_mail(Subject=subject)).text == "kintoneが開きません。"


def test_a_subject_that_the_body_says_is_not_said_twice() -> None:
    assert (
        report(a_mail("一覧が出ない、とのこと", Subject="一覧が出ない")).text
        == "一覧が出ない、とのこと"
    )


def test_the_subject_alone_is_a_report() -> None:
    assert report(a_mail("", Subject="【至急】kintoneが開かない")).text == "kintoneが開かない"


def test_case_of_an_address_does_not_make_another_person() -> None:
    one, other = (
        report(a_mail(From="Sato@Midori.example")),
        report(a_mail(From="sato@midori.EXAMPLE")),
    )
    assert one.customer == other.customer


@each("domain", ["gmail.com", "yahoo.co.jp", "docomo.ne.jp", "i.softbank.jp", "abc.biglobe.ne.jp"])
def test_where_everybody_gets_an_address_nobody_is_an_organisation(domain: str) -> None:
    assert report(a_mail(From=f"sato@{domain}")).tenant == ""


def test_raw_iso_2022_jp_in_header_and_body() -> None:
    head = (
        b"From: "
        + jis("㈱みどり")
        + b" <sato@midori.example>\nSubject: "
        + jis("①開かない")
        + b"\n"
    )
    mail = head + b"Content-Type: text/plain; charset=iso-2022-jp\n\n" + jis("ｶﾅも㈱も読めます")
    found = report(mail)
    assert (found.sender.spec, found.subject) == ("sato@midori.example", "①開かない")
    assert found.text == "①開かない\nｶﾅも㈱も読めます"


@each("charset", ["cp932", "euc-jp", "utf-8"])
def test_raw_bytes_in_a_header_without_any_name(charset: str) -> None:
    subject = "一覧が表示されません".encode(charset)
    assert (
        report(b"From: a@midori.example\nSubject: " + subject + b"\n\nx").subject
        == "一覧が表示されません"
    )


def test_encoded_words_that_split_a_character() -> None:
    octets = "開きません".encode()
    first, second = b64(octets[:4]), b64(octets[4:])
    mail = raw(f"From: a@midori.example\nSubject: =?utf-8?B?{first}?=\n =?UTF-8?B?{second}?=", "x")
    assert report(mail.replace(b"\n=?UTF", b"\n =?UTF")).subject == "開きません"


def test_encoded_words_without_padding_and_in_quoted_printable() -> None:
    word = b64("開".encode() * 2).rstrip("=")
    mail = raw(
        f"From: a@midori.example\nSubject: =?utf-8?b?{word}?= kintone =?iso-8859-1?q?n=E3o_abre?=",
        "x",
    )
    assert report(mail).subject == "開開 kintone não abre"


def test_an_address_in_the_name_is_not_the_address() -> None:
    found = report(a_mail(From='"victim@other.example" <sato@midori.example>'))
    assert found.sender.spec == "sato@midori.example"


def test_without_a_message_id_the_same_mail_has_the_same_id() -> None:
    mail = raw(
        "From: a@midori.example\nDate: Fri, 27 Nov 2026 10:00:00 +0900\nSubject: 開かない", "x"
    )
    one, other = report(mail), report(b"Received: elsewhere\n" + mail)
    assert one.message_id == other.message_id
    assert one.message_id.startswith("mail:unnamed-")


def test_an_endless_message_id_is_kept_as_a_digest() -> None:
    found = report(a_mail(Message_ID=f"<{'x' * 800}@midori.example>"))
    assert len(found.message_id) < 70


def test_the_answered_mails_latest_last() -> None:
    found = report(a_mail(References="<a@x> <b@x>", In_Reply_To="<a@x>"))
    assert found.references == ("b@x", "a@x")


def test_a_flowed_mail_of_an_iphone_in_japanese() -> None:
    body = "案件の一覧が \n開きません。\n\n> いかが \n> ですか\n"
    head = (
        HEAD + "Subject: Re: x\nContent-Type: text/plain; charset=utf-8; format=flowed; delsp=yes"
    )
    assert report(raw(head, body)).text == "案件の一覧が開きません。"


def test_who_wants_no_more_notices() -> None:
    token = unsubscribe_tokens("secret").token("mail:0123456789abcdef01234567")
    found = read_mail(a_mail("", Subject=f"{STOP} {token}", Auto_Submitted="auto-generated"), RULES)
    assert isinstance(found, Stop)
    assert found.token == token
    assert report(a_mail(Subject="unsubscribe の方法を教えてください")).text


def test_nobody_to_answer_is_no_report() -> None:
    assert read_mail(raw("Subject: 開かない", "x"), RULES) is IgnoredMail.NO_SENDER
    assert read_mail(raw("From: <>\nSubject: 開かない", "x"), RULES) is IgnoredMail.NO_SENDER
    assert read_mail(a_mail("", Subject=""), RULES) is IgnoredMail.EMPTY
