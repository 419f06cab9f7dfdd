"""What the form of one recipient says, and why it cannot be saved, field by field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from starlette.datastructures import FormData

from bot.desk.recipient_changes import (
    ParseAddress,
    RecipientDetails,
    RecipientFault,
    RecipientFaultError,
)
from bot.model.knowledge import Knowledge
from bot.model.recipient import EVERYTHING, Recipient
from bot.texts.loader import LANGUAGES
from bot.web.organisations import is_organisation_key
from bot.web.product_choice import products_added
from bot.web.staff_pages import text_of
from bot.web.wording import Texts

LONGEST_ADDRESS = 2_000  # characters
LONGEST_ADDED = 500
MOST_PRODUCTS = 200
SHARES = ("uses", "follows")  # how somebody comes to be in the audience of a product
_FIELD_OF = {
    RecipientFault.CHANNEL: "channel",
    RecipientFault.LANG: "lang",
    RecipientFault.TENANT: "tenant",
    RecipientFault.MEANWHILE: "",
}  # any other is of the address


@dataclass(frozen=True, slots=True)
class RecipientDraft:
    """A recipient as the form has them.

    ``id`` "": a new one. ``added``: names of products that are typed, by share. ``seen``: the digest of what
    was shown. ``faults``: why it was not saved, by field, "" for all of it; ``other``: who has the address.
    """

    details: RecipientDetails
    id: str = ""
    seen: str = ""
    added: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    other: str = ""

    @classmethod
    def of(cls, known: Recipient) -> "RecipientDraft":
        details = RecipientDetails.of(known)
        return cls(details, known.id, details.digest)

    @classmethod
    def written(cls, form: FormData) -> "RecipientDraft":
        """What an admin wrote, as it is."""
        details = RecipientDetails(
            text_of(form, "channel"),
            text_of(form, "address")[: LONGEST_ADDRESS + 1],
            text_of(form, "lang"),
            text_of(form, "tenant"),
            _ticked(form, "uses"),
            _ticked(form, "follows"),
        )
        added = {share: text_of(form, f"add_{share}")[:LONGEST_ADDED] for share in SHARES}
        return cls(details, text_of(form, "id"), text_of(form, "seen"), added)

    def refused(self, texts: Texts, fault: RecipientFault, other: str = "") -> "RecipientDraft":
        """The same with a word on why it cannot be saved."""
        said = texts(f"recipient_pages.fault.{fault}")
        faults = {**self.faults, _FIELD_OF.get(fault, "address"): said}
        return replace(self, faults=faults, other=other)


def checked(
    written: RecipientDraft,
    known: RecipientDetails | None,
    parse_address: ParseAddress,
    knowledge: Knowledge,
    texts: Texts,
) -> RecipientDraft:
    """A form as it can be saved, or with all that is wrong with it; what was so before may stay so."""
    draft, details = written, written.details
    try:
        details = replace(details, address=parse_address(details.channel, details.address))
    except RecipientFaultError as wrong:
        draft = draft.refused(texts, wrong.fault)
    if details.lang not in (*LANGUAGES, known.lang if known is not None else ""):
        draft = draft.refused(texts, RecipientFault.LANG)
    is_as_before = details.tenant == (known.tenant if known is not None else "")
    if not is_as_before and details.tenant and not is_organisation_key(details.tenant):
        draft = draft.refused(texts, RecipientFault.TENANT)
    products = dict[str, tuple[str, ...]]()
    for share, chosen in (("uses", details.uses), ("follows", details.follows)):
        named, problem = products_added(written.added.get(share, ""), knowledge, texts)
        if problem:
            draft = replace(draft, faults={**draft.faults, f"add_{share}": problem})
        before: tuple[str, ...] = getattr(known, share) if known is not None else ()
        kept = _possible(chosen, before, share, knowledge)
        products[share] = tuple(dict.fromkeys((*kept, *named)))[:MOST_PRODUCTS]
    details = replace(details, uses=products["uses"], follows=products["follows"])
    return draft if draft.faults else replace(draft, details=details)


def _possible(
    chosen: Iterable[str], before: tuple[str, ...], share: str, knowledge: Knowledge
) -> list[str]:
    """The products among what was ticked: of the catalogue, or there before; all of them can only be followed."""
    known = {*knowledge.catalogue.products, *before}
    if share == "follows":
        known.add(EVERYTHING)
    return [product for product in chosen if product in known]


def _ticked(form: FormData, share: str) -> tuple[str, ...]:
    """The products of a form's ticks, each once."""
    chosen = (value for value in form.getlist(share) if isinstance(value, str))
    return tuple(dict.fromkeys(chosen))[:MOST_PRODUCTS]
