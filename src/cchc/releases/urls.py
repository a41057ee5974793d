"""Addresses of the releases, for who is signed in."""

from django.urls import URLPattern

app_name = "releases"
urlpatterns: list[URLPattern] = []
