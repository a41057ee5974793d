"""Addresses of fieldwork."""

from django.urls import path

from cchc.fieldwork.views import overview

app_name = "fieldwork"
urlpatterns = [
    path("", overview.fieldwork_home, name="home"),
]
