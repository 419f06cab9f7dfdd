"""What was switched off or deleted is kept in mind in whatever words it is told, and so is a cure."""

from dataclasses import replace

from bot.model.acts import ReportedAction
from bot.model.advice_plan import CLEARED, UPDATED
from bot.model.conversation import AdviceOutcome, Change, Conversation, Done, Trial
from bot.model.result_reading import ResultReading, ToldOutcome
from bot.model.understanding import Kind, Understanding
from bot.triage.changes import changes_in, cure_in
from bot.triage.verdict import AdviceVerdict, Why
from tests.builders import POPULAR, RARE, a_catalogue, a_conversation, at, having_advised
from tests.cases import each

NOTHING = AdviceVerdict(Why.NOT_NOW)


def heard(kind: Kind = Kind.CHITCHAT, **said: object) -> Understanding:
    return replace(Understanding(kind, "ja", "words"), **said)  # type: ignore[arg-type]


def done(
    signature: str,
    conversation: Conversation | None = None,
    verdict: AdviceVerdict = NOTHING,
    understood: Understanding | None = None,
) -> list[tuple[Done, str]]:
    known = conversation or a_conversation()
    changes = changes_in(understood or heard(), (signature,), verdict, known, a_catalogue(), at(9))
    return [(c.what, c.of) for c in changes]


def since(
    heard: Understanding,
    words: str,
    conversation: Conversation | None = None,
    why: Why = Why.WELL_AGAIN,
) -> list[str]:
    """Since what a message says that it works."""
    talk = conversation or a_conversation()
    return [c.of for c in cure_in(heard, words, talk, AdviceVerdict(why), at(9))]


def using(*products: str) -> Conversation:
    conversation = a_conversation()
    return replace(conversation, complaint=replace(conversation.complaint, inventory=products))


def test_what_was_switched_off_is_the_product_that_is_named_advised_or_the_only_one() -> None:
    named = heard(products=(RARE.id,))
    assert done("plugin-off", understood=named) == [(Done.OFF, RARE.id)]
    advised = having_advised(a_conversation(), f"disable_plugin:{RARE.id}")
    assert done("plugin-off", advised) == [(Done.OFF, RARE.id)]
    assert done("plugin-off", using(RARE.id)) == [(Done.OFF, RARE.id)]
    assert done("plugin-off", using(RARE.id, POPULAR.id)) == [(Done.OFF, "")]
    assert done("plugin-deleted", understood=named) == [(Done.DELETED, RARE.id)]


def test_what_is_no_plugin_was_switched_off_without_one() -> None:
    extension = heard(facts={"already_tried": ("extension_off",)})
    assert done("plugin-off", using(RARE.id), understood=extension) == []
    both = heard(facts={"already_tried": ("extension_off", "disable_plugin")})
    assert done("plugin-off", using(RARE.id), understood=both) == [(Done.OFF, RARE.id)]


def test_what_is_only_meant_asked_in_vain_or_known_is_no_change() -> None:
    mine = using(RARE.id)
    assert done("plugin-off", mine, AdviceVerdict(Why.ONLY_MEANT)) == []
    assert done("plugin-off", mine, understood=heard(Kind.HOWTO)) == []
    assert done("plugin-off", mine, AdviceVerdict(Why.SAYS_SO, AdviceOutcome.FAILED)) == []
    assert done("plugin-off", mine, AdviceVerdict(Why.SAYS_SO, AdviceOutcome.CANNOT)) == []
    known = replace(mine, changes=(Change(Done.OFF, RARE.id, at(1)),))
    assert done("plugin-off", known) == []
    assert done("something-else", mine) == []


def test_who_asks_whether_it_may_be_on_again_has_it_off() -> None:
    asks = heard(Kind.HOWTO, asked=("reenable_when",))
    advised = having_advised(a_conversation(), f"disable_plugin:{RARE.id}")
    assert done("", advised, understood=asks) == [(Done.OFF, RARE.id)]
    assert done("", understood=asks) == []
    in_part = AdviceVerdict(Why.IN_PART)
    failing = heard(Kind.FUNCTION_REPORT)
    assert done("", advised, in_part, failing) == [(Done.OFF, RARE.id)]
    assert done("", a_conversation(), in_part, failing) == []
    unable = Trial(f"disable_plugin:{RARE.id}", AdviceOutcome.CANNOT, at(2))
    assert done("", replace(advised, trials=(unable,)), understood=asks) == []


