"""The form in the chat for a mail address, to which a person's answer goes when the customer has left."""

from dataclasses import dataclass, field
from typing import Self

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.desk import contacts
from bot.desk.contacts import Contacts
from bot.desk.ports import UnitOfWork
from bot.web.chat_draft import is_script
from bot.web.chat_place import ChatPlace
from bot.web.hub import STAFF, Hub, customer_topic
from bot.web.limit import Limiter, sender_of
from bot.web.pages import Pages
from bot.web.session import Visitor
from bot.web.views import Views, own_conversation

OF_A_PERSON, OF_A_NETWORK = 6, 60  # addresses a minute


@dataclass(frozen=True, slots=True)
class ContactOffer:
    """What the chat shows: the form, or the address that is kept (a hint of it; "": none)."""

    hint: str
    by_mail: bool
    days: int


@dataclass(frozen=True)
class ContactForm:
    """Takes an address in, or deletes it. Only whoever has the conversation may do either."""

    views: Views
    hub: Hub
    pages: Pages
    contacts: Contacts
    of_a_person: Limiter = field(default_factory=lambda: Limiter(OF_A_PERSON))
    of_a_network: Limiter = field(default_factory=lambda: Limiter(OF_A_NETWORK))

    @classmethod
    def of(cls, taken: Contacts | None, views: Views, hub: Hub, pages: Pages) -> Self | None:
        """The form; None where no address is taken."""
        return cls(views, hub, pages, taken) if taken is not None else None

    def offer(self, customer: str, work: UnitOfWork) -> ContactOffer | None:
        """What to show a customer; None where no person has their conversation."""
        if not contacts.is_wanted(work.latest_conversation(customer)):
            return None
        hint = contacts.hinted(contacts.address_of(customer, work))
        return ContactOffer(hint, self.contacts.by_mail, self.contacts.days())

    async def receive(self, request: Request, place: ChatPlace, visitor: Visitor) -> Response:
        """Keep what was typed; nothing typed deletes what is kept."""
        async with request.form(max_files=0, max_fields=4) as form:
            token, typed, name = (form.get(n) for n in ("token", "address", "name"))
        if not isinstance(token, str) or not place.visitors.signer.owns(visitor.id, token):
            raise HTTPException(403)
        address, called = (v.strip() if isinstance(v, str) else "" for v in (typed, name))
        problem = await self._problem(request, visitor, address, called)
        status = {"": 200, "chat.contact.fast": 429}.get(problem, 400)
        said = self.pages.texts_for(request)(problem) if problem else ""
        if is_script(request):
            return JSONResponse({"problem": said}, status)
        if problem:
            return self.pages.error(request, status, said)
        return RedirectResponse(f"{place.page}{place.query(request)}#contact", 303)

    async def _problem(self, request: Request, visitor: Visitor, typed: str, name: str) -> str:
        """Do it; the key of why it was not done, "" if it was."""
        now, sender = self.pages.clock(), sender_of(request)
        if not (self.of_a_person.allows(visitor.id, now) and self.of_a_network.allows(sender, now)):
            return "chat.contact.fast"

        def done() -> bool:
            with self.views.work() as work:
                conversation = own_conversation(work, visitor.customer, now)
                if not typed:
                    contacts.forget(visitor.customer, now, work)
                    return True
                if conversation is None or not contacts.is_wanted(conversation):
                    return False
                return self.contacts.keep(conversation, typed, now, work, name)

        if not await run_in_threadpool(done):
            return "chat.contact.bad"
        self.hub.publish(customer_topic(visitor.customer))
        self.hub.publish(STAFF)
        return ""
