"""What uploaded and pasted material shows: facts, error lines, answers, alike for both.

It weighs nothing: facts and lines meet the clues and signatures that pasted words meet.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from bot.model.catalogue import Catalogue, ProductKind
from bot.model.conversation import Complaint, Conversation
from bot.model.event import MessageReceived
from bot.model.finding import Finding, RequestFailure, Whose
from bot.model.inventory import Applies
from bot.model.understanding import REPORTS, FactValue, Kind, Understanding
from bot.model.upload import Upload
from bot.triage.understand.facts.web import is_own_machine, is_tenants

MOST_HOSTS = 20
MOST_UNLISTED = 12  # names of products of no catalogue; each is a suspect of its own

Known = Callable[[str], frozenset[str]]  # ids of the products to which a host belongs

# What Chrome writes for a failure, so that a file in any browser's words meets the same signatures.
_LINES = {
    RequestFailure.TIMED_OUT: "Failed to load resource: net::ERR_CONNECTION_TIMED_OUT",
    RequestFailure.REFUSED: "Failed to load resource: net::ERR_CONNECTION_REFUSED",
    RequestFailure.RESET: "Failed to load resource: net::ERR_CONNECTION_RESET",
    RequestFailure.NOT_RESOLVED: "Failed to load resource: net::ERR_NAME_NOT_RESOLVED",
    RequestFailure.CERTIFICATE: "Failed to load resource: net::ERR_CERT_INVALID",
    RequestFailure.BLOCKED_BY_CLIENT: "Failed to load resource: net::ERR_BLOCKED_BY_CLIENT",
    RequestFailure.BLOCKED_BY_CORS: "has been blocked by CORS policy",
    RequestFailure.OFFLINE: "net::ERR_INTERNET_DISCONNECTED",
    RequestFailure.PENDING: "(pending)",
}
# Of a host that nobody knows, such as one that counts visits, only that it cannot be reached counts.
_OF_ANY_HOST = frozenset(
    {
        RequestFailure.TIMED_OUT,
        RequestFailure.REFUSED,
        RequestFailure.RESET,
        RequestFailure.NOT_RESOLVED,
        RequestFailure.CERTIFICATE,
    }
)
_STATUS = re.compile(r"(?:^| )([45]\d\d)(?= |$)")
_CODE = re.compile(r"(?:CB|GAIA)_[A-Z]{2}\d{2,3}")
_SHOWN_CODE = re.compile(
    r"\b(?:(?:NS_)?ERR(?:OR)?|DNS_PROBE|SSL_ERROR|SEC_ERROR)_[A-Z0-9_]+|(?<![\w.])[45]\d\d(?![\w.])"
)
_OWN_SCRIPT = "at https://customer.cybozu.com/k/api/js/download.do"


def materials(event: MessageReceived, heard: Understanding) -> tuple[Upload, ...]:
    """What came with a message to be read as material: lines in it, and a file."""
    return tuple(m for m in (heard.pasted, event.upload) if m is not None)


def with_upload(
    heard: Understanding, upload: Upload, conversation: Conversation, known: Known
) -> Understanding:
    """The message with what its file shows; what was written counts before what was read.

    A file that shows failures is a report even without a word; one that comes after a report goes
    on with it. After "it works again" it is neither: it may have been recorded before.
    """
    facts = {**facts_of(upload, known), **heard.facts}
    facts.update(_hosts(upload, heard, conversation, known))
    found = answers_in(upload)
    answered = (*heard.answered, *(q for q in conversation.open_questions if q in found))
    kind = heard.kind
    if kind is Kind.CHITCHAT and conversation.recovered_at is None:
        trouble = tells_of_trouble(upload, known)
        if conversation.is_troubled and (found or trouble or upload.inventory):
            before = conversation.complaint.kind
            kind = before if before in REPORTS else Kind.FUNCTION_REPORT
        elif trouble:
            kind = Kind.FUNCTION_REPORT
    return replace(heard, kind=kind, facts=facts, answered=tuple(dict.fromkeys(answered)))


def facts_of(upload: Upload, known: Known) -> dict[str, FactValue]:
    """The facts that the file states, but for those about hosts."""
    facts: dict[str, FactValue] = {}
    if code := _code_in(upload, known):
        facts["error_code"] = code
    errors = (
        f.detail for f in upload.findings if f.failure is RequestFailure.SCRIPT_ERROR and f.detail
    )
    if message := next(errors, ""):
        facts["error_text"] = message
    if _has_own_script(upload):
        facts["own_customisation"] = True
    first = None if upload.is_consequence else upload.failed_first
    if first is not None and first.whose is not Whose.UNKNOWN:
        facts["error_in"] = str(first.whose)
        facts["script_failed"] = first.products
    elif first is not None and first.host and not is_own_machine(first.host):
        facts["script_hosts"] = (first.host,)
    return facts


def lines_of(upload: Upload, known: Known) -> str:
    """The failures in the words of a browser's console, for the error signatures to find."""
    told = [
        f
        for f in _told(upload, known)
        if not (upload.is_consequence and f.failure is RequestFailure.SCRIPT_ERROR)
    ]
    lines = [line for f in told for line in _lines(f)]
    first = None if upload.is_consequence else upload.failed_first
    if first is not None and first.whose is Whose.OWN_SCRIPT:
        lines.append(_OWN_SCRIPT)
    return "\n".join(dict.fromkeys((*lines, *_CODE.findall(upload.text))))


