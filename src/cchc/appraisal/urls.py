"""Addresses of the appraisal of what units handed in."""

from django.urls import path

from cchc.appraisal.views import own

app_name = "appraisal"
urlpatterns = [
    path("", own.own_page, name="current"),
    path("<int:year>/", own.own_page, name="own"),
]
