"""A vendor leaves the failing cloud: its users are free while the others wait."""

from bot.desk.hearers import hearers
from bot.incidents.audience import ReaderStanding
from bot.model.catalogue import Product, ProductKind
from bot.model.effect import Notice
from bot.model.incident import Incident
from bot.model.status import Shows
from tests.builders import HOSTING, PRODUCTS, RARE
from tests.fakes import Day, reply_in

MAPS = Product(
    "nagi_map",
    "Nagi Map",
    ProductKind.PLUGIN,
    names=("Nagi Map", "なぎマップ"),
    hosts=("map.nagi.example",),
    depends_on=(HOSTING.id,),
    install_share=0.1,
)
ON = f"reenable_plugin:{RARE.id}"
MAY_I = "もう有効に戻してもいいですか"


def an_incident(day: Day) -> Incident:
    with day.store.look() as work:
        (found,) = work.incidents(ended_since=day.now)
    return found


def told(day: Day, customer: str) -> list[tuple[str, tuple[str, ...]]]:
    notices = (e for _, e in day.happened if isinstance(e, Notice) and customer in e.to)
    return [(n.reason, n.advice) for n in notices]


def standings(day: Day) -> dict[str, ReaderStanding]:
    incident = an_incident(day)
    with day.store.look() as work:
        found = hearers(incident, work, day.now)
    return {hearer.organisation.removesuffix("-inc"): hearer.standing for hearer in found}


def test_its_users_may_switch_on_what_the_others_must_leave_off(desk: Day) -> None:
    desk.opens(*PRODUCTS, MAPS)
    desk.feed("hama_status", Shows.MAJOR_OUTAGE)
    rare, maps = ("aoi", "beni", "chie"), ("dai", "emi", "fumi")
    desk.report(*rare, text="るりグリッドの一覧が真っ白で開きません", uses=RARE)
    desk.report(*maps, text="なぎマップの地図が真っ白です", uses=MAPS)
    assert an_incident(desk).cause == HOSTING.cause
    desk.says("aoi", "るりグリッドを無効にしたら開きました", uses=(RARE.id,))
    desk.passes(20)
    desk.feed(RARE.id, Shows.RESOLVED, "別の基盤へ移りました")
    desk.passes(2)
    assert "まだ有効に戻さず" in reply_in(desk.says("aoi", MAY_I, uses=(RARE.id,))).text
    desk.says("beni", "何もしていませんが直りました", uses=(RARE.id,))
    assert ("reenable", (ON,)) in told(desk, "aoi")
    assert ("recovered", ("no_action_needed",)) in [(r, a[:1]) for r, a in told(desk, "chie")]
    assert not {"recovered", "reenable"} & {reason for c in maps for reason, _ in told(desk, c)}
    assert an_incident(desk).is_open
    again = reply_in(desk.says("aoi", MAY_I, uses=(RARE.id,)))
    assert ON in again.advice
    assert "まだ" not in again.text
    stands = standings(desk)
    assert stands["aoi"] is stands["chie"] is ReaderStanding.APART
    assert stands["dai"] is ReaderStanding.AFFECTED
