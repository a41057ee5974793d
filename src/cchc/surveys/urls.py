"""Addresses of surveys."""

from django.urls import path

from cchc.surveys.views import questionnaire_files, questionnaire_looks, questionnaires, taking

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
]
