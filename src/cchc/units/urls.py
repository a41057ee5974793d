"""Addresses of the units."""

from django.urls import path

from cchc.units import views

app_name = "units"
urlpatterns = [
    path("", views.unit_list, name="list"),
    path("tai-ve/", views.unit_export, name="export"),
    path("nhap/", views.unit_import, name="import"),
    path("nhap/ap-dung/", views.unit_import_apply, name="import_apply"),
    path("them/", views.unit_new, name="new"),
    path("<int:pk>/", views.unit_detail, name="detail"),
    path("<int:pk>/sua/", views.unit_change, name="change"),
    path("<int:pk>/doi-ten/", views.unit_rename, name="rename"),
    path("<int:pk>/chuyen/", views.unit_move, name="move"),
    path("<int:pk>/sap-nhap/", views.unit_merge, name="merge"),
    path("<int:pk>/chia-tach/", views.unit_split, name="split"),
    path("<int:pk>/ket-thuc/", views.unit_close, name="close"),
]
