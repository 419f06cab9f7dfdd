"""What stays off at the end of an incident, because another is open that it belongs to."""

from bot.model.conversation import Change, Done
from tests.builders import FORMS, HOSTING, RARE, a_watch, an_incident, at
from tests.incidents.test_broadcast import ON, a_reader, ended, sent


def test_what_another_open_incident_is_about_stays_off() -> None:
    other = an_incident(ident="I2", suspects=(FORMS.cause,))
    off = tuple(Change(Done.OFF, ident, at(8)) for ident in (FORMS.id, RARE.id))
    (news,) = sent(ended(), a_reader(1, changes=off), watch=a_watch(other, after=60))
    assert news.advice == (ON,)


def test_what_stands_on_a_failing_host_or_is_suspected_stays_off_at_the_end_of_another() -> None:
    off = tuple(Change(Done.OFF, ident, at(8)) for ident in (FORMS.id, RARE.id))
    mail = ended(suspects=(FORMS.cause,))
    for suspects in ((f"infra:{HOSTING.id}",), (f"infra:{HOSTING.id}", RARE.cause)):
        other = an_incident(ident="I2", suspects=suspects)
        (news,) = sent(mail, a_reader(1, changes=off), watch=a_watch(other, after=60))
        assert news.advice == (f"reenable_plugin:{FORMS.id}",)


def test_a_doubt_about_what_has_ended_keeps_nothing_off() -> None:
    other = an_incident(ident="I2", suspects=(FORMS.cause, RARE.cause), chances=(0.9, 0.05))
    (news,) = sent(ended(), a_reader(1, disabled=True), watch=a_watch(other, after=60))
    assert news.advice == (ON,)