def test_who_was_to_look_which_one_it_is_may_have_one_off() -> None:
    asks = heard(Kind.HOWTO, asked=("reenable_when",))
    looking = having_advised(a_conversation(), "isolate_by_disabling_plugins")
    assert done("", looking, understood=asks) == [(Done.OFF, "")]
    cannot = Trial("isolate_by_disabling_plugins", AdviceOutcome.CANNOT, at(1))
    assert done("", replace(looking, trials=(cannot,)), understood=asks) == []


def test_what_is_off_is_what_was_switched_off_and_neither_on_again_nor_deleted() -> None:
    off = Change(Done.OFF, RARE.id, at(1))
    known = replace(a_conversation(), changes=(off,))
    assert known.switched_off() == (RARE.id,)
    on = Trial(f"reenable_plugin:{RARE.id}", AdviceOutcome.WORKED, at(2))
    assert replace(known, trials=(on,)).switched_off() == ()
    gone = replace(known, changes=(off, Change(Done.DELETED, RARE.id, at(3))))
    assert gone.switched_off() == ()
    assert gone.deleted() == (RARE.id,)


def test_a_cure_is_told_with_its_version() -> None:
    works = heard(Kind.RECOVERED_REPORT)
    words = "バージョン4.1.3に更新したら使えるようになりました"
    (cure,) = cure_in(works, words, a_conversation(), AdviceVerdict(Why.WELL_AGAIN), at(9))
    assert (cure.what, cure.of, cure.version) == (Done.CURED, "update_plugin_version", "4.1.3")
    cleared = replace(works, facts={"already_tried": ("clear_cache",)})
    assert since(cleared, "キャッシュを消したら直りました") == ["clear_cache"]
    assert since(works, "直りました") == []
    assert since(heard(Kind.OUTAGE_REPORT), "4.1.3に更新したら開きません") == []


def test_who_was_advised_a_new_version_and_is_well_is_well_by_it() -> None:
    works, advised = heard(Kind.RECOVERED_REPORT), having_advised(a_conversation(), UPDATED)
    assert since(works, "入れ替えたらいけました", advised) == [UPDATED]
    assert since(works, "何もしていないのに直りました", advised, Why.BY_ITSELF) == []
    assert since(works, "止めたら使えます", advised, Why.SWITCHED_OFF) == []
    again = replace(advised, last_report_at=at(8))
    assert since(works, "直りました", again) == []


def test_who_was_to_clear_the_cache_and_is_well_by_a_reload_is_rid_of_old_files() -> None:
    works = heard(Kind.RECOVERED_REPORT, facts={"already_tried": ("reload",)})
    assert since(works, "再読み込みで直りました", having_advised(a_conversation(), CLEARED)) == [
        CLEARED
    ]
    assert since(works, "再読み込みで直りました") == []


def test_what_was_taken_out_on_the_advice_for_it_is_no_plugin() -> None:
    own = AdviceVerdict(Why.SAYS_SO, AdviceOutcome.WORKED, ("disable_own_js",))
    assert done("plugin-off", using(RARE.id), own) == []
    plugin = AdviceVerdict(Why.SAYS_SO, AdviceOutcome.WORKED, (f"disable_plugin:{RARE.id}",))
    assert done("plugin-off", using(RARE.id), plugin) == [(Done.OFF, RARE.id)]


def test_a_product_named_in_the_same_breath_was_deleted() -> None:
    words = "直らないので、消しました"
    named = replace(heard(Kind.FUNCTION_REPORT, products=(RARE.id,)), redacted=words)
    assert done("something-else", understood=named) == [(Done.DELETED, RARE.id)]
    assert done("something-else", understood=replace(named, products=())) == []


@each(
    ("action", "changes"),
    [
        (ReportedAction.UPDATED, []),
        (ReportedAction.REENABLED, []),
        (ReportedAction.DISABLED, [(Done.OFF, RARE.id)]),
        (ReportedAction.DELETED, [(Done.DELETED, RARE.id)]),
    ],
)
def test_what_works_in_part_since_a_new_version_is_not_off(
    action: ReportedAction, changes: list[tuple[Done, str]]
) -> None:
    advised = having_advised(a_conversation(), f"disable_plugin:{RARE.id}")
    reading = ResultReading(action, ToldOutcome.PARTLY, 0.9)
    told = heard(redacted="4.2にして、合計は出るが保存はまだ", result=reading)
    assert done("", advised, AdviceVerdict(Why.IN_PART), told) == changes
