"""Addresses of surveys."""

from django.urls import path

from cchc.surveys.views import (
    answers,
    comparing,
    designing,
    estimating,
    ledger,
    opinions,
    questionnaire_files,
    questionnaire_looks,
    questionnaires,
    responses,
    result_files,
    results,
    sample,
    sizes,
    states,
    surveys,
    taking,
)

app_name = "surveys"
FORMS = "mau-phieu/"
FILES = f"{FORMS}<int:pk>/thay-bang-tep/"
urlpatterns = [
    path(FORMS, questionnaires.questionnaire_list, name="questionnaires"),
    path(f"{FORMS}them/", questionnaires.questionnaire_new, name="questionnaire_new"),
    path(f"{FORMS}<int:pk>/", questionnaires.questionnaire_version, name="questionnaire"),
    path(
        f"{FORMS}<int:pk>/dong/<slug:table>/<slug:code>/",
        questionnaires.questionnaire_row,
        name="questionnaire_row",
    ),
    path(f"{FORMS}<int:pk>/them/<slug:table>/", questionnaires.questionnaire_add, name="questionnaire_add"),
    path(
        f"{FORMS}<int:pk>/bo/<slug:table>/<slug:code>/",
        questionnaires.questionnaire_remove,
        name="questionnaire_remove",
    ),
    path(f"{FORMS}<int:pk>/ban-hanh/", questionnaires.questionnaire_publish, name="questionnaire_publish"),
    path(f"{FORMS}<int:pk>/xoa/", questionnaires.questionnaire_delete, name="questionnaire_delete"),
    path(
        f"{FORMS}<int:questionnaire>/ban-moi/",
        questionnaires.questionnaire_continue,
        name="questionnaire_continue",
    ),
    path(f"{FORMS}<int:pk>/dien-thoai/", questionnaire_looks.on_phone, name="on_phone"),
    path(f"{FORMS}<int:pk>/ban-giay/", questionnaire_looks.on_paper, name="on_paper"),
    path(f"{FORMS}<int:pk>/bang/", questionnaire_looks.as_matrix, name="as_matrix"),
    path(
        f"{FORMS}<int:pk>/so-sanh/<int:before>/",
        questionnaire_looks.questionnaire_compare,
        name="questionnaire_compare",
    ),
    path(
        f"{FORMS}<int:pk>/mau-phieu.xlsx", questionnaire_files.questionnaire_excel, name="questionnaire_excel"
    ),
    path(
        f"{FORMS}<int:pk>/mau-phieu.toml", questionnaire_files.questionnaire_toml, name="questionnaire_toml"
    ),
    path(
        f"{FORMS}<int:pk>/xlsform/", questionnaire_files.questionnaire_xlsform, name="questionnaire_xlsform"
    ),
    path(
        f"{FORMS}<int:pk>/xlsform.xlsx",
        questionnaire_files.questionnaire_xlsform_file,
        name="questionnaire_xlsform_file",
    ),
    path(FILES, questionnaire_files.questionnaire_files, name="questionnaire_files"),
    path(f"{FILES}<int:file>/", questionnaire_files.questionnaire_file, name="questionnaire_file"),
    path(
        f"{FILES}<int:file>/tep/",
        questionnaire_files.questionnaire_file_content,
        name="questionnaire_file_content",
    ),
    path(
        f"{FILES}<int:file>/ap-dung/",
        questionnaire_files.questionnaire_file_apply,
        name="questionnaire_file_apply",
    ),
    path(
        f"{FILES}<int:file>/so-lai/",
        questionnaire_files.questionnaire_file_again,
        name="questionnaire_file_again",
    ),
    path(
        f"{FILES}<int:file>/bo/",
        questionnaire_files.questionnaire_file_give_up,
        name="questionnaire_file_give_up",
    ),
    path("lay-ket-qua/<slug:province>/<int:year>/", taking.taking, name="taking"),
    path("lay-ket-qua/<slug:province>/<int:year>/hoan-tac/", taking.taking_undo, name="taking_undo"),
    path("", surveys.survey_list, name="list"),
    path("them/", surveys.survey_new, name="new"),
    path("<int:pk>/", surveys.survey_detail, name="one"),
    path("<int:pk>/sua/", surveys.survey_change, name="change"),
    # the design
    path("<int:pk>/don-vi/", designing.units, name="units"),
    path("<int:pk>/don-vi/chon/", designing.units_choose, name="units_choose"),
    path("<int:pk>/doi-tuong/", designing.groups, name="groups"),
    path("<int:pk>/doi-tuong/them/", designing.group_ask, name="group_ask"),
    path("<int:pk>/doi-tuong/<int:form>/bo/", designing.group_leave, name="group_leave"),
    path("<int:pk>/chi-tieu/", designing.quotas, name="quotas"),
    path("<int:pk>/chi-tieu/dien/", designing.quotas_fill, name="quotas_fill"),
    path("<int:pk>/chi-tieu/theo-thiet-ke/", designing.quotas_design, name="quotas_design"),
    path("co-mau/", sizes.sample_sizes, name="sizes"),
    # the sample
    path("<int:pk>/mau/", sample.sample, name="sample"),
    path("<int:pk>/mau/tai-ve/", sample.sample_out, name="sample_out"),
    path("<int:pk>/mau/dan/", sample.frame_bring, name="frame_bring"),
    path("<int:pk>/mau/dan/<int:file>/", sample.frame, name="frame"),
    path("<int:pk>/mau/dan/<int:file>/ghi/", sample.frame_write, name="frame_write"),
    path("<int:pk>/mau/dan/<int:file>/bo/", sample.frame_give_up, name="frame_give_up"),
    path("<int:pk>/mau/dan/<int:frame>/xoa-ten/", sample.frame_erase, name="frame_erase"),
    path("<int:pk>/mau/chon/", sample.draw, name="draw"),
    path("<int:pk>/mau/lan/<int:number>/hoan-tac/", sample.draw_take_back, name="draw_take_back"),
    path("<int:pk>/mau/so/<int:number>/thay/", sample.case_replace, name="case_replace"),
    # its states
    path("<int:pk>/bat-dau/", states.start, name="start"),
    path("<int:pk>/ve-thiet-ke/", states.back_to_design, name="back_to_design"),
    path("<int:pk>/dong/", states.close, name="close"),
    path("<int:pk>/mo-lai/", states.reopen, name="reopen"),
    # what came
    path("<int:pk>/so-chi-tieu/", ledger.ledger, name="ledger"),
    path("<int:pk>/so-chi-tieu/tai-ve/", ledger.ledger_out, name="ledger_out"),
    path("<int:pk>/phieu/", responses.responses, name="responses"),
    path("<int:pk>/phieu/xet/", responses.responses_judge, name="responses_judge"),
    path("<int:pk>/phieu/nhan-het/", responses.responses_accept, name="responses_accept"),
    path("<int:pk>/phieu/<int:response>/", responses.response, name="response"),
    path("<int:pk>/nhap-phieu/", answers.answers, name="answers"),
    path("<int:pk>/nhap-phieu/<int:file>/", answers.one, name="answers_one"),
    path("<int:pk>/nhap-phieu/<int:file>/tep/", answers.file, name="answers_file"),
    path("<int:pk>/nhap-phieu/<int:file>/cot/", answers.columns, name="answers_columns"),
    path("<int:pk>/nhap-phieu/<int:file>/ap-dung/", answers.apply, name="answers_apply"),
    path("<int:pk>/nhap-phieu/<int:file>/so-lai/", answers.again, name="answers_again"),
    path("<int:pk>/nhap-phieu/<int:file>/bo/", answers.give_up, name="answers_give_up"),
    path("<int:pk>/nhap-phieu/<int:file>/hoan-tac/", answers.take_back, name="answers_undo"),
    # what was found
    path("<int:pk>/ket-qua/", results.results, name="results"),
    path("<int:pk>/ket-qua/uoc-luong/", estimating.estimate, name="estimate"),
    path("<int:pk>/ket-qua/muc/<slug:code>/", results.figure, name="result_figure"),
    path("<int:pk>/ket-qua/so-sanh/", comparing.compare, name="result_compare"),
    path("<int:pk>/ket-qua/y-kien/", opinions.opinions, name="result_opinions"),
    path("<int:pk>/ket-qua/bang.xlsx", result_files.results_xlsx, name="results_xlsx"),
    path("<int:pk>/ket-qua/bang.csv", result_files.results_table_csv, name="results_csv"),
    path("<int:pk>/ket-qua/bao-cao.docx", result_files.result_report, name="result_report"),
]
