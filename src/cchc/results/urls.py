"""Addresses of results: under the code of the province and the year of the cycle."""

from django.urls import path

from cchc.results.views import comparison, gap, ranking, unit

app_name = "results"
CYCLE = "<slug:province>/<int:year>/"
urlpatterns = [
    path("", ranking.current, name="ranking"),
    path("don-vi/<int:unit_id>/", unit.latest_year, name="unit_latest"),
    path(CYCLE, ranking.cycle_ranking, name="cycle_ranking"),
    path(CYCLE + "so-sanh/", comparison.compare, name="compare"),
    path(CYCLE + "chenh-lech/", gap.gap, name="gap"),
    path(CYCLE + "chenh-lech.xlsx", gap.gap_excel, name="gap_excel"),
    path(CYCLE + "xep-hang.xlsx", ranking.ranking_excel, name="ranking_excel"),
    path(CYCLE + "cach-tinh-diem.xlsx", ranking.derivations_excel, name="derivations_excel"),
    path(CYCLE + "phu-luc.docx", ranking.ranking_word, name="ranking_word"),
    path(CYCLE + "don-vi/<int:unit_id>/", unit.unit_detail, name="unit"),
    path(CYCLE + "don-vi/<int:unit_id>/<str:leaf>/vi-sao/", unit.why, name="why"),
]
