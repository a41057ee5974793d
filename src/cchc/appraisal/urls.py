"""Addresses of the appraisal of what units handed in. Those of the second stage have "lan-hai" behind the year."""

from django.urls import path, register_converter

from cchc.appraisal.views import (
    alarms,
    between,
    bulk,
    criterion,
    doubles,
    files,
    justified,
    leaf,
    own,
    phrases,
    plan,
    questions,
    requests,
    results,
    unit,
)
from cchc.scores.models import Stage


class StageConverter:
    """The stage of an appraisal in an address: "lan-hai/" for the second, nothing for the first."""

    regex = "(?:lan-hai/)?"

    def to_python(self, value: str) -> Stage:
        """Return the stage."""
        return Stage.SECOND_APPRAISAL if value else Stage.FIRST_APPRAISAL

    def to_url(self, value: str) -> str:
        """Return what stands in the address."""
        return "lan-hai/" if value == Stage.SECOND_APPRAISAL else ""


register_converter(StageConverter, "stage")

OF_A_STAGE = "<int:year>/<stage:stage>"

app_name = "appraisal"
urlpatterns = [
    path("", own.own_page, name="current"),
    path("cau-mau/", phrases.phrases_page, name="phrases"),
    path("cau-mau/<int:phrase>/bo/", phrases.phrase_remove, name="phrase_remove"),
    path("<int:year>/", own.own_page, name="first"),
    path(OF_A_STAGE, own.own_page, name="own"),
    path(f"{OF_A_STAGE}phan-cong/", plan.plan_page, name="plan"),
    path(f"{OF_A_STAGE}phan-cong/cong-khai/", plan.plan_announce, name="announce"),
    path(f"{OF_A_STAGE}phan-cong/chep/", plan.plan_copy, name="copy"),
    path(f"{OF_A_STAGE}excel/", files.excel_bring, name="excel"),
    path(f"{OF_A_STAGE}excel/tai-ve/", files.excel_out, name="excel_out"),
    path(f"{OF_A_STAGE}excel/hoan-tac/", files.excel_undo, name="excel_undo"),
    path(f"{OF_A_STAGE}excel/<int:file>/", files.excel_one, name="excel_one"),
    path(f"{OF_A_STAGE}excel/<int:file>/tep/", files.excel_file, name="excel_file"),
    path(f"{OF_A_STAGE}excel/<int:file>/ap-dung/", files.excel_apply, name="excel_apply"),
    path(f"{OF_A_STAGE}excel/<int:file>/so-lai/", files.excel_again, name="excel_again"),
    path(f"{OF_A_STAGE}excel/<int:file>/bo/", files.excel_give_up, name="excel_give_up"),
    path("<int:year>/khong-ap-dung/", requests.requests_page, name="requests"),
    path("<int:year>/khong-ap-dung/<int:asked>/", requests.opinion_page, name="opinion"),
    path(f"{OF_A_STAGE}tien-do/", plan.progress_page, name="progress"),
    path(f"{OF_A_STAGE}diem-can-de-y/", alarms.alarms_page, name="alarms"),
    path(f"{OF_A_STAGE}hai-luot/", doubles.doubles_page, name="doubles"),
    path(f"{OF_A_STAGE}hai-luot/<int:draw>/danh-sach/", doubles.draw_list, name="draw_list"),
    path(f"{OF_A_STAGE}hai-luot/<int:draw>/bo/", doubles.draw_undo, name="draw_undo"),
    path(f"{OF_A_STAGE}hai-luot/<int:draw>/thay-nguoi/", doubles.second_replace, name="second_replace"),
    path(f"{OF_A_STAGE}tieu-chi/<int:cycle_set>/<str:leaf>/", criterion.criterion_page, name="criterion"),
    path(
        "<int:year>/tieu-chi/<int:cycle_set>/<str:leaf>/hang-loat/",
        bulk.criterion_bulk,
        name="criterion_bulk",
    ),
    path(f"{OF_A_STAGE}don-vi/", unit.units_page, name="units"),
    path(f"{OF_A_STAGE}<int:unit>/", unit.unit_page, name="unit"),
    path("<int:year>/<int:unit>/hang-loat/", bulk.unit_bulk, name="unit_bulk"),
    path("<int:year>/<int:unit>/cau-hoi/", questions.questions_page, name="questions"),
    path("<int:year>/<int:unit>/cau-hoi/<int:question>/", questions.question_answer, name="answer"),
    path(f"{OF_A_STAGE}<int:unit>/muc/<str:leaf>/hoi/", questions.question_ask, name="ask"),
    path(f"{OF_A_STAGE}<int:unit>/muc/<str:leaf>/", leaf.leaf_page, name="leaf"),
    path(f"{OF_A_STAGE}<int:unit>/muc/<str:leaf>/luu/", leaf.leaf_save, name="save"),
    path(f"{OF_A_STAGE}<int:unit>/muc/<str:leaf>/tinh/", leaf.leaf_computed, name="computed"),
    path(
        f"{OF_A_STAGE}<int:unit>/muc/<str:leaf>/quyet-dinh/",
        between.double_decide,
        name="double_decide",
    ),
    path(f"{OF_A_STAGE}<int:unit>/ket-qua/", results.result_page, name="result"),
    path(f"{OF_A_STAGE}<int:unit>/ket-qua/gui/", results.result_send, name="send"),
    path(f"{OF_A_STAGE}<int:unit>/ket-qua/rut-lai/", results.result_reopen, name="reopen"),
    path("<int:year>/<int:unit>/giai-trinh/", justified.justification_page, name="justification"),
    path("<int:year>/<int:unit>/giai-trinh/chot/", justified.justification_hand_in, name="hand_in"),
    path("<int:year>/<int:unit>/giai-trinh/muc/<str:leaf>/", justified.justified_leaf, name="justified_leaf"),
    path(
        "<int:year>/<int:unit>/giai-trinh/muc/<str:leaf>/tai-lieu/",
        justified.justification_link,
        name="justified_link",
    ),
    path(
        "<int:year>/<int:unit>/giai-trinh/muc/<str:leaf>/tai-lieu/<int:link>/bo/",
        justified.justification_unlink,
        name="justified_unlink",
    ),
]
