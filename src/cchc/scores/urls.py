"""Addresses of scores: beside the criteria set that asks for them, and beside the results that are made of them."""

from django.urls import path

from cchc.scores import views

app_name = "scores"
urlpatterns = [path("bo-tieu-chi/<int:pk>/mau-diem.xlsx", views.empty_points_file, name="empty_points_file")]
