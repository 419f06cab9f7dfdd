"""The settings in force as lines that an admin can read; no secret is among their values."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from sqlalchemy import make_url

from bot.configuration.broadcast import quiet_text
from bot.model.operator import BusinessHours
from bot.model.settings_in_force import SWITCHED, SettingGroup, SettingLine, SettingSource
from bot.settings import Settings

MOST = 12  # of several values that are told
_DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def in_force(settings: Settings) -> tuple[SettingLine, ...]:
    """Every setting that an operator may want to look up, group by group."""
    told = (
        (SettingGroup.OPERATOR, _operator(settings)),
        (SettingGroup.DOORS, _doors(settings)),
        (SettingGroup.CHANNELS, _channels(settings)),
        (SettingGroup.NOTICES, _notices(settings)),
        (SettingGroup.WATCHING, _watching(settings)),
        (SettingGroup.RETENTION, _retention(settings)),
        (SettingGroup.STORAGE, _storage(settings)),
    )
    source = settings.names.source_of
    lines = [
        SettingLine(group, name, source(name), value)
        for group, values in told
        for name, value in values
    ]
    lines += [_secret(group, name, settings) for group, name in _SECRETS]
    order = list(SettingGroup)
    return tuple(sorted(lines, key=lambda line: order.index(line.group)))


_SECRETS = (
    (SettingGroup.DOORS, "JITABATA_STAFF_TOKEN"),
    (SettingGroup.DOORS, "JITABATA_LEAD_TOKEN"),
    (SettingGroup.DOORS, "JITABATA_METRICS_TOKEN"),
    (SettingGroup.DOORS, "JITABATA_OIDC_SECRET"),
    (SettingGroup.CHANNELS, "SLACK_BOT_TOKEN"),
    (SettingGroup.CHANNELS, "SLACK_SIGNING_SECRET"),
    (SettingGroup.CHANNELS, "SLACK_APP_TOKEN"),
    (SettingGroup.CHANNELS, "SLACK_CLIENT_SECRET"),
    (SettingGroup.CHANNELS, "JITABATA_SMTP_PASSWORD"),
    (SettingGroup.CHANNELS, "JITABATA_MAILBOX_PASSWORD"),
    (SettingGroup.CHANNELS, "JITABATA_MAIL_WEBHOOK_SECRET"),
    (SettingGroup.CHANNELS, "JITABATA_WEBHOOK_KEY"),
)


def _secret(group: SettingGroup, name: str, settings: Settings) -> SettingLine:
    source = settings.names.source_of(name)
    is_set = source is SettingSource.ENVIRONMENT
    return SettingLine(group, name, source, is_secret=True, is_set=is_set)


Values = Iterator[tuple[str, str]]


def _operator(settings: Settings) -> Values:
    operator = settings.operator
    yield "operator.name", operator.name.get("ja", "")
    yield "operator.name_en", operator.name.get("en", "")
    yield "operator.home_product", operator.home_product or ""
    yield "operator.greeting", operator.greets("ja")
    yield "operator.greeting_en", operator.greets("en")
    yield "operator.hours", _hours(operator.hours)
    closed = sorted(operator.hours.closed) if operator.hours is not None else ()
    yield "operator.closed", _several(day.isoformat() for day in closed)
    yield "operator.contact", operator.contact
    yield "operator.colour", operator.colour


def _hours(hours: BusinessHours | None) -> str:
    spans = hours.spans if hours is not None else ()
    return ", ".join(
        f"{'/'.join(_DAYS[day] for day in sorted(span.days))} {span.begins:%H:%M}-{span.ends:%H:%M}"
        for span in spans
    )


def _doors(settings: Settings) -> Values:
    yield "host", settings.host
    yield "port", str(settings.port)
    yield "public_url", settings.public_url
    yield "publish", str(settings.publish or "")
    yield "trusted_proxies", _several(settings.trusted_proxies)
    yield "control_url", settings.control_url
    yield "oidc.issuer", settings.sso.issuer if settings.sso is not None else ""
    yield "oidc.client_id", settings.sso.client_id if settings.sso is not None else ""


def _channels(settings: Settings) -> Values:
    slack, mail = settings.slack, settings.mail
    yield "slack.channels", _several(slack.channels) if slack is not None else ""
    yield "slack.triage_channel", slack.triage_channel if slack is not None else ""
    yield "slack.staff_team", slack.staff_team if slack is not None else ""
    yield "mail.from", mail.sender.spec if mail is not None else ""
    yield "mail.smtp", mail.smtp.host if mail is not None else ""
    for name in SWITCHED:
        yield f"channels.{name}", "false" if name in settings.off else "true"
    yield "webhooks", str(len(settings.webhook.endpoints) or "")


def _notices(settings: Settings) -> Values:
    yield "broadcast.quiet", quiet_text(settings.quiet)


def _watching(settings: Settings) -> Values:
    yield "offline", "true" if settings.offline else "false"
    yield "poll_seconds", f"{settings.poll_seconds:g}"
    yield "probe_seconds", f"{settings.probe_seconds:g}"
    yield "vantage", settings.vantage
    yield "kintone", settings.kintone
    yield "contact", settings.contact
    yield "components", _several(str(part.id) for part in settings.components)


def _retention(settings: Settings) -> Values:
    for name, days in asdict(settings.retention).items():
        yield f"retention.{name}", str(days)


def _storage(settings: Settings) -> Values:
    """Of the database its kind alone: its address may hold a password."""
    yield "database", make_url(settings.database_url).get_backend_name()
    yield "folder", str(settings.folder)
    yield "backup_hours", str(settings.backup_hours)


def _several(values: Iterable[str]) -> str:
    found = list(values)
    return ", ".join(found[:MOST]) + (", …" if len(found) > MOST else "")
