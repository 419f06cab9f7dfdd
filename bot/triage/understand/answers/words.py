"""The short words of answers, in the eight languages: who and where, with what, and not to know."""

from bot.triage.understand.lexicon import MeaningPattern

UNSURE = MeaningPattern("<words.unsure>")
EVERYONE = MeaningPattern("<words.everyone>")
TOO = MeaningPattern("<words.too>")
ONLY_ME = MeaningPattern("<words.only_me>")
ALL_APPS = MeaningPattern("<words.all_apps>")
THIS_APP = MeaningPattern("<words.this_app>")
SOME_APPS = MeaningPattern("<words.some_apps>")
REST_FINE = MeaningPattern("<words.rest_fine>")
HEALTHY = MeaningPattern("<words.healthy>")
PERSON_ADMIN = MeaningPattern("<words.person_admin>")
SSO = MeaningPattern("<words.sso>")
PASSWORD = MeaningPattern("<words.password>")
ISP = MeaningPattern("<words.isp>")
MENU = MeaningPattern("<words.menu>")
TRIED = MeaningPattern("<words.tried>")
MOBILE = MeaningPattern("<words.mobile>")
PC = MeaningPattern("<words.pc>")
