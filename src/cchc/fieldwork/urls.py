"""Addresses of fieldwork."""

from django.urls import path

from cchc.fieldwork.views import (
    batches,
    board,
    checking,
    codes,
    forms,
    handing_out,
    keying,
    opening,
    overview,
    privacy,
    quality,
    reporting,
)

app_name = "fieldwork"
BATCHES = "<int:survey>/lo-phieu/"
KEYING = "<int:survey>/nhap/"
urlpatterns = [
    path("", overview.fieldwork_home, name="home"),
    path("<int:survey>/loi-dong-y/", opening.consent_page, name="consent"),
    path("<int:survey>/lien-ket-mo/", opening.links, name="links"),
    path("<int:survey>/lien-ket-mo/<int:pk>/", opening.link_turn, name="link_turn"),
    path(BATCHES, batches.batch_list, name="batches"),
    path(f"{BATCHES}dong-lo/", batches.batches_make, name="batches_make"),
    path(f"{BATCHES}<int:number>/", batches.batch_detail, name="batch"),
    path(f"{BATCHES}<int:number>/bo-in.pdf", batches.batch_pack, name="batch_pack"),
    path(f"{BATCHES}<int:number>/nhap-hai-lan/", batches.batch_doubling, name="batch_doubling"),
    path(f"{BATCHES}<int:number>/khoa/", batches.batch_close, name="batch_close"),
    path(f"{BATCHES}<int:number>/mo-lai/", batches.batch_reopen, name="batch_reopen"),
    path("<int:survey>/chi-tra/", batches.payment_list, name="payments"),
    path("<int:survey>/chi-tra/lap-danh-sach/", batches.payment_make, name="payment_make"),
    path(KEYING, keying.key_number, name="key_number"),
    path(f"{KEYING}<int:number>/", keying.key_one, name="key"),
    path(f"{KEYING}khac-nhau/", keying.differing_list, name="differing"),
    path(f"{KEYING}khac-nhau/<int:number>/", keying.differing_one, name="differing_one"),
    path("phieu-cua-toi/", forms.own_forms, name="own_forms"),
    path("phieu-cua-toi/<int:pk>/", forms.own_form_act, name="own_form_act"),
    path("<int:survey>/", board.board, name="board"),
    path("<int:survey>/giao-phieu/", handing_out.hand_out_page, name="hand_out"),
    path("<int:survey>/phieu/", forms.forms_page, name="forms"),
    path("<int:survey>/phieu/ghi/", forms.forms_act, name="forms_act"),
    path("<int:survey>/phieu/<int:number>/", codes.codes_sheet, name="codes_sheet"),
    path("<int:survey>/phieu/<int:number>/ma-moi/", forms.code_new, name="code_new"),
    path("<int:survey>/phieu/<int:number>/ma.svg", codes.codes_picture, name="codes_picture"),
    path("<int:survey>/ma-tra-loi/", codes.codes, name="codes"),
    path("<int:survey>/ma-tra-loi/tep/", codes.codes_file, name="codes_file"),
    path("<int:survey>/ma-tra-loi/the/", codes.codes_cards, name="codes_cards"),
    path("<int:survey>/phuc-tra/", checking.back_checks, name="back_checks"),
    path("<int:survey>/phuc-tra/rut-phieu/", checking.back_check_draw, name="back_check_draw"),
    path("<int:survey>/phuc-tra/phieu/<int:case>/", checking.back_check_case, name="back_check_case"),
    path(
        "<int:survey>/phuc-tra/huy-phieu/<int:enumerator>/",
        checking.back_check_discard,
        name="back_check_discard",
    ),
    path("<int:survey>/phuc-tra/bao-cao/", reporting.back_check_report, name="back_check_report"),
    path("<int:survey>/phieu-can-xem/", quality.quality, name="quality"),
    path("<int:survey>/phieu-can-xem/tim/", quality.quality_look, name="quality_look"),
    path("<int:survey>/phieu-can-xem/quyet-dinh/", quality.quality_decide, name="quality_decide"),
    path("<int:survey>/du-lieu-ca-nhan/", privacy.privacy, name="privacy"),
    path("<int:survey>/du-lieu-ca-nhan/thoi-han/", privacy.privacy_keep, name="privacy_keep"),
    path("<int:survey>/du-lieu-ca-nhan/bang-noi/", privacy.privacy_link, name="privacy_link"),
]
