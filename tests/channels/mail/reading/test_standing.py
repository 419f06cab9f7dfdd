"""Whose word on a sender counts, and what follows from it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.mail.reading.incoming import MailRules
from bot.channels.mail.reading.standing import SenderStanding
from bot.model.identity import Identity
from tests.cases import each
from tests.channels.mail.mails import a_mail, report

OUR_SERVER = MailRules(authserv_id="mx.support.example")


def standing(results: str, *, rules: MailRules = OUR_SERVER) -> SenderStanding:
    return report(a_mail(Authentication_Results=results), rules).standing


@each(
    ("results", "found"),
    [
        ("dmarc=pass header.from=midori.example", SenderStanding.VERIFIED),
        (
            "dmarc=fail (p=none) header.from=midori.example; spf=pass smtp.mailfrom=midori.example",
            SenderStanding.FAILED,
        ),
        ("dkim=pass header.d=midori.example", SenderStanding.VERIFIED),
        ("dkim=pass header.i=@midori.example", SenderStanding.VERIFIED),
        ("dkim=pass header.d=evil.example header.i=@midori.example", SenderStanding.UNKNOWN),
        ("dkim=pass header.d=shop.midori.example", SenderStanding.UNKNOWN),  # may be a stranger's
        ("dkim=pass header.d=evil.example reason=header.d=midori.example", SenderStanding.UNKNOWN),
        ("dmarc=pass header.from=evil.example", SenderStanding.FAILED),
        ("dmarc=bestguesspass action=none header.from=midori.example", SenderStanding.UNKNOWN),
        ("spf=pass smtp.mailfrom=bounce@midori.example", SenderStanding.VERIFIED),
        ("spf=fail smtp.mailfrom=midori.example", SenderStanding.FAILED),
        (
            "spf=fail smtp.mailfrom=midori.example; dkim=pass header.d=midori.example",
            SenderStanding.VERIFIED,
        ),
        ("spf=softfail smtp.mailfrom=midori.example", SenderStanding.UNKNOWN),
        ("dkim=pass header.d=other.example", SenderStanding.UNKNOWN),
        ("dkim=pass header.d=example", SenderStanding.UNKNOWN),
        ("spf=fail smtp.mailfrom=forwarder.example", SenderStanding.UNKNOWN),
        ("dmarc=none; dkim=none; spf=none", SenderStanding.UNKNOWN),
        ("none", SenderStanding.UNKNOWN),
        ("x=dmarc=pass (dmarc=fail)", SenderStanding.UNKNOWN),
    ],
)
def test_what_our_own_server_found(results: str, found: SenderStanding) -> None:
    assert standing(f"mx.support.example; {results}") is found
    assert standing(f"MX.support.example 1 (comment); {results}") is found


@each(
    "said_by_the_sender",
    [
        'spf=pass smtp.mailfrom="x; dmarc=pass header.from=midori.example"@evil.example',
        'spf=pass smtp.mailfrom="x\\"; dmarc=pass; y=\\""@evil.example',
        'spf=pass smtp.mailfrom="(\\"x; dkim=pass header.d=midori.example"@evil.example',
        "spf=none (is (not; dmarc=pass) known; dkim=pass header.d=midori.example)",
        'spf=none ("; dmarc=pass header.from=midori.example)',
        'dkim=pass header.d=evil.example header.b="; dkim=pass header.d=midori.example"',
    ],
)
def test_what_the_sender_wrote_is_no_verdict(said_by_the_sender: str) -> None:
    assert standing(f"mx.support.example; {said_by_the_sender}") is SenderStanding.UNKNOWN
    both = f"mx.support.example; {said_by_the_sender}; dmarc=fail header.from=midori.example"
    assert standing(both) is SenderStanding.FAILED


def test_a_field_that_is_cut_off_verifies_nobody() -> None:
    cut = 'mx.support.example; dmarc=pass; spf=pass smtp.mailfrom="x'
    assert standing(cut) is SenderStanding.UNKNOWN
    assert standing(f"{cut}; dmarc=fail") is SenderStanding.FAILED


@given(st.text(st.sampled_from('();="\\ @.admrcpassfilhevxo/'), max_size=80))
def test_nothing_that_a_sender_quotes_verifies_them(text: str) -> None:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    found = standing(
        f'mx.support.example; spf=pass smtp.mailfrom="{escaped}"@evil.example; dmarc=fail'
    )
    assert found is SenderStanding.FAILED


def test_the_word_of_other_servers_means_nothing() -> None:
    assert standing("mx.evil.example; dmarc=pass") is SenderStanding.UNKNOWN
    assert standing("mx.support.example.evil.example; dmarc=pass") is SenderStanding.UNKNOWN
    assert standing("mx.support.example; dmarc=fail", rules=MailRules()) is SenderStanding.UNKNOWN


def test_the_topmost_of_our_server_counts() -> None:
    forged = a_mail(Authentication_Results="mx.support.example; dmarc=pass")
    mail = b"Authentication-Results: mx.support.example; dmarc=fail\n" + forged
    assert report(mail, OUR_SERVER).standing is SenderStanding.FAILED


def test_who_may_have_written_under_a_false_address_is_somebody_else() -> None:
    true = report(a_mail(), OUR_SERVER)
    false = report(a_mail(Authentication_Results="mx.support.example; dmarc=fail"), OUR_SERVER)
    assert false.sender == true.sender
    assert false.customer != true.customer
    assert (true.tenant, false.tenant) == ("~claimed:midori.example", "")


def test_organisations_may_be_configured() -> None:
    passed = "mx.support.example; dmarc=pass"
    rules = replace(
        OUR_SERVER, tenants={"midori.example": "Midori"}, open_to_all=frozenset({"isp.example"})
    )
    mail = a_mail(From="a@mail.midori.example", Authentication_Results=passed)
    found = report(mail, rules)
    assert (found.tenant, found.identity) == ("Midori", Identity.VERIFIED)
    assert report(a_mail(From="a@isp.example"), rules).tenant == ""


def test_a_domain_that_nobody_told_us_of_or_vouches_for_is_a_claim() -> None:
    rules = replace(OUR_SERVER, tenants={"midori.example": "Midori"})
    for sender, results in (
        ("a@midori.example", "mx.support.example; dmarc=none"),
        ("a@other.example", "mx.support.example; dmarc=pass"),
    ):
        found = report(a_mail(From=sender, Authentication_Results=results), rules)
        assert found.identity is Identity.CLAIMED
        assert found.tenant in {"~claimed:Midori", "~claimed:other.example"}
