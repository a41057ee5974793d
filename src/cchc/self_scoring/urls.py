"""Addresses of the sheets on which units score themselves."""

from django.urls import path

from cchc.self_scoring.views import evidence, files, progress, saving, sharing, sheet, submissions, submitting

app_name = "self_scoring"
urlpatterns = [
    path("", sheet.own_sheet, name="own"),
    path("<int:year>/", sheet.own_sheet, name="year"),
    path("<int:year>/tien-do/", progress.progress_page, name="progress"),
    path("<int:year>/tien-do/nhac/", progress.remind, name="remind"),
    path("<int:year>/<int:unit>/", sheet.sheet_page, name="sheet"),
    path("<int:year>/<int:unit>/dan/", saving.block_save, name="block"),
    path("<int:year>/<int:unit>/phien-ban/", sheet.versions, name="versions"),
    path("<int:year>/<int:unit>/muc/<str:leaf>/", sheet.leaf_page, name="leaf"),
    path("<int:year>/<int:unit>/muc/<str:leaf>/dong/", saving.leaf_row, name="row"),
    path("<int:year>/<int:unit>/muc/<str:leaf>/luu/", saving.cell_save, name="cell"),
    path("<int:year>/<int:unit>/muc/<str:leaf>/tai-lieu/", evidence.evidence_link, name="link"),
    path(
        "<int:year>/<int:unit>/muc/<str:leaf>/tai-lieu/<int:link>/bo/",
        evidence.evidence_unlink,
        name="unlink",
    ),
    path("<int:year>/<int:unit>/phan-cong/", sharing.share_page, name="share"),
    path("<int:year>/<int:unit>/tai-ve/", files.excel_out, name="excel_out"),
    path("<int:year>/<int:unit>/excel/", files.excel_bring, name="excel"),
    path("<int:year>/<int:unit>/excel/hoan-tac/", files.excel_undo, name="excel_undo"),
    path("<int:year>/<int:unit>/excel/<int:file>/", files.excel_one, name="excel_one"),
    path("<int:year>/<int:unit>/excel/<int:file>/tep/", files.excel_file, name="excel_file"),
    path("<int:year>/<int:unit>/excel/<int:file>/ap-dung/", files.excel_apply, name="excel_apply"),
    path("<int:year>/<int:unit>/excel/<int:file>/so-lai/", files.excel_again, name="excel_again"),
    path("<int:year>/<int:unit>/excel/<int:file>/bo/", files.excel_give_up, name="excel_give_up"),
    path("<int:year>/<int:unit>/chot/", submitting.submit, name="submit"),
    path("<int:year>/<int:unit>/nhan/", submissions.take_in, name="take_in"),
    path("<int:year>/<int:unit>/so-sanh/", submissions.submission_compare, name="compare"),
    path("<int:year>/<int:unit>/lan-chot/", submissions.submission_list, name="submissions"),
    path("<int:year>/<int:unit>/lan-chot/<int:number>/", submissions.submission_page, name="submission"),
    path("<int:year>/<int:unit>/lan-chot/<int:number>/ban-ky/", submissions.submission_signed, name="signed"),
    path("<int:year>/<int:unit>/lan-chot/<int:number>/word/", submissions.submission_word, name="word"),
    path(
        "<int:year>/<int:unit>/lan-chot/<int:number>/tra-lai/", submissions.submission_return, name="return"
    ),
]
