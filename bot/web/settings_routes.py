"""The pages on which admins set up what customers and channels need, as far as a desk has them."""

from collections.abc import Callable
from itertools import chain

from starlette.routing import BaseRoute

from bot.desk.channel_tests import ChannelTests
from bot.desk.imported_lists import CustomerLists
from bot.desk.saved_settings import SettingsInForce
from bot.web.audience_counts import AudienceCounts
from bot.web.audiences import AudiencePages
from bot.web.channels import ChannelPages
from bot.web.csv_lists import CsvListPages
from bot.web.organisations import OrganisationPages
from bot.web.recipient import RecipientPages
from bot.web.settings import SettingsPage
from bot.web.staff_pages import StaffPages


def settings_routes(
    staff: StaffPages,
    settings: SettingsInForce | None,
    channels: ChannelTests | None,
    lists: CustomerLists | None,
) -> list[BaseRoute]:
    """The routes of these pages; organisations and recipients are looked up beside their files."""
    routes: list[BaseRoute] = []
    if settings is not None:
        routes += SettingsPage(staff, settings).routes()
    if channels is not None:
        routes += ChannelPages(staff, channels, settings).routes()
    return [*routes, *_customer_routes(staff, lists)] if lists is not None else routes


def turned_off_by(settings: SettingsInForce | None) -> Callable[[], frozenset[str]]:
    """What tells the channels by which nothing is sent for now."""
    return settings.turned_off if settings is not None else frozenset


def _customer_routes(staff: StaffPages, lists: CustomerLists) -> list[BaseRoute]:
    """Whom the desk knows: organisations, recipients, and the audiences that recipients make up."""
    counts = AudienceCounts(staff.views, staff.pages.clock)
    files = [CsvListPages(staff, name, kept).routes() for name, kept in lists.files.items()]
    return [
        *chain.from_iterable(files),
        *OrganisationPages(staff).routes(),
        *RecipientPages(staff, lists.parse_address, counts).routes(),
        *AudiencePages(staff, counts).routes(),
    ]
