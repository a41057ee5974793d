"""Addresses of the plans."""

from django.urls import path

from cchc.plans.views import agencies, enforcing, findings, plans, readings, review, rows, sheets, table

app_name = "plans"
urlpatterns = [
    path("", plans.plan_list, name="list"),
    path("moi/", plans.plan_new, name="new"),
    path("<int:pk>/", table.plan_detail, name="detail"),
    path("<int:pk>/nhiem-vu/<int:measure>/", table.measure_detail, name="measure"),
    path("<int:pk>/phat-hien/", findings.findings, name="findings"),
    path("<int:pk>/excel/", sheets.sheet, name="sheet"),
    path("<int:pk>/excel/nhap/", sheets.sheet_import, name="sheet_import"),
    path("<int:pk>/excel/nhap/<int:sheet_pk>/", sheets.sheet_difference, name="sheet_difference"),
    path("<int:pk>/excel/nhap/<int:sheet_pk>/tep/", sheets.sheet_file, name="sheet_file"),
    path("<int:pk>/excel/nhap/<int:sheet_pk>/ap-dung/", sheets.sheet_apply, name="sheet_apply"),
    path("<int:pk>/excel/nhap/<int:sheet_pk>/xem-lai/", sheets.sheet_again, name="sheet_again"),
    path("<int:pk>/excel/nhap/<int:sheet_pk>/bo/", sheets.sheet_give_up, name="sheet_give_up"),
    path("<int:pk>/tep/", plans.plan_file, name="file"),
    path("<int:pk>/sao-chep/", plans.plan_copy, name="copy"),
    path("<int:pk>/xoa/", plans.plan_delete, name="delete"),
    # from a file to a plan
    path("doc/", readings.hand_in, name="hand_in"),
    path("doc/<int:pk>/", readings.reading, name="reading"),
    path("doc/<int:pk>/lai/", readings.reading_again, name="reading_again"),
    path("doc/<int:pk>/bo/", readings.reading_give_up, name="reading_give_up"),
    path("doc/<int:pk>/tep/", readings.reading_file, name="reading_file"),
    path("<int:pk>/soan/", review.review, name="review"),
    path("<int:pk>/soan/van-ban/", review.plan_head, name="head"),
    path("<int:pk>/soan/thuc-hien/", enforcing.plan_make, name="make"),
    path("<int:pk>/soan/trinh/", enforcing.plan_submit, name="submit"),
    path("<int:pk>/soan/rut/", enforcing.plan_withdraw, name="withdraw"),
    path("<int:pk>/soan/tra-lai/", enforcing.plan_give_back, name="give_back"),
    path("<int:pk>/soan/ve-du-thao/", enforcing.plan_take_back, name="take_back"),
    path("<int:pk>/soan/phat-hien/", review.finding, name="finding"),
    path("<int:pk>/soan/co-quan/", agencies.agencies, name="agencies"),
    path("<int:pk>/soan/co-quan/dong-y/", agencies.agencies_agree, name="agencies_agree"),
    path("<int:pk>/soan/co-quan/tra-loi/", agencies.agencies_answer, name="agencies_answer"),
    path("<int:pk>/soan/co-quan/<int:agency>/", agencies.agency, name="agency"),
    path("<int:pk>/soan/nhiem-vu/them/", rows.measure_add, name="measure_add"),
    path("<int:pk>/soan/nhiem-vu/<int:measure>/", rows.measure, name="row"),
    path("<int:pk>/soan/nhiem-vu/<int:measure>/chuyen/", rows.measure_move, name="measure_move"),
    path("<int:pk>/soan/nhiem-vu/<int:measure>/xoa/", rows.measure_delete, name="measure_delete"),
    path("<int:pk>/soan/phan/them/", rows.section_add, name="section_add"),
    path("<int:pk>/soan/phan/<int:section>/", rows.section_change, name="section_change"),
    path("<int:pk>/soan/phan/<int:section>/chuyen/", rows.section_move, name="section_move"),
    path("<int:pk>/soan/phan/<int:section>/xoa/", rows.section_delete, name="section_delete"),
]
