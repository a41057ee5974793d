"""Addresses of notices."""

from django.urls import path

from cchc.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notice_list, name="list"),
    path("<int:pk>/", views.notice_open, name="open"),
    path("thu/", views.preferences, name="preferences"),
    path("da-xem/", views.notices_seen, name="seen"),
]
