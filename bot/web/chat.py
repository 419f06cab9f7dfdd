"""The customer's chat: one page, with or without JavaScript."""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.browser_checks import CheckLinks
from bot.desk.pauses import Lines
from bot.desk.ports import UnitOfWork
from bot.model.conversation import Conversation
from bot.model.errors import StoreUnavailableError
from bot.model.event import MessageReceived
from bot.web.chat_contact import ContactForm, ContactOffer
from bot.web.chat_draft import AWAY, LOST, ChatDraft, Refusal, begun, is_script
from bot.web.chat_place import ChatPlace
from bot.web.file_readings import FileReadings
from bot.web.hub import STAFF, Hub, customer_topic
from bot.web.limit import Allowance, Limiter, WritingLimits, sender_of
from bot.web.message_line import FullError, MessageLine, SenderGoneError, gone_from
from bot.web.multipart import is_multipart, receive
from bot.web.pages import Pages, language_of
from bot.web.session import Visitor, Visitors
from bot.web.stream import open_stream
from bot.web.taps import BUTTONS, answers, choices
from bot.web.views import Views, own_conversation, read

LONGEST = 4_000  # characters of one message
FILES_A_MINUTE = 5
# In a day from one address, in bytes; a message counts for what its rows hold besides its words.
WRITTEN_A_DAY, ROWS_OF_A_MESSAGE = 20_000_000, 4_000
UPLOADED_A_DAY = 2_000_000_000
MOST_MEGABYTES = 200  # of one file
_ONCE = re.compile(r"[A-Za-z0-9_-]{8,64}")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Chat:
    """Takes messages in and shows the conversation. It never answers by itself."""

    line: MessageLine
    views: Views
    hub: Hub
    pages: Pages
    place: ChatPlace
    new_id: Callable[[], str]
    lines: Lines
    links: CheckLinks
    paces: WritingLimits = field(default_factory=WritingLimits)
    readings: FileReadings | None = None  # None: no files are taken
    contact: ContactForm | None = None  # None: no address is asked for
    files: Limiter = field(default_factory=lambda: Limiter(FILES_A_MINUTE))
    written: Allowance = field(default_factory=lambda: Allowance(WRITTEN_A_DAY))
    uploaded: Allowance = field(default_factory=lambda: Allowance(UPLOADED_A_DAY))

    def routes(self) -> list[BaseRoute]:
        base = self.place.base
        return [
            Route(self.place.page, self.page),
            Route(f"{base}/transcript", self.transcript),
            Route(f"{base}/messages", self.receive, methods=["POST"]),
            Route(f"{base}/typing", self.typing, methods=["POST"]),
            Route(f"{base}/events", self.events),
            Route(f"{base}/contact", self.receive_contact, methods=["POST"]),
        ]

    @property
    def visitors(self) -> Visitors:
        return self.place.visitors

    async def page(self, request: Request) -> Response:
        now = self.pages.clock()
        visitor = self.visitors.of(request, now) or self.visitors.newcomer()
        return await self._show(request, visitor, begun(request, self.pages))

    async def transcript(self, request: Request) -> Response:
        """The conversation alone, for a page that is open already."""
        visitor = self._known(request)
        found = await self._conversation(visitor)
        shown = self._shown(request, visitor, *found)
        return self.pages.render(request, "transcript.html", 200, **shown)

    async def events(self, request: Request) -> Response:
        visitor = self._known(request)
        return open_stream(request, self.hub, [customer_topic(visitor.customer)], self.pages.clock)

    async def typing(self, request: Request) -> Response:
        """The page says that the customer is writing on: an answer that waits goes on waiting."""
        visitor = self._known(request)
        async with request.form(max_files=0, max_fields=2) as form:
            token = form.get("token")
        if not isinstance(token, str) or not self.visitors.signer.owns(visitor.id, token):
            raise HTTPException(403)
        self.lines.is_typing(visitor.customer)
        return Response(status_code=204)

    async def receive_contact(self, request: Request) -> Response:
        """Keep the address to which a person's answer goes, or delete it."""
        if self.contact is None:
            raise HTTPException(404)
        return await self.contact.receive(request, self.place, self._known(request))

    async def receive(self, request: Request) -> Response:
        """Take one message in; answer a script with JSON and a plain form with a page."""
        known = self.visitors.of(request, self.pages.clock())
        if known is None and is_multipart(request):  # a file, from nobody: not even listened to
            refused = await self._answer(request, self.visitors.newcomer(), ChatDraft.of({}), LOST)
            refused.headers["Connection"] = "close"
            return refused
        draft = await self._draft(request, known)
        refusal = self._check(request, known, draft)
        visitor = known or self.visitors.newcomer()
        if refusal is None:
            if draft.organisation and not visitor.is_signed:
                visitor = replace(visitor, organisation=draft.organisation)
            refusal = await self._submit(request, visitor, draft)
        return await self._answer(request, visitor, draft, refusal)

    async def _draft(self, request: Request, known: Visitor | None) -> ChatDraft:
        """What was posted; a file is read as it arrives, if the form is one of ours."""

        def let_in(fields: Mapping[str, str]) -> bool:
            if known is None or not self.visitors.signer.owns(known.id, fields.get("token", "")):
                return False
            return self.files.allows(known.id, self.pages.clock())

        def may_send(size: int) -> bool:
            return self.uploaded.spend(sender_of(request), size, self.pages.clock())

        if is_multipart(request):
            received = await receive(request, self.readings, let_in, may_send)
            return ChatDraft.of(received.fields, received.upload)
        async with request.form(max_files=0, max_fields=12) as form:
            return ChatDraft.of(form)

    def _check(self, request: Request, visitor: Visitor | None, draft: ChatDraft) -> Refusal | None:
        if visitor is None or not self.visitors.signer.owns(visitor.id, draft.token):
            return LOST
        if draft.button is not None and draft.button not in BUTTONS:
            return Refusal("refused.unclear", 400)
        if not draft.text and not draft.button and draft.upload is None:
            return Refusal("refused.empty", 400)
        if len(draft.text) > LONGEST:
            return Refusal("refused.long", 400)
        now, sender = self.pages.clock(), sender_of(request)
        is_call = draft.button == "human"
        if not self.paces.allows(visitor.id, sender, now, is_call=is_call):
            return Refusal("refused.fast", 429)
        size = ROWS_OF_A_MESSAGE + len(draft.text.encode("utf-8", "replace"))
        if not self.uploaded.spend(sender, 0, now) or not self.written.spend(sender, size, now):
            return Refusal("refused.much", 429)
        return None

    async def _submit(self, request: Request, visitor: Visitor, draft: ChatDraft) -> Refusal | None:
        """Give the message to the desk; why not, where too many wait or the database is away.

        A page that cannot show later what comes later gets the answer with the next page.
        """

        def changed(_: object = None) -> None:
            # Other windows of the same person, and staff: what is not answered has no effect.
            self.hub.publish(customer_topic(visitor.customer))
            self.hub.publish(STAFF)

        message = self._message(request, visitor, draft)
        by = partial(self.lines.hand_in, then=changed) if is_script(request) else None
        try:
            await self.line.hand_in(message, gone_from(request), by)
        except FullError as full:
            return Refusal("refused.busy", 503, full.retry_after)
        except SenderGoneError as gone:
            raise ClientDisconnect from gone
        except StoreUnavailableError:
            logger.warning("a message could not be taken in", exc_info=True)
            return AWAY
        changed()
        return None

    def _message(self, request: Request, visitor: Visitor, draft: ChatDraft) -> MessageReceived:
        texts = self.pages.texts_for(request)
        wants_person = bool(draft.text) and draft.button == "human"
        button = None if wants_person else draft.button  # what was typed is read as it stands
        text = draft.text or (texts(f"button.{button}.said") if button else "")
        return MessageReceived(
            at=self.pages.clock(),
            message_id=self._message_id(visitor, draft),
            customer=visitor.customer,
            tenant=visitor.organisation,
            channel="web",
            text=text,
            # What was typed shows its language by itself; a button has that of the page.
            lang=language_of(request) if button or not draft.text else None,
            installed_plugins=visitor.uses,
            button=button,
            wants_person=wants_person,
            upload=draft.upload,
            pictures=draft.upload.pictures if draft.upload is not None else (),
            identity=visitor.identity(trusts_claims=self.pages.trusts_claims),
            address=self.visitors.network_of(request),
        )

    def _message_id(self, visitor: Visitor, draft: ChatDraft) -> str:
        """The same id for the same text of the same form, so that sending again tells nothing twice."""
        if not _ONCE.fullmatch(draft.once):
            return self.new_id()
        return f"{visitor.customer}:{draft.once}:{draft.digest}"

    async def _answer(
        self, request: Request, visitor: Visitor, draft: ChatDraft, refusal: Refusal | None
    ) -> Response:
        """What the browser gets back: with the cookie, and with the text kept if it was refused."""
        if is_script(request):
            response = self._as_json(request, visitor, refusal)
        elif refusal is None:
            response = RedirectResponse(f"{self.place.page}#latest", 303)
        else:
            response = await self._show(request, visitor, draft, refusal)
        if refusal is not None and refusal.retry_after is not None:
            response.headers["Retry-After"] = str(refusal.retry_after)
        self.visitors.keep(visitor, response, request, self.pages.clock())
        return response

    def _as_json(self, request: Request, visitor: Visitor, refusal: Refusal | None) -> Response:
        texts = self.pages.texts_for(request)
        problem = texts(refusal.reason, most=LONGEST) if refusal else ""
        body = {"problem": problem, "token": self.visitors.signer.form_token(visitor.id)}
        return JSONResponse(body, refusal.status if refusal else 200)

    async def _show(
        self,
        request: Request,
        visitor: Visitor,
        draft: ChatDraft | None = None,
        refusal: Refusal | None = None,
    ) -> Response:
        texts = self.pages.texts_for(request)
        found = (None, None) if refusal is AWAY else await self._conversation(visitor)
        shown = self._shown(request, visitor, *found)
        keeps = refusal is not None and refusal.keeps_form
        if keeps and draft is not None and _ONCE.fullmatch(draft.once):
            shown["once"] = draft.once
        response = self.pages.render(
            request,
            "chat.html",
            refusal.status if refusal else 200,
            draft=draft.text if draft else "",
            problem=texts(refusal.reason, most=LONGEST) if refusal else "",
            longest=LONGEST,
            takes_files=self.readings is not None,
            most_megabytes=MOST_MEGABYTES,
            **shown,
        )
        self.visitors.keep(visitor, response, request, self.pages.clock())
        return response

    def _shown(
        self,
        request: Request,
        visitor: Visitor,
        conversation: Conversation | None,
        contact: ContactOffer | None,
    ) -> dict[str, object]:
        return {
            "contact_offer": contact,
            "place": self.place,
            "query": self.place.query(request),
            "conversation": conversation,
            "choices": choices(conversation),
            "answers": answers(conversation),
            "check": self.links.still_open(conversation, self.pages.clock()),
            "organisation": visitor.organisation,
            "token": self.visitors.signer.form_token(visitor.id),
            "once": self.new_id(),
        }

    def _known(self, request: Request) -> Visitor:
        visitor = self.visitors.of(request, self.pages.clock())
        if visitor is None:
            raise HTTPException(403)
        return visitor

    async def _conversation(
        self, visitor: Visitor
    ) -> tuple[Conversation | None, ContactOffer | None]:
        customer, now, contact = visitor.customer, self.pages.clock(), self.contact

        def found(work: UnitOfWork) -> tuple[Conversation | None, ContactOffer | None]:
            offer = contact.offer(customer, work) if contact is not None else None
            return own_conversation(work, customer, now), offer

        return await read(self.views, found)
