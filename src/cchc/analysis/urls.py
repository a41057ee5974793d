"""Addresses of analysis: under the code of the province and the year of the cycle."""

from django.urls import path

from cchc.analysis.views import losses, losses_files

app_name = "analysis"
CYCLE = "<slug:province>/<int:year>/"
urlpatterns = [
    path("", losses.current, name="current"),
    path(CYCLE + "diem-mat/", losses.losses, name="losses"),
    path(CYCLE + "diem-mat.xlsx", losses_files.losses_excel, name="losses_excel"),
]
