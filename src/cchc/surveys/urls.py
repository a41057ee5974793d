"""Addresses of surveys."""

from django.urls import path

from cchc.surveys.views import taking

app_name = "surveys"
urlpatterns = [
    path("lay-ket-qua/<slug:province>/<int:year>/", taking.taking, name="taking"),
    path("lay-ket-qua/<slug:province>/<int:year>/hoan-tac/", taking.taking_undo, name="taking_undo"),
]
