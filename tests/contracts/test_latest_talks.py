"""What the desk may expect of any store about where many readers talked with it last."""

from bot.desk.broadcast_ports import LatestTalk
from bot.desk.ports import Store
from tests.store.builders import MINUTE, NOON, a_member


def test_the_newest_conversation_of_each_who_has_one_is_found_at_once(store: Store) -> None:
    with store.work() as work:
        for number, (customer, channel) in enumerate(
            (("aoi", "chat"), ("ben", "mail"), ("aoi", "slack"), ("kai", "chat"))
        ):
            at = NOON + number * MINUTE
            said = a_member(f"c{number}", customer=customer, channel=channel, opened_at=at)
            work.save_conversation(said, at)
        latest = {customer: work.latest_conversation(customer) for customer in ("aoi", "ben")}
        assert work.latest_talks(["ben", "aoi", "nobody"]) == {
            customer: LatestTalk(said.channel, said.lang, said.tenant)
            for customer, said in latest.items()
            if said is not None
        }
        assert work.latest_talks(["aoi"])["aoi"].channel == "slack"
        assert work.latest_talks([]) == {}
