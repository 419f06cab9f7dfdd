"""The tables: real columns for what queries look for, one ``body`` for the whole value.

``seq`` and ``id`` numbers grow in the order of writing; they may have gaps. ``body`` is the JSON of
the frozen dataclass (see ``rows``), kept as text and not as JSONB: it must come back as it went in,
and PostgreSQL refuses the character U+0000 in JSONB, which a customer's paste may hold.
Whoever changes a table here writes a migration as well; a test compares the two.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Double,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    and_,
    false,
)

from bot.store.columns import Moment, Number, Word
from bot.store.columns import metadata as metadata  # noqa: PLC0414 - the tables are known by it


def _table(name: str, *parts: Any, **options: Any) -> Table:
    return Table(name, metadata, *parts, **options)


journal = _table(
    "journal",
    Column("id", Number, primary_key=True),
    Column("kind", Word, nullable=False),  # a name of EVENT_NAMES
    Column("at", Moment, nullable=False),
    Column("message_id", Word),
    Column("body", Text, nullable=False),
    Index("journal_by_kind", "kind", "id"),
    Index("journal_by_message", "message_id"),
)


def _nouns(name: str, *columns: Any) -> Table:
    """A table of values that are saved again and again under their ``id``."""
    return _table(
        name,
        Column("seq", Number, primary_key=True),
        Column("id", Word, nullable=False, unique=True),
        *columns,
        Column("body", Text, nullable=False),
    )


conversations = _nouns(
    "conversations",
    Column("customer", Word, nullable=False),
    Column("tenant", Word, nullable=False),  # as whom it counts, see ``Conversation.counts_as``
    Column("address", Word),  # the network of whoever is not verified
    Column("opened_at", Moment, nullable=False),
    Column("reported_at", Moment),
    Column("changed_at", Moment, nullable=False),
    Column("incident", Word),  # the incident that explains it, or explained it last
    Index("conversations_by_customer", "customer", "opened_at", "seq"),
    Index("conversations_by_change", "changed_at"),
    Index("conversations_by_tenant", "tenant", "changed_at"),
    Index("conversations_by_address", "address", "seq"),
    Index("conversations_by_incident", "incident", "tenant", "changed_at"),
)
incidents = _nouns(
    "incidents",
    Column("status", Word, nullable=False),
    Column("raised_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("product", Word, nullable=False, server_default=""),  # of its likeliest cause
    Column("words", Text, nullable=False, server_default=""),  # in which it is looked for
    Index("incidents_by_status", "status"),
    Index("incidents_by_raising", "raised_at", "seq"),
    Index("incidents_by_product", "product", "raised_at", "seq"),
)
timeline = _table(
    "timeline",  # a log: what happened to an incident, or to a product that it may be about
    Column("id", Number, primary_key=True),
    Column("subject", Word, nullable=False),  # an incident's id, or service: and a product's
    Column("at", Moment, nullable=False),
    Column("kind", Word, nullable=False),  # a TimelineKind
    Column("what", Word, nullable=False, server_default=""),
    Column("about", Word, nullable=False, server_default=""),
    Column("staff", Word, nullable=False, server_default=""),
    Column("text", Text, nullable=False, server_default=""),
    Column("key", Word, unique=True),  # of a form: sent twice, it counts once
    Index("timeline_by_subject", "subject", "at", "id"),
)
tickets = _nouns(
    "tickets",
    Column("status", Word, nullable=False),
    Column("conversation", Word),
    Column("customer", Word),
    Column("tenant", Word),
    Column("opened_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("urgency", SmallInteger, nullable=False, server_default="1"),  # 0 is the highest
    Column("staff", Word),
    Index("tickets_by_opening", "opened_at", "seq"),
    Index("tickets_by_urgency", "status", "urgency", "opened_at", "seq"),
    Index("tickets_by_customer", "customer"),
    Index("tickets_by_status", "status", "opened_at", "seq"),
)
testimonies = _table(
    "testimonies",  # a log: what began or stopped to count in a group of reports
    Column("id", Number, primary_key=True),
    Column("tenant", Word, nullable=False),
    Column("group", Word, nullable=False),  # an incident's id, or empty
    Column("at", Moment, nullable=False),
    Column("state", SmallInteger, nullable=False),  # 1 counts, 2 counted, 0 takes that back
    Column("body", Text, nullable=False),
    Index("testimonies_by_tenant", "tenant", "group", "id"),
    Index("testimonies_by_moment", "group", "at"),
    sqlite_autoincrement=True,  # a number is never used again, though rows go
)
told = _table(
    "told",  # the ledger of who heard what of an incident
    Column("id", Number, primary_key=True),
    Column("incident", Word, nullable=False),
    Column("customer", Word, nullable=False),
    Column("reason", Word, nullable=False),
    Column("life", SmallInteger, nullable=False),
    Column("at", Moment, nullable=False),
    Column("content", Word, nullable=False, server_default=""),  # what it said; see content_of
    Index("told_by_incident", "incident", "customer"),
    Index("told_by_customer", "customer", "id"),
)
proposals = _nouns(
    "proposals",
    Column("status", Word, nullable=False),
    Column("incident", Word, nullable=False),
    Column("proposed_at", Moment, nullable=False),
    Index("proposals_by_status", "status"),
    Index("proposals_by_incident", "incident"),
)
feeds = _nouns("feeds", Column("service", Word, nullable=False))
probes = _nouns("probes", Column("service", Word, nullable=False))
posts = _nouns(
    "posts",  # what the public page shows of incidents and maintenance
    Column("status", Word, nullable=False),
    Column("incident", Word),
    Column("changed_at", Moment, nullable=False),
    Index("posts_by_change", "changed_at"),
    Index("posts_by_status", "status", "changed_at"),
)
unanswered = _nouns(
    "unanswered",  # questions that the desk has no answer to
    Column("times", Integer, nullable=False),
    Column("last_at", Moment, nullable=False),
)
macros = _nouns("macros", Column("name", Word, nullable=False))  # replies that staff saved
component_days = _table(
    "component_days",  # what was measured of the operator's own components, day by day
    Column("component", Word, primary_key=True),
    Column("day", String(10), primary_key=True),  # in Japan
    Column("measured", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("slow", Integer, nullable=False),
)

numbers = _table(
    "numbers",
    Column("name", Word, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
memories = _table(
    "memories",
    Column("key", Word, primary_key=True),
    Column("value", Text, nullable=False),
)

inbox = _table(
    "inbox",
    Column("id", Number, primary_key=True),
    Column("key", Word, nullable=False, unique=True),
    Column("channel", Word, nullable=False),
    Column("state", Word, nullable=False),  # waiting, handled
    Column("received_at", Moment, nullable=False),
    Column("payload", Text, nullable=False),
    Index("inbox_by_state", "channel", "state", "id"),
)
outbox = _table(
    "outbox",  # the ledger of deliveries: who is told what, and what became of it
    Column("id", Number, primary_key=True),
    Column("key", Word, nullable=False, unique=True),
    Column("channel", Word, nullable=False),
    Column("lane", SmallInteger, nullable=False, server_default="0"),  # a Lane
    Column("state", Word, nullable=False),  # a DeliveryState
    Column("reader", Word, nullable=False, server_default=""),  # "": its order matters to nobody
    Column("destination", Word),  # whose rate limit it counts against
    Column("broadcast", Word),  # which says what is to be told; then kind and body are empty
    Column("kind", Word, nullable=False),  # a name of EFFECT_NAMES, or edit
    Column("body", Text, nullable=False),
    Column("edition", Integer, nullable=False, server_default="0"),  # of what is to be told
    Column("told", Integer),  # the edition of the broadcast that was handed over last
    Column("decided_at", Moment, nullable=False),
    Column("due_at", Moment),  # NULL: at once
    Column("attempts", SmallInteger, nullable=False),
    Column("unsure", Boolean, nullable=False, server_default=false()),  # may have arrived
    Column("holder", Word),  # the process that has claimed it, until held_until
    Column("held_until", Moment),
    Column("tried_at", Moment),
    Column("settled_at", Moment),
    Column("provider_id", Word),
    Column("reason", Text),  # why the last attempt failed
    Index("outbox_by_state", "channel", "state", "id"),
    Index("outbox_by_broadcast", "broadcast", "id"),
)
_waits = outbox.c.state == "waiting"
Index(
    "outbox_waiting",
    outbox.c.channel,
    outbox.c.lane,
    outbox.c.id,
    sqlite_where=_waits,
    postgresql_where=_waits,
)
Index(
    "outbox_by_reader",
    outbox.c.reader,
    outbox.c.id,
    sqlite_where=_waits,
    postgresql_where=_waits,
)
_is_own_notice = and_(outbox.c.kind == "notice", outbox.c.broadcast.is_(None))
Index(  # what became of a notice of one's own trouble
    "outbox_notices",
    outbox.c.reader,
    outbox.c.decided_at,
    sqlite_where=_is_own_notice,
    postgresql_where=_is_own_notice,
)
_is_mail = and_(outbox.c.channel == "mail", outbox.c.provider_id.is_not(None))
Index(  # a bounce names the mail that it is about
    "outbox_mailed",
    outbox.c.provider_id,
    sqlite_where=_is_mail,
    postgresql_where=_is_mail,
)
paces = _table(
    "paces",  # how a destination's rate limit stands; seconds since 1970
    Column("key", Word, primary_key=True),
    Column("due", Double, nullable=False),  # see Rate.opens
    Column("tail", Double, nullable=False),  # the moment kept for the last that waits
    Column("shut", Double, nullable=False),  # until when it wants to hear nothing
)
broadcasts = _nouns(
    "broadcasts",
    Column("status", Word, nullable=False),
    Column("incident", Word, nullable=False),
    Column("started_at", Moment, nullable=False),
    Index("broadcasts_by_status", "status"),
    Index("broadcasts_by_incident", "incident"),
)
recipients = _nouns(
    "recipients",
    Column("channel", Word, nullable=False),
    Column("address", String(2_000), nullable=False),
    Column("destination", Word, nullable=False),
    Column("tenant", Word, nullable=False),
    Column("lang", Word, nullable=False),
    Column("state", Word, nullable=False),
    Index("recipients_by_tenant", "tenant"),
)
recipient_products = _table(
    "recipient_products",  # what recipients use or follow
    Column("product", Word, primary_key=True),
    Column("recipient", Number, primary_key=True, autoincrement=False),  # its seq
    Column("follows", Boolean, primary_key=True),  # or uses
    Index("recipient_products_by_recipient", "recipient"),
)
staff_accounts = _table(
    "staff_accounts",
    Column("id", Word, primary_key=True),
    Column("name", Word, nullable=False),
    Column("alike", Word, nullable=False, unique=True),  # the name, spelled for comparison
    Column("role", Word, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("password", Text, nullable=False),  # its hash
    Column("slack", Word, nullable=False),
    Column("invitation", Word, nullable=False),  # a digest
    Column("invited_until", Moment),
    Column("identity", Word, nullable=False, server_default=""),  # issuer and subject
)
staff_sessions = _table(
    "staff_sessions",
    Column("key", Word, primary_key=True),  # a digest
    Column("account", Word, nullable=False),  # "" for who came by a token
    Column("name", Word, nullable=False),
    Column("alike", Word, nullable=False),
    Column("role", Word, nullable=False),  # of who came by a token; else the account's counts
    Column("device", String(200), nullable=False),
    Column("network", Word, nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("used_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("sid", Word, nullable=False, server_default=""),  # of the identity provider
    Index("staff_sessions_by_account", "account", "used_at"),
    Index("staff_sessions_by_use", "used_at"),
)
staff_audit = _table(
    "staff_audit",  # who did what; rows are added, and only tidying deletes them
    Column("id", Number, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("act", Word, nullable=False),
    Column("choice", Word, nullable=False),
    Column("staff", Word, nullable=False),
    Column("alike", Word, nullable=False),  # the name, spelled for comparison
    Column("account", Word, nullable=False),
    Column("via", Word, nullable=False),
    Column("about", Word, nullable=False),
    Column("network", Word, nullable=False),
    Column("refused", Boolean, nullable=False),
    Index("staff_audit_by_time", "at"),
    Index("staff_audit_by_name", "alike", "id"),
    Index("staff_audit_by_act", "act", "id"),
)
staff_settings = _table(
    "staff_settings",  # what admins have set in the console
    Column("name", Word, primary_key=True),
    Column("value", Text, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("changed_by", Word, nullable=False),
)
api_tokens = _table(
    "api_tokens",
    Column("id", Word, primary_key=True),
    Column("name", Word, nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("scopes", Text, nullable=False),  # with spaces between
    Column("organisation", Word, nullable=False),  # "" for the operator's own
    Column("made_at", Moment, nullable=False),
    Column("made_by", Word, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("revoked_at", Moment),
)
api_keys = _table(
    "api_keys",  # idempotency keys
    Column("key", Word, primary_key=True),  # of one token: its id, and a digest of the key
    Column("fingerprint", String(64), nullable=False),
    Column("taken_at", Moment, nullable=False),
    Column("status", Integer, nullable=False),  # 0 until there is an answer
    Column("body", Text, nullable=False),
    Index("api_keys_by_time", "taken_at"),
)
organisations = _table(
    "organisations",  # what a program of the operator's says that they use
    Column("seq", Number, primary_key=True),
    Column("id", Word, nullable=False, unique=True),
    Column("name", Word, nullable=False),
    Column("products", Text, nullable=False),  # ids, with spaces between
    Column("complete", Boolean, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("changed_by", Word, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
)
peers = _nouns(
    "peers",  # other desks; by their names as readers of the ledger
    Column("address", String(2_000), nullable=False),  # where it is told; "": nowhere
)
sightings = _nouns(
    "sightings",  # what other desks and we have told; by way, peer and product
    Column("way", Word, nullable=False),  # heard, sent
    Column("peer", Word, nullable=False),
)
subscriptions = _table(
    "subscriptions",  # who follows the public page; their addresses stand nowhere else
    Column("seq", Number, primary_key=True),
    Column("id", Word, nullable=False, unique=True),
    Column("key", Word, nullable=False, unique=True),  # the same for the same address
    Column("channel", Word, nullable=False),
    Column("address", String(2_000), nullable=False),
    Column("destination", Word, nullable=False),
    Column("lang", Word, nullable=False),
    Column("state", Word, nullable=False),  # a SubscriptionState
    Column("topics", Text, nullable=False),  # with spaces around each; "": all
    Column("requested_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("failures", Integer, nullable=False),
    Index("subscriptions_by_state", "state", "lang", "seq"),
)
pictures = _table(
    "pictures",  # screenshots: the only table that holds files
    Column("seq", Number, primary_key=True),
    Column("id", Word, nullable=False, unique=True),
    Column("conversation", Word),  # NULL: its message has not come yet
    Column("at", Moment, nullable=False),
    Column("size", Integer, nullable=False),  # bytes of both
    Column("small", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Index("pictures_by_conversation", "conversation", "at", "size"),
    Index("pictures_by_moment", "at", "size"),
)
# The two tables of Slack's SDK that we use, as its statements expect them; a test compares them
# with the SDK's own. Only the tokens have more room than there, since we keep them sealed.
slack_bots = _table(
    "slack_bots",
    Column("id", Integer, primary_key=True),
    Column("client_id", String(32), nullable=False),
    Column("app_id", String(32), nullable=False),
    Column("enterprise_id", String(32)),
    Column("enterprise_name", String(200)),
    Column("team_id", String(32)),
    Column("team_name", String(200)),
    Column("bot_token", Text),
    Column("bot_id", String(32)),
    Column("bot_user_id", String(32)),
    Column("bot_scopes", String(1000)),
    Column("bot_refresh_token", Text),
    Column("bot_token_expires_at", DateTime),
    Column("is_enterprise_install", Boolean, nullable=False),
    Column("installed_at", DateTime, nullable=False),
    Index("slack_bots_idx", "client_id", "enterprise_id", "team_id", "installed_at"),
    Index("slack_bots_by_team", "team_id"),
)
slack_oauth_states = _table(
    "slack_oauth_states",
    Column("id", Integer, primary_key=True),
    Column("state", String(200), nullable=False),
    Column("expire_at", DateTime, nullable=False),
    Index("slack_oauth_states_by_state", "state"),
)
