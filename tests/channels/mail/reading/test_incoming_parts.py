"""What mails consist of: alternatives, files, mails in mails, and what nobody can read."""

from email.message import EmailMessage

from bot.channels.mail.reading.automatic import IgnoredMail
from bot.channels.mail.reading.incoming import read_mail
from tests.channels.mail.mails import RULES, a_mail, b64, jis, raw, report

HTML = """<html><head><style>p {color: red}</style><title>x</title></head><body>
<div style="display:none">preview</div><p>お世話になっております。<br>帳票が<b>出ません</b>。</p>
<script>alert(1)</script><!-- <p>gone</p> -->
<div class="gmail_quote"><div>2026年11月27日(金) 10:12 サポート &lt;<a href="mailto:d@s.example">d@s.example</a>&gt;:<br></div>
<blockquote><div>いかがでしょうか</div></blockquote></div></body></html>"""


def made(
    *, plain: str | None = None, html: str | None = None, subject: str = "帳票の件"
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "sato@midori.example", subject
    if plain is not None:
        mail.set_content(plain)
    if html is not None and plain is not None:
        mail.add_alternative(html, subtype="html")
    elif html is not None:
        mail.set_content(html, subtype="html")
    return mail


def test_html_alone_becomes_the_text_that_its_reader_sees() -> None:
    mail = made(html=HTML, subject="Re: 帳票の件")
    assert report(mail.as_bytes()).text == "お世話になっております。\n帳票が出ません。"


def test_of_alternatives_the_plain_one_is_read_unless_it_is_empty() -> None:
    assert (
        report(made(plain="平文です", html="<p>HTML</p>").as_bytes()).text == "帳票の件\n平文です"
    )
    assert report(made(plain=" \n", html="<p>HTMLだけ</p>").as_bytes()).text == "帳票の件\nHTMLだけ"


def test_files_are_taken_with_their_names() -> None:
    mail = made(plain="添付します")
    mail.add_attachment(
        b'{"log": {}}', maintype="application", subtype="json", filename="通信 記録.har"
    )
    mail.add_attachment("a,b\n", subtype="csv", filename="plugins.csv")
    found = report(mail.as_bytes())
    assert [(f.name, f.octets) for f in found.attachments] == [
        ("通信 記録.har", b'{"log": {}}'),
        ("plugins.csv", b"a,b\n"),
    ]


def test_names_of_files_in_every_way_that_mailers_write_them() -> None:
    word = b64(jis("①一覧.csv"))
    for disposition in (
        f'attachment; filename="=?ISO-2022-JP?B?{word}?="',
        "attachment; filename*=utf-8''%E2%91%A0%E4%B8%80%E8%A6%A7.csv",
        "attachment; filename*0*=utf-8''%E2%91%A0%E4%B8%80;\n filename*1*=%E8%A6%A7.csv",
        'attachment; filename="①一覧.csv"',
        "attachment; filename*=Shift_JIS''%87%40%88%EA%97%97.csv",
    ):
        head = f"From: a@midori.example\nContent-Type: text/csv\nContent-Disposition: {disposition}"
        mail = head.encode() + b"\n\na,b"
        assert report(mail).attachments[0].name == "①一覧.csv", disposition


def test_a_name_cannot_leave_its_folder() -> None:
    head = 'From: a@midori.example\nContent-Type: text/csv; name="../../etc/passwd"'
    assert report(raw(head, "a")).attachments[0].name == ".._.._etc_passwd"


def test_a_logo_within_the_text_is_no_file_and_a_screenshot_is_one() -> None:
    mail = made(plain="画面です", html="<p>画面です</p><img src=cid:a><img src=cid:b>")
    _, html = mail.iter_parts()
    assert isinstance(html, EmailMessage)
    html.add_related(b"\x89PNG" + bytes(500), "image", "png", cid="<a>")
    html.add_related(b"\x89PNG" + bytes(50_000), "image", "png", cid="<b>", filename="画面.png")
    found = report(mail.as_bytes())
    assert [f.name for f in found.attachments] == ["画面.png"]


def test_a_mail_within_the_mail_is_read_as_handed_on() -> None:
    mail = made(plain="下記の件、お願いします。", subject="転送: エラー")
    inner = made(plain="保存すると「権限がありません」と出ます。", subject="保存できない")
    inner.add_attachment(b"x", maintype="application", subtype="octet-stream", filename="a.har")
    mail.add_attachment(inner)
    found = report(mail.as_bytes())
    assert found.text.endswith(
        "下記の件、お願いします。\n保存できない\n保存すると「権限がありません」と出ます。"
    )
    assert [f.name for f in found.attachments] == ["a.har"]


def test_a_signed_mail_is_read_and_its_signature_is_no_file() -> None:
    body = """--b
Content-Type: text/plain; charset=utf-8

署名つきです
--b
Content-Type: application/pkcs7-signature; name=smime.p7s
Content-Disposition: attachment; filename=smime.p7s

AAAA
--b--
"""
    head = "From: a@midori.example\nContent-Type: multipart/signed; boundary=b; protocol=x"
    found = report(raw(head, body))
    assert (found.text, found.attachments, found.unread) == ("署名つきです", (), ())


def test_an_encrypted_mail_is_named_and_not_read() -> None:
    smime = raw(
        "From: a@midori.example\nContent-Type: application/pkcs7-mime; name=smime.p7m", "AAAA"
    )
    pgp = raw(
        "From: a@midori.example\nContent-Type: multipart/encrypted; boundary=b", "--b\n\nx\n--b--"
    )
    for mail in (smime, pgp):
        assert report(mail).unread == ("smime.p7m",)


def test_outlooks_parcel_is_named_and_not_read() -> None:
    mail = made(plain="Outlookから送ります")
    mail.add_attachment(
        b'\x78\x9f>"', maintype="application", subtype="ms-tnef", filename="winmail.dat"
    )
    found = report(mail.as_bytes())
    assert (found.attachments, found.unread) == ((), ("winmail.dat",))


def test_an_invitation_is_nothing_for_the_desk() -> None:
    mail = made(plain="会議のご案内")
    mail.add_alternative("BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR", subtype="calendar")
    assert read_mail(mail.as_bytes(), RULES) is IgnoredMail.CALENDAR


def test_a_multipart_without_parts_is_read_as_text() -> None:
    head = "From: a@midori.example\nContent-Type: multipart/mixed; boundary=none"
    assert report(raw(head, "境界がありません")).text == "境界がありません"


def test_more_parts_and_depth_than_are_read_leave_the_beginning() -> None:
    part = (
        "--b\nContent-Type: text/plain\n\nはじめ\n"
        + "--b\nContent-Type: text/csv; name=a.csv\n\nx\n" * 500
    )
    found = report(raw("From: a@midori.example\nContent-Type: multipart/mixed; boundary=b", part))
    assert found.text == "はじめ"
    assert len(found.attachments) == 20
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(300))
    assert (
        read_mail(b"From: a@midori.example\nSubject: Re: x\n" + deep.encode(), RULES)
        is IgnoredMail.EMPTY
    )
    assert report(a_mail()).text
