"""Updates that a lead writes of an incident: for whom, in which language, and as each of them reads it.

Nothing is sent from here. What is written goes before whoever approves notices.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk.attendance import LONGEST_DRAFT
from bot.desk.notice_envelope import NoticeEnvelope
from bot.desk.ports import UnitOfWork
from bot.desk.preview import Preview
from bot.desk.progress_updates import concerned
from bot.desk.staff import heir_of
from bot.desk.steering import LONGEST_NOTICE
from bot.desk.update_reach import reach_of, told_so_far
from bot.incidents.decisions import possible
from bot.incidents.update_words import (
    UpdateBegun,
    UpdateNews,
    beginning,
    begun_with,
    meant_for,
)
from bot.masking.redact import redact
from bot.model.broadcast import PROGRESS
from bot.model.decision import IncidentDecided, IncidentDecision, UpdateReaders
from bot.model.effect import Proposal
from bot.model.incident import Incident
from bot.texts.loader import LANGUAGES
from bot.web.access import INCIDENT
from bot.web.as_read import envelope_about, update_about
from bot.web.channel_previews import ChannelPreviews, Delivered
from bot.web.incident_drafts import IncidentDrafts, Update, begun, update_of
from bot.web.session import Seat
from bot.web.staff_pages import Show, StaffPages, key_of, text_of
from bot.web.update_form import UpdateForm
from bot.web.views import read

UPDATE = f"{INCIDENT}/update"
NOTHING: Mapping[str, str] = MappingProxyType({})


class IncidentUpdates:
    """Shows the page on which updates are written, and puts them before staff."""

    def __init__(
        self, staff: StaffPages, show: Show, drafts: IncidentDrafts, previews: ChannelPreviews
    ) -> None:
        self._staff, self._show, self._drafts, self._previews = staff, show, drafts, previews

    def routes(self) -> list[BaseRoute]:
        return [
            Route(UPDATE, self._staff.posted(self._told), methods=["POST"]),
            Route(UPDATE, self._staff.seated(self._open)),
        ]

    async def _open(self, request: Request, seat: Seat) -> Response:
        incident = await self._staff.incident(request)
        if IncidentDecision.DRAFT not in possible(incident):
            return self._staff.refuse(request, "incident_pages.too_late")
        asked = UpdateForm.of(incident, request.query_params.get("to", ""), {})
        kept = await read(self._staff.views, lambda work: begun(work, incident.id, seat))
        drafts = {lang: kept.get((asked.readers, lang), "") for lang in LANGUAGES}
        return await self._page(request, seat, replace(asked, drafts=drafts))

    async def _told(self, request: Request, seat: Seat, form: FormData) -> Response:
        """Put it forward, begin it with the desk's words, or show it as it would be read.

        It is kept first: whatever comes of it, nobody writes it twice.
        """
        incident = await self._staff.incident(request)
        drafts = {lang: text_of(form, f"text-{lang}") for lang in LANGUAGES}
        asked = UpdateForm.of(incident, text_of(form, "to"), drafts)
        await self._keep(seat, asked)
        if IncidentDecision.DRAFT not in possible(incident):
            wrong = dict.fromkeys(asked.written or drafts, "incident_pages.too_late")
            return await self._page(request, seat, asked, wrong=wrong)
        do = text_of(form, "do")
        if do in set(UpdateNews):
            return await self._begin(request, seat, asked, UpdateNews(do))
        wrong = {} if do == "look" else asked.faults
        if do == "look" or wrong:
            return await self._page(request, seat, asked, wrong=wrong)
        return await self._put_forward(request, seat, asked, key_of(form))

    async def _begin(
        self, request: Request, seat: Seat, asked: UpdateForm, news: UpdateNews
    ) -> Response:
        """Have it begin with words of the desk, in each language; the page tells what became of each text."""
        meant = await self._for_whom(seat, asked, news)
        began = {lang: self._with_words(meant, lang, news) for lang in meant.drafts}
        changed = replace(meant, drafts={lang: text for lang, (text, _) in began.items()})
        await self._keep(seat, changed)
        texts = self._staff.pages.texts_for(request)
        became = {lang: said for lang, (_, said) in began.items()}
        done = self._lines(request, became, news=texts(f"incident_pages.news.{news}"))
        if changed.readers is not asked.readers:
            readers = texts(f"incident_pages.readers.{changed.readers}")
            done.append(texts("incident_pages.draft.meant", readers=readers))
        return await self._page(request, seat, changed, done=done)

    async def _for_whom(self, seat: Seat, asked: UpdateForm, news: UpdateNews) -> UpdateForm:
        """The form for those whom its news is meant for, unless others were chosen or there are none.

        What was written goes along, except where something else has been begun for them.
        """
        readers = meant_for(news)
        if asked.chosen or readers is asked.readers:
            return asked

        def looked(work: UnitOfWork) -> tuple[bool, dict[Update, str]]:
            whom = concerned(asked.incident, work)
            reached = any(whom.named(lang, readers) for lang in LANGUAGES)
            return reached, begun(work, asked.incident.id, seat)

        reached, kept = await read(self._staff.views, looked)
        if not reached:
            return asked
        drafts = {lang: kept.get((readers, lang)) or text for lang, text in asked.drafts.items()}
        moved = [lang for lang in drafts if (readers, lang) not in kept]
        left = {update_of(asked.readers, lang): "" for lang in moved}
        taken = {update_of(readers, lang): drafts[lang] for lang in moved}
        await self._drafts.keep(asked.incident.id, seat, left | taken)
        return replace(asked, readers=readers, drafts=drafts, chosen=True)

    def _with_words(self, form: UpdateForm, lang: str, news: UpdateNews) -> tuple[str, str]:
        """The text of a language with the words of some news, and what became of it as a key of the texts.

        Words of the desk that stand in it, for whichever readers, give way.
        """
        known, incident = self._staff.pages.knowledge, form.incident
        words = {
            (readers, kind): beginning(kind, incident, lang, readers, known)
            for readers in UpdateReaders
            for kind in UpdateNews
        }
        own, going_on = words[form.readers, news], words[form.readers, UpdateNews.WORKING]
        text, how = begun_with(form.drafts[lang], own, words.values(), LONGEST_NOTICE)
        no_way = news is UpdateNews.WORKAROUND and own == going_on
        said = "no_way" if no_way and how is not UpdateBegun.FULL else how
        return text, f"incident_pages.draft.{said}"

    async def _put_forward(
        self, request: Request, seat: Seat, asked: UpdateForm, key: str
    ) -> Response:
        """What became a proposal is no draft any more; of anything else the page says why."""
        incident, proposals = asked.incident, list[str]()
        now, wrong = self._staff.pages.clock(), dict[str, str]()
        for lang, text in asked.written.items():
            event = IncidentDecided(
                now,
                incident.id,
                seat.staff,
                IncidentDecision.DRAFT,
                lang,
                text,
                key=f"{key}:{lang}" if key else "",
                readers=asked.readers,
            )
            effects = await self._staff.hand_in(event)
            made = [e.proposal for e in effects if isinstance(e, Proposal)]
            proposals += made
            if not made and (why := await self._why_not(event)):
                wrong[lang] = why
        done = [lang for lang in asked.written if lang not in wrong]
        told = {update_of(asked.readers, lang): "" for lang in done}
        await self._drafts.keep(incident.id, seat, told)
        if wrong:
            left = replace(asked, drafts={**asked.drafts, **dict.fromkeys(done, "")})
            return await self._page(request, seat, left, wrong=wrong, made=done)
        if len(proposals) == 1:
            return RedirectResponse(f"/staff/proposals/{proposals[0]}", 303)
        return RedirectResponse(f"/staff/incidents/{incident.id}?part=notices&done=draft", 303)

    async def _why_not(self, event: IncidentDecided) -> str:
        """Why nothing came of an update, as a key of the texts; "": it did when its form was sent before."""

        def looked(work: UnitOfWork) -> str:
            before = work.logged(event.key) if event.key else None
            if before is not None:  # as it is kept, so masked
                same = redact(before.text).text == redact(event.text).text
                return "" if same else "incident_pages.draft.wrong.twice"
            incident = heir_of(event.incident, work)
            is_open = incident is not None and event.what in possible(incident)
            return "incident_pages.draft.wrong.failed" if is_open else "incident_pages.too_late"

        return await read(self._staff.views, looked)

    def _problem(
        self, request: Request, asked: UpdateForm, wrong: Mapping[str, str], made: Sequence[str]
    ) -> list[str]:
        """What is wrong in which languages, and what became of the texts; nothing where nothing is."""
        lines = self._lines(request, wrong)
        if made:
            lines += self._lines(request, dict.fromkeys(made, "incident_pages.draft.made"))
        if wrong and asked.written:
            texts = self._staff.pages.texts_for(request)
            lines.append(texts("incident_pages.draft.kept", most=LONGEST_DRAFT))
        return lines

    def _lines(self, request: Request, said: Mapping[str, str], news: str = "") -> list[str]:
        """What is said of each language, as keys of the texts: one line for each key, which names its languages."""
        texts = self._staff.pages.texts_for(request)

        def line(key: str) -> str:
            langs = [texts.word("lang", lang) for lang in said if said[lang] == key]
            named = texts("joint.comma").join(langs)
            return texts(key, langs=named, news=news, most=LONGEST_NOTICE)

        return [line(key) for key in dict.fromkeys(said.values())]

    async def _page(
        self,
        request: Request,
        seat: Seat,
        asked: UpdateForm,
        *,
        wrong: Mapping[str, str] = NOTHING,
        made: Sequence[str] = (),
        done: Sequence[str] = (),
    ) -> Response:
        """The form. ``wrong``: why nothing came of it, by language; ``made``: the languages in which something did all the same.

        ``done``: what became of it, in lines.
        """
        incident, now = asked.incident, self._staff.pages.clock()
        draft = IncidentDecided(now, incident.id, seat.staff, IncidentDecision.DRAFT)

        def reach(work: UnitOfWork) -> dict[str, object]:
            kept = begun(work, incident.id, seat)
            whom = concerned(incident, work)
            reaches = reach_of(draft, incident, whom, work)
            heard = told_so_far(incident, whom, reaches, work)
            begun_for = {readers for readers, _ in kept}
            found = {"reaches": reaches, "heard": heard, "begun_for": begun_for}
            return {**found, "made": self._made(asked, reaches[asked.readers])}

        return await self._show(
            request,
            seat,
            "incident_update.html",
            reach,
            asked=asked,
            incident=incident,
            mails={lang: self._envelope(incident, lang) for lang in LANGUAGES},
            every=tuple(UpdateReaders),
            news=tuple(UpdateNews),
            problem=self._problem(request, asked, wrong, made),
            wrong=wrong,
            done=done,
        )

    def _made(
        self, asked: UpdateForm, reach: Mapping[str, Preview]
    ) -> dict[str, dict[str, Delivered]]:
        """What the channels that it reaches make of the text of each language."""
        made = dict[str, dict[str, Delivered]]()
        for lang, text in asked.drafts.items():
            channels = [name for name, _ in reach[lang].by_channel()]
            made[lang] = self._previews.of(update_about(asked.incident, lang, text), channels)
        return made

    def _envelope(self, incident: Incident, lang: str) -> NoticeEnvelope:
        known = self._staff.pages.knowledge
        return envelope_about(PROGRESS, incident.cause, incident.id, lang, known)

    async def _keep(self, seat: Seat, asked: UpdateForm) -> None:
        drafts = {update_of(asked.readers, lang): text for lang, text in asked.drafts.items()}
        await self._drafts.keep(asked.incident.id, seat, drafts)
