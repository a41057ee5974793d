"""Addresses of fieldwork."""

from django.urls import path

from cchc.fieldwork.views import opening, overview

app_name = "fieldwork"
urlpatterns = [
    path("", overview.fieldwork_home, name="home"),
    path("<int:survey>/loi-dong-y/", opening.consent_page, name="consent"),
    path("<int:survey>/lien-ket-mo/", opening.links, name="links"),
    path("<int:survey>/lien-ket-mo/<int:pk>/", opening.link_turn, name="link_turn"),
]
