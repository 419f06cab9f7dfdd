"""Which address a mail of ours did not reach."""

from bot.channels.mail.message_ids import name_of
from bot.channels.mail.reading.automatic import IgnoredMail
from bot.channels.mail.reading.bounces import Bounced
from bot.channels.mail.reading.incoming import Returned, read_mail
from tests.cases import each
from tests.channels.mail.mails import RULES, raw

NAME = name_of("notice:1", 0, "support.example")
HEAD = """
    Return-Path: <>
    From: Mail Delivery System <MAILER-DAEMON@relay.example>
    Message-ID: <dsn1@relay.example>
    Auto-Submitted: auto-replied
    Content-Type: multipart/report; report-type=delivery-status; boundary=b
"""


def a_report(
    action: str = "failed",
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 no such user",
    returned: str = f"Content-Type: message/rfc822\n\nMessage-ID: <{NAME}>\nSubject: x\n\nbody",
) -> bytes:
    body = f"""--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; sato@midori.example
Action: {action}
Status: {status}
Diagnostic-Code: {diagnostic}
--b
{returned}
--b--
"""
    return raw(HEAD, body)


def bounced(mail: bytes) -> tuple[Bounced, ...]:
    found = read_mail(mail, RULES)
    assert isinstance(found, Returned), found
    return found.bounces


def test_an_address_that_is_gone() -> None:
    assert bounced(a_report()) == (Bounced("sato@midori.example", permanent=True, message_id=NAME),)


def test_an_address_is_named_as_its_owner_writes_it() -> None:
    report = a_report().replace(b"sato@midori.example", b'"a..b."@docomo.ne.jp')
    assert [b.address for b in bounced(report)] == ["a..b.@docomo.ne.jp"]


@each(
    ("action", "status", "diagnostic", "permanent"),
    [
        ("failed", "5.1.10", "smtp; 550 5.1.10 recipient not found", True),
        ("failed", "5.0.0", "smtp; 550 unknown user", True),
        ("failed", "5.4.1", "smtp; 550 5.4.1 access denied", True),
        ("failed", "5.2.2", "smtp; 552 5.2.2 mailbox full", False),
        ("failed", "5.7.1", "smtp; 554 5.7.1 rejected as spam", False),
        ("failed", "5.0.0", "smtp; 554 5.7.26 unauthenticated", False),
        ("failed", "4.4.7", "smtp; 451 timed out", False),
        ("delayed", "4.2.0", "smtp; 450 greylisted", False),
    ],
)
def test_for_good_or_for_now(action: str, status: str, diagnostic: str, permanent: bool) -> None:  # noqa: FBT001 - a column of the table
    assert [b.permanent for b in bounced(a_report(action, status, diagnostic))] == [permanent]


def test_what_was_delivered_is_no_bounce() -> None:
    assert read_mail(a_report(action="delivered", status="2.0.0"), RULES) is IgnoredMail.BOUNCE


def test_header_fields_alone_are_enough() -> None:
    returned = f"Content-Type: text/rfc822-headers\n\nSubject: x\nMessage-Id:\n <{NAME}>\n"
    assert bounced(a_report(returned=returned))[0].message_id == NAME


def test_exims_header() -> None:
    mail = raw(
        f"""
        Return-Path: <>
        From: Mail Delivery System <mailer-daemon@relay.example>
        X-Failed-Recipients: sato@midori.example
        In-Reply-To: <{NAME}>
        """,
        "A message that you sent could not be delivered",
    )
    assert bounced(mail)[0] == Bounced("sato@midori.example", permanent=True, message_id=NAME)


def test_nobody_can_report_a_mail_that_is_not_ours() -> None:
    foreign = "Content-Type: message/rfc822\n\nMessage-ID: <guess@support.example>\n\nx"
    nameless = "Content-Type: message/rfc822\n\nSubject: x\n\nx"
    elsewhere = f"Content-Type: message/rfc822\n\nMessage-ID: <{'a' * 40}@other.example>\n\nx"
    for returned in (foreign, nameless, elsewhere):
        assert read_mail(a_report(returned=returned), RULES) is IgnoredMail.BOUNCE


def test_a_bounce_in_prose_is_recognised_and_not_read() -> None:
    mail = raw(
        "Return-Path: <>\nFrom: postmaster@carrier.example\nSubject: Mail System Error - Returned Mail",
        "次の宛先へのメッセージを送信できません。\n<sato@carrier.example>: ユーザーがありません",
    )
    assert read_mail(mail, RULES) is IgnoredMail.BOUNCE
