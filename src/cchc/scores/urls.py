"""Addresses of scores: beside the criteria set that asks for them, and among the results that are made of them."""

from django.urls import path

from cchc.scores.views import corrections, imports, points_forms, requests

app_name = "scores"
CYCLE = "ket-qua/<slug:province>/<int:year>/"
urlpatterns = [
    path("bo-tieu-chi/<int:pk>/mau-diem.xlsx", points_forms.of_set, name="points_form_of_set"),
    path(CYCLE + "don-vi/<int:unit_id>/<str:leaf>/sua/", corrections.correct, name="correct"),
    path(CYCLE + "don-vi/<int:unit_id>/<str:leaf>/lich-su/", corrections.history, name="history"),
    path(
        CYCLE + "don-vi/<int:unit_id>/<str:leaf>/lich-su/<int:pk>/hoan-tac/",
        corrections.take_back,
        name="take_back",
    ),
    path(
        CYCLE + "don-vi/<int:unit_id>/<str:leaf>/lich-su/<int:pk>/van-ban/",
        corrections.document,
        name="document",
    ),
    path(CYCLE + "de-nghi-sua/", requests.request_list, name="requests"),
    path(CYCLE + "de-nghi-sua/<int:pk>/", requests.request_detail, name="request"),
    path(CYCLE + "de-nghi-sua/<int:pk>/duyet/", requests.request_approve, name="request_approve"),
    path(CYCLE + "de-nghi-sua/<int:pk>/tu-choi/", requests.request_refuse, name="request_refuse"),
    path(CYCLE + "de-nghi-sua/<int:pk>/rut/", requests.request_withdraw, name="request_withdraw"),
    path(CYCLE + "nhap-diem/", imports.import_list, name="imports"),
    path(CYCLE + "nhap-diem/hoan-tac/", imports.import_undo, name="import_undo"),
    path(CYCLE + "nhap-diem/mau/<int:set_pk>.xlsx", points_forms.of_cycle, name="points_form_of_cycle"),
    path(CYCLE + "nhap-diem/<int:pk>/", imports.import_detail, name="import"),
    path(CYCLE + "nhap-diem/<int:pk>/tep/", imports.import_file, name="import_file"),
    path(CYCLE + "nhap-diem/<int:pk>/can-sua.xlsx", imports.import_mending, name="import_mending"),
    path(CYCLE + "nhap-diem/<int:pk>/ap-dung/", imports.import_apply, name="import_apply"),
    path(CYCLE + "nhap-diem/<int:pk>/xem-lai/", imports.import_again, name="import_again"),
    path(CYCLE + "nhap-diem/<int:pk>/bo/", imports.import_give_up, name="import_give_up"),
]