def answers_in(upload: Upload | None) -> tuple[str, ...]:
    """The questions that the file answers, asked or not."""
    if upload is None:
        return ()
    tells = upload.is_trace and not (upload.is_pasted and _is_bare(upload))
    found = ["console_error", "log"] if tells else []
    if upload.is_plugin_list:
        found.append("plugins_used")
    return tuple(found)


def tells_of_trouble(upload: Upload, known: Known) -> bool:
    """Whether the file alone shows that something fails."""
    return bool(upload.failing or lines_of(upload, known))


def inventory_with(
    upload: Upload | None, before: Complaint, catalogue: Catalogue
) -> tuple[tuple[str, ...], bool] | None:
    """What the customer is known to use after the file, and whether that is all; None: as before.

    A whole list of plugins replaces all plugins that were known; a part of it, or the scripts of
    one app, adds to them. Plugins that are switched off are not in use.
    """
    inventory = upload.inventory if upload is not None else None
    if upload is None or inventory is None or not (upload.is_plugin_list or inventory.products):
        return None
    is_all = upload.is_plugin_list and not upload.partial
    kept = before.inventory or ()
    if is_all:
        kept = tuple(
            i for i in kept if (p := catalogue.get(i)) and p.kind is not ProductKind.PLUGIN
        )
    found = tuple(i for i in inventory.products if catalogue.get(i) is not None)
    return tuple(dict.fromkeys((*kept, *found))), is_all or before.complete


def unlisted_in(upload: Upload) -> tuple[str, ...]:
    """Names of plugins in use that no catalogue has."""
    plugins = upload.inventory.plugins if upload.inventory is not None else ()
    names = dict.fromkeys(
        p.name for p in plugins if p.name and p.product is None and p.enabled is not False
    )
    return tuple(names)[:MOST_UNLISTED]


def _hosts(
    upload: Upload, heard: Understanding, conversation: Conversation, known: Known
) -> Iterator[tuple[str, FactValue]]:
    """Hosts that fail and hosts that answer: each as it was seen last.

    That one host of a product answers says nothing where another of its hosts fails.
    """
    failing = _foreign(upload.failing)
    broken = frozenset().union(*map(known, failing))
    answering = tuple(h for h in _foreign(upload.answering) if not known(h) & broken)
    said = tuple(h for h in _listed(heard.facts, "hosts") if h.lower() not in upload.shown)
    seen = {*failing, *answering, *said}
    before = conversation.complaint.facts
    for name, now in (("hosts", (*said, *failing)), ("hosts_ok", answering)):
        earlier = (h for h in _listed(before, name) if h not in seen)
        hosts = tuple(dict.fromkeys((*now, *earlier)))[:MOST_HOSTS]
        if hosts or name in before or name in heard.facts:
            yield name, hosts


def _is_bare(upload: Upload) -> bool:
    """Whether it holds an error code and neither the host nor the script that it is about."""
    return not upload.answered and not any(
        f.host or f.failure is RequestFailure.SCRIPT_ERROR for f in upload.findings
    )


def _foreign(hosts: tuple[str, ...]) -> tuple[str, ...]:
    """Without kintone's own addresses: a request to them may stand for another server."""
    return tuple(h for h in hosts if not is_tenants(h))


def _listed(facts: Mapping[str, FactValue], name: str) -> tuple[str, ...]:
    value = facts.get(name)
    return value if isinstance(value, tuple) else ()


def _told(upload: Upload, known: Known) -> Iterator[Finding]:
    """The findings that may say something of the trouble, and not of some tracker on the page."""
    for finding in upload.findings:
        ours = not finding.host or is_tenants(finding.host) or bool(known(finding.host))
        if not finding.proxied and (
            ours
            or finding.failure in _OF_ANY_HOST
            or finding.failure is RequestFailure.SCRIPT_ERROR
        ):
            yield finding


def _lines(finding: Finding) -> Iterator[str]:
    if finding.failure in _LINES:
        yield _LINES[finding.failure]
    elif status := _STATUS.search(finding.detail):
        yield f"Failed to load resource: the server responded with a status of {status[1]}"
    elif finding.failure is RequestFailure.SCRIPT_ERROR:
        yield f"Uncaught {finding.detail}"
    yield from _CODE.findall(finding.detail)


def _code_in(upload: Upload, known: Known) -> str:
    """The error code of kintone itself, else the first code of a failed request."""
    own = _CODE.search(upload.text)
    if own:
        return own.group()
    shown = (_SHOWN_CODE.search(f.detail) for f in _told(upload, known))
    return next((found.group() for found in shown if found), "")


def _has_own_script(upload: Upload) -> bool:
    """Whether the customer's own script failed first, or an app loads one."""
    first, inventory = upload.failed_first, upload.inventory
    is_own = first is not None and first.whose is Whose.OWN_SCRIPT
    if is_own and not upload.is_consequence:
        return True
    if inventory is None or inventory.applies is Applies.NONE:
        return False
    return any(not s.products for s in inventory.scripts)
