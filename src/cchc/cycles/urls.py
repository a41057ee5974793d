"""Addresses of the cycles."""

from django.urls import path

from cchc.cycles import views

app_name = "cycles"
urlpatterns = [
    path("", views.cycle_list, name="list"),
    path("them/", views.cycle_new, name="new"),
    path("<int:pk>/", views.cycle_detail, name="detail"),
    path("<int:pk>/giai-doan/", views.cycle_phases, name="phases"),
    path("<int:pk>/mo/", views.cycle_open, name="open"),
    path("<int:pk>/dong/", views.cycle_close, name="close"),
    path("<int:pk>/bo-tieu-chi/", views.cycle_set, name="set"),
    path("<int:pk>/bo-tieu-chi/<int:set_pk>/bo/", views.set_detach, name="set_detach"),
    path("<int:pk>/bo-tieu-chi/<int:set_pk>/don-vi/", views.participants_add, name="participants_add"),
    path("<int:pk>/bo-tieu-chi/<int:set_pk>/ap-dung/", views.applicability, name="applicability"),
    path(
        "<int:pk>/bo-tieu-chi/<int:set_pk>/ap-dung/luu/",
        views.applicability_change,
        name="applicability_change",
    ),
    path(
        "<int:pk>/bo-tieu-chi/<int:set_pk>/ap-dung/nhieu/",
        views.applicability_many,
        name="applicability_many",
    ),
    path("<int:pk>/don-vi/", views.participant_list, name="participants"),
    path("<int:pk>/don-vi/khoi/", views.participants_group, name="participants_group"),
    path("<int:pk>/don-vi/bo/", views.participants_remove, name="participants_remove"),
]
