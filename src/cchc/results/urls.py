"""Addresses of results: under the code of the province and the year of the cycle."""

from django.urls import path

from cchc.results.views import imports, ranking, unit

app_name = "results"
CYCLE = "<slug:province>/<int:year>/"
urlpatterns = [
    path("", ranking.current, name="ranking"),
    path(CYCLE, ranking.cycle_ranking, name="cycle_ranking"),
    path(CYCLE + "xep-hang.xlsx", ranking.ranking_excel, name="ranking_excel"),
    path(CYCLE + "phu-luc.docx", ranking.ranking_word, name="ranking_word"),
    path(CYCLE + "don-vi/<int:unit_id>/", unit.unit_detail, name="unit"),
    path(CYCLE + "don-vi/<int:unit_id>/<str:leaf>/vi-sao/", unit.why, name="why"),
    path(CYCLE + "don-vi/<int:unit_id>/<str:leaf>/sua/", unit.correct, name="correct"),
    path(CYCLE + "nhap-diem/", imports.import_list, name="imports"),
    path(CYCLE + "nhap-diem/hoan-tac/", imports.import_undo, name="import_undo"),
    path(CYCLE + "nhap-diem/mau/<int:set_pk>.xlsx", imports.template, name="template"),
    path(CYCLE + "nhap-diem/<int:pk>/", imports.import_detail, name="import"),
    path(CYCLE + "nhap-diem/<int:pk>/tep/", imports.import_file, name="import_file"),
    path(CYCLE + "nhap-diem/<int:pk>/ap-dung/", imports.import_apply, name="import_apply"),
    path(CYCLE + "nhap-diem/<int:pk>/xem-lai/", imports.import_again, name="import_again"),
    path(CYCLE + "nhap-diem/<int:pk>/bo/", imports.import_give_up, name="import_give_up"),
]
