"""Addresses of the units."""

from django.urls import path

from cchc.units.views import changing, figures, groups, importing, units, wordings

app_name = "units"
urlpatterns = [
    path("", units.unit_list, name="list"),
    path("tai-ve/", units.unit_export, name="export"),
    path("nhap/", importing.unit_import, name="import"),
    path("nhap/<int:pk>/", importing.PAGES.detail, name="import_detail"),
    path("nhap/<int:pk>/tep/", importing.PAGES.file, name="import_file"),
    path("nhap/<int:pk>/ap-dung/", importing.unit_import_apply, name="import_apply"),
    path("nhap/<int:pk>/xem-lai/", importing.PAGES.again, name="import_again"),
    path("nhap/<int:pk>/bo/", importing.PAGES.give_up, name="import_give_up"),
    path("so-lieu/", figures.figure_list, name="figures"),
    path("so-lieu/tai-ve/", figures.figure_export, name="figures_export"),
    path("so-lieu/nhap/", figures.figure_import, name="figures_import"),
    path("so-lieu/nhap/<int:pk>/", figures.PAGES.detail, name="figures_import_detail"),
    path("so-lieu/nhap/<int:pk>/tep/", figures.PAGES.file, name="figures_import_file"),
    path("so-lieu/nhap/<int:pk>/ap-dung/", figures.figure_import_apply, name="figures_import_apply"),
    path("so-lieu/nhap/<int:pk>/xem-lai/", figures.PAGES.again, name="figures_import_again"),
    path("so-lieu/nhap/<int:pk>/bo/", figures.PAGES.give_up, name="figures_import_give_up"),
    path("nhom/", groups.group_list, name="groups"),
    path("nhom/them/", groups.group_new, name="group_new"),
    path("nhom/<int:pk>/", groups.group_change, name="group_change"),
    path("nhom/<int:pk>/xoa/", groups.group_delete, name="group_delete"),
    path("cach-viet/", wordings.wording_list, name="wordings"),
    path("cach-viet/<int:pk>/bo/", wordings.wording_forget, name="wording_forget"),
    path("them/", units.unit_new, name="new"),
    path("<int:pk>/", units.unit_detail, name="detail"),
    path("<int:pk>/sua/", units.unit_change, name="change"),
    path("<int:pk>/so-lieu/<int:year>/", figures.figure_change, name="figures_change"),
    path("<int:pk>/doi-ten/", changing.unit_rename, name="rename"),
    path("<int:pk>/chuyen/", changing.unit_move, name="move"),
    path("<int:pk>/sap-nhap/", changing.unit_merge, name="merge"),
    path("<int:pk>/chia-tach/", changing.unit_split, name="split"),
    path("<int:pk>/ket-thuc/", changing.unit_close, name="close"),
    path("<int:pk>/hoan-tac/", changing.unit_undo, name="undo"),
]
