"""Addresses of the portal, for everybody."""

from django.urls import URLPattern

app_name = "portal"
urlpatterns: list[URLPattern] = []
