"""Addresses of analysis: under the code of the province and the year of the cycle."""

from django.urls import path

from cchc.analysis.views import library, losses, losses_files, published_file, remediation, report

app_name = "analysis"
CYCLE = "<slug:province>/<int:year>/"
urlpatterns = [
    path("", losses.current, name="current"),
    path(CYCLE + "diem-mat/", losses.losses, name="losses"),
    path(CYCLE + "diem-mat.xlsx", losses_files.losses_excel, name="losses_excel"),
    # from lost points to a plan
    path("khac-phuc/", remediation.remediation_list, name="remediations"),
    path("khac-phuc/moi/", remediation.remediation_new, name="remediation_new"),
    path(
        "khac-phuc/moi/ket-qua/<int:pk>/",
        remediation.remediation_of_published,
        name="remediation_of_published",
    ),
    path("khac-phuc/moi/" + CYCLE, remediation.remediation_of_cycle, name="remediation_of_cycle"),
    path("khac-phuc/<int:pk>/", remediation.remediation, name="remediation"),
    path("khac-phuc/<int:pk>/chon/", remediation.remediation_choose, name="remediation_choose"),
    path("khac-phuc/<int:pk>/dong/<int:row>/", remediation.proposal, name="proposal"),
    path("khac-phuc/<int:pk>/xoa/", remediation.remediation_delete, name="remediation_delete"),
    path("giai-phap/", library.remedies, name="remedies"),
    path("giai-phap/moi/", library.remedy_new, name="remedy_new"),
    path("giai-phap/<int:pk>/", library.remedy, name="remedy"),
    path("giai-phap/<int:pk>/xoa/", library.remedy_delete, name="remedy_delete"),
    path("giai-phap/mau/", library.remedies_adopt, name="remedies_adopt"),
    path("giai-phap/doc-tu-ke-hoach/", library.remedies_gather, name="remedies_gather"),
    path("ket-qua/moi/", library.published_new, name="published_new"),
    path("ket-qua/tu-tep/", published_file.published_file, name="published_file"),
    path("ket-qua/<int:pk>/", library.published, name="published"),
    path("ket-qua/<int:pk>/xoa/", library.published_delete, name="published_delete"),
    path(CYCLE + "bao-cao/", report.report, name="report"),
    path(CYCLE + "bao-cao/luu/", report.report_save, name="report_save"),
    path(CYCLE + "bao-cao.docx", report.report_word, name="report_word"),
]
