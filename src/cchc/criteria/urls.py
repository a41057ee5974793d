"""Addresses of criteria sets."""

from django.urls import path

from cchc.criteria import views

app_name = "criteria"

urlpatterns = [
    path("", views.version_list, name="list"),
    path("tai-len/", views.version_upload, name="upload"),
    path("<int:pk>/", views.version_detail, name="version"),
    path("<int:pk>/cong-bo/", views.version_publish, name="publish"),
    path("<int:pk>/xoa/", views.version_delete, name="delete"),
    path("<int:pk>/tep-goc/", views.version_source, name="source"),
    path("<int:pk>/bo-tieu-chi.toml", views.version_toml, name="toml"),
    path("<int:pk>/bo-tieu-chi.xlsx", views.version_excel, name="excel"),
]
