"""Addresses of the appraisal of what units handed in."""

from django.urls import path

from cchc.appraisal.views import (
    alarms,
    between,
    bulk,
    criterion,
    doubles,
    leaf,
    own,
    phrases,
    plan,
    questions,
    requests,
    results,
    unit,
)

app_name = "appraisal"
urlpatterns = [
    path("", own.own_page, name="current"),
    path("<int:year>/", own.own_page, name="own"),
    path("cau-mau/", phrases.phrases_page, name="phrases"),
    path("cau-mau/<int:phrase>/bo/", phrases.phrase_remove, name="phrase_remove"),
    path("<int:year>/phan-cong/", plan.plan_page, name="plan"),
    path("<int:year>/phan-cong/cong-khai/", plan.plan_announce, name="announce"),
    path("<int:year>/phan-cong/chep/", plan.plan_copy, name="copy"),
    path("<int:year>/khong-ap-dung/", requests.requests_page, name="requests"),
    path("<int:year>/khong-ap-dung/<int:asked>/", requests.opinion_page, name="opinion"),
    path("<int:year>/tien-do/", plan.progress_page, name="progress"),
    path("<int:year>/diem-can-de-y/", alarms.alarms_page, name="alarms"),
    path("<int:year>/hai-luot/", doubles.doubles_page, name="doubles"),
    path("<int:year>/hai-luot/<int:draw>/danh-sach/", doubles.draw_list, name="draw_list"),
    path("<int:year>/hai-luot/<int:draw>/bo/", doubles.draw_undo, name="draw_undo"),
    path("<int:year>/tieu-chi/<int:cycle_set>/<str:leaf>/", criterion.criterion_page, name="criterion"),
    path(
        "<int:year>/tieu-chi/<int:cycle_set>/<str:leaf>/hang-loat/",
        bulk.criterion_bulk,
        name="criterion_bulk",
    ),
    path("<int:year>/don-vi/", unit.units_page, name="units"),
    path("<int:year>/<int:unit>/", unit.unit_page, name="unit"),
    path("<int:year>/<int:unit>/hang-loat/", bulk.unit_bulk, name="unit_bulk"),
    path("<int:year>/<int:unit>/cau-hoi/", questions.questions_page, name="questions"),
    path("<int:year>/<int:unit>/cau-hoi/<int:question>/", questions.question_answer, name="answer"),
    path("<int:year>/<int:unit>/muc/<str:leaf>/hoi/", questions.question_ask, name="ask"),
    path("<int:year>/<int:unit>/muc/<str:leaf>/", leaf.leaf_page, name="leaf"),
    path("<int:year>/<int:unit>/muc/<str:leaf>/luu/", leaf.leaf_save, name="save"),
    path("<int:year>/<int:unit>/muc/<str:leaf>/tinh/", leaf.leaf_computed, name="computed"),
    path(
        "<int:year>/<int:unit>/muc/<str:leaf>/quyet-dinh/",
        between.double_decide,
        name="double_decide",
    ),
    path("<int:year>/<int:unit>/ket-qua/", results.result_page, name="result"),
    path("<int:year>/<int:unit>/ket-qua/gui/", results.result_send, name="send"),
    path("<int:year>/<int:unit>/ket-qua/rut-lai/", results.result_reopen, name="reopen"),
]
