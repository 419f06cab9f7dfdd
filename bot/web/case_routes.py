"""Every address of one case, and of the tags of all."""

from starlette.routing import BaseRoute

from bot.web.attendance import Attendances
from bot.web.case import CasePages
from bot.web.case_deeds import CaseDeeds
from bot.web.case_ends import CaseEnds
from bot.web.case_parts import CaseParts
from bot.web.pictures import PicturePages
from bot.web.staff_pages import StaffPages
from bot.web.tags import TagPages
from bot.web.talk import TalkPages
from bot.web.transcript_file import TranscriptFile


def case_routes(staff: StaffPages) -> list[BaseRoute]:
    """Its page, what is done with it, who is at it, the conversation as a file, and its pictures."""
    return [
        *TalkPages(staff).routes(),
        *CasePages(staff).routes(),
        *CaseEnds(staff).routes(),
        *CaseParts(staff).routes(),
        *CaseDeeds(staff).routes(),
        *Attendances(staff).routes(),
        *TranscriptFile(staff).routes(),
        *PicturePages(staff).routes(),
        *TagPages(staff).routes(),
    ]
