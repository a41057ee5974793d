"""Addresses of the council."""

from django.urls import path

from cchc.council.views import agenda, final, item, papers, sessions, votes

app_name = "council"
SESSION = "<int:year>/phien/<int:number>/"
ITEM = f"{SESSION}muc/<int:item>/"
urlpatterns = [
    path("", sessions.year_page, name="current"),
    path("<int:year>/", sessions.year_page, name="year"),
    path("<int:year>/phien/", sessions.session_new, name="new"),
    path(SESSION, sessions.session_page, name="session"),
    path(f"{SESSION}sua/", sessions.session_edit, name="edit"),
    path(f"{SESSION}co-mat/", sessions.session_presence, name="presence"),
    path(f"{SESSION}be-mac/", sessions.session_close, name="close"),
    path(f"{SESSION}tinh/", agenda.agenda_compute, name="compute"),
    path(f"{SESSION}them/", agenda.item_add, name="add"),
    path(f"{SESSION}bien-ban/", papers.minutes_word, name="minutes"),
    path(ITEM, item.item_page, name="item"),
    path(f"{ITEM}bo/", agenda.item_drop, name="drop"),
    path(f"{ITEM}rut/", item.proposal_withdraw, name="withdraw"),
    path(f"{ITEM}phieu/", votes.vote_cast, name="vote"),
    path(f"{ITEM}kiem-phieu/", votes.votes_record, name="record"),
    path("<int:year>/ket-qua-cuoi-cung/", final.final_make, name="final"),
    path("<int:year>/ket-qua-cuoi-cung/thu-hoi/", final.final_undo, name="undo"),
]
