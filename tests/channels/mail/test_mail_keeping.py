"""Notes on mails tell their age, so that they expire."""

from datetime import UTC, datetime

from bot.channels.mail.keeping import note_of
from bot.channels.mail.restraint import MailVerdict, heard, packed, unpacked, verdict
from bot.model.retention import Note

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def test_notes_of_mails_and_senders() -> None:
    assert note_of("mail:noted:abc", f'{{"at": {NOON.timestamp()}, "thread": "mail:t"}}') == Note(
        NOON, ("mail:t",)
    )
    pace = packed([heard(NOON, "mail:1", "x")])
    assert note_of("mail:pace:mail:abc", pace) == Note(NOON)


def test_other_notes_are_none_of_ours() -> None:
    for key, value in {
        "slack:thread:x": "1",
        "mail:noted:x": "",
        "mail:latest:x": "[]",
        "mail:pace:x": "",
        "mailbox:desk@host/INBOX": "1:2",
    }.items():
        assert note_of(key, value) is None


def test_a_mail_that_is_there_again_counts_once() -> None:
    mail = heard(NOON, "mail:1", "x")
    kept = unpacked(packed([mail]), NOON)
    assert kept == (mail,)
    assert verdict(mail, kept, per_hour=1)[0] is MailVerdict.HEARD
    assert verdict(heard(NOON, "mail:2", "y"), kept, per_hour=1)[0] is MailVerdict.WAITS
