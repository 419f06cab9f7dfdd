"""The pages on which admins set up what customers and channels need, as far as a desk has them."""

from collections.abc import Mapping

from starlette.routing import BaseRoute

from bot.desk.channel_tests import ChannelTests
from bot.desk.imported_lists import ImportedList
from bot.desk.saved_settings import SettingsInForce
from bot.web.channel_tests import ChannelPages
from bot.web.csv_lists import CsvListPages
from bot.web.organisations import OrganisationPages
from bot.web.settings import SettingsPage
from bot.web.staff_pages import StaffPages


def settings_routes(
    staff: StaffPages,
    settings: SettingsInForce | None,
    channels: ChannelTests | None,
    lists: Mapping[str, ImportedList],
) -> list[BaseRoute]:
    """The routes of these pages; organisations are looked up beside their list."""
    routes: list[BaseRoute] = []
    if settings is not None:
        routes += SettingsPage(staff, settings).routes()
    if channels is not None:
        routes += ChannelPages(staff, channels).routes()
    for name, kept in lists.items():
        routes += CsvListPages(staff, name, kept).routes()
    return [*routes, *OrganisationPages(staff).routes()] if lists else routes
