"""Which format a document is, by its own marker: never by its address, type or file name.

A new format is one file under ``formats/`` and one line here. The order only matters for speed;
a test holds that no two formats claim one document.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.feeds.channel import FeedChannel, channel
from bot.feeds.document import JsonDocument, decode, unreadable
from bot.feeds.formats import (
    apple,
    aws,
    azure_devops,
    betterstack,
    cachet,
    checkly,
    china,
    datadog,
    freshstatus,
    google,
    heroku,
    hyperping,
    incidentio_widget,
    instatus,
    kuma,
    livck,
    microsoft,
    monitors,
    notices,
    openstatus,
    sakura,
    salesforce,
    slack,
    sorry,
    statuscast,
    statusio,
    statusiq,
    statuspage,
    statuspal,
    stripe,
    uptimecom,
    vendor_rss,
    zendesk,
)
from bot.model.status import FeedReading


@dataclass(frozen=True, slots=True)
class JsonFormat:
    """A JSON format: what proves it, and how it is read once proven."""

    name: str
    marks: Callable[[object], bool]
    read: Callable[[object], FeedReading]


@dataclass(frozen=True, slots=True)
class FeedFormat:
    """An RSS or Atom feed that needs its own reading."""

    name: str
    marks: Callable[[FeedChannel], bool]
    read: Callable[[FeedChannel], FeedReading]


JSON_FORMATS = (
    JsonFormat("statuspage", statuspage.marks, statuspage.read),
    JsonFormat("incidentio-widget", incidentio_widget.marks, incidentio_widget.read),
    JsonFormat("instatus", instatus.marks, instatus.read),
    JsonFormat("betterstack", betterstack.marks, betterstack.read),
    JsonFormat("statusio", statusio.marks, statusio.read),
    JsonFormat("slack", slack.marks, slack.read),
    JsonFormat("google", google.marks, google.read),
    JsonFormat("aws-health", aws.marks_events, aws.read_events),
    JsonFormat("aws-legacy", aws.marks_legacy, aws.read_legacy),
    JsonFormat("heroku", heroku.marks, heroku.read),
    JsonFormat("cachet", cachet.marks, cachet.read),
    JsonFormat("livck", livck.marks, livck.read),
    JsonFormat("uptime-kuma", kuma.marks, kuma.read),
    JsonFormat("upptime", monitors.marks_upptime, monitors.read_upptime),
    JsonFormat("gatus", monitors.marks_gatus, monitors.read_gatus),
    JsonFormat("statping", monitors.marks_statping, monitors.read_statping),
    JsonFormat("checkly", checkly.marks, checkly.read),
    JsonFormat("salesforce", salesforce.marks, salesforce.read),
    JsonFormat("apple", apple.marks, apple.read),
    JsonFormat("datadog", datadog.marks, datadog.read),
    JsonFormat("uptimecom", uptimecom.marks, uptimecom.read),
    JsonFormat("sakura", sakura.marks, sakura.read),
    JsonFormat("openstatus", openstatus.marks, openstatus.read),
    JsonFormat("stripe", stripe.marks, stripe.read),
    JsonFormat("microsoft-posts", microsoft.marks, microsoft.read),
    JsonFormat("azure-devops", azure_devops.marks, azure_devops.read),
    JsonFormat("statuspal", statuspal.marks, statuspal.read),
    JsonFormat("sorry", sorry.marks, sorry.read),
    JsonFormat("hyperping", hyperping.marks, hyperping.read),
    JsonFormat("freshstatus", freshstatus.marks, freshstatus.read),
    JsonFormat("statuscast", statuscast.marks, statuscast.read),
    JsonFormat("zendesk", zendesk.marks, zendesk.read),
    JsonFormat("alibaba", china.marks_alibaba, china.read_alibaba),
    JsonFormat("tencent", china.marks_tencent, china.read_tencent),
    JsonFormat("flashcat", china.marks_flashcat, china.read_flashcat),
)
FEED_FORMATS = (
    FeedFormat("aws-rss", vendor_rss.marks_aws, vendor_rss.read_aws),
    FeedFormat("azure-rss", vendor_rss.marks_azure, vendor_rss.read_azure),
    FeedFormat("gsuite-legacy-rss", vendor_rss.marks_google_apps, vendor_rss.read_google_apps),
    FeedFormat("statusiq-rss", statusiq.marks, statusiq.read),
)


def read(document: bytes, *, content_type: str | None = None) -> FeedReading:
    """The reading of a document, whatever format it is.

    Raises FeedError (reachable) for everything that does not carry the marker of a format: such a
    document says nothing, neither that all is well nor that anything is down.
    """
    decoded = decode(document, content_type=content_type)
    if isinstance(decoded, JsonDocument):
        return _read_json(decoded.value)
    feed = channel(decoded)
    for feed_format in FEED_FORMATS:
        if feed_format.marks(feed):
            return feed_format.read(feed)
    return notices.read(feed)


def _read_json(value: object) -> FeedReading:
    for json_format in JSON_FORMATS:
        if json_format.marks(value):
            return json_format.read(value)
    raise unreadable("JSON without the marker of any known format")
