"""Addresses of the desk."""

from django.urls import path

from cchc.desk import views

app_name = "desk"
urlpatterns = [
    path("viec-cua-toi/", views.home, name="home"),
    path("tim-kiem/", views.search, name="search"),
    path("tim-kiem/goi-y/", views.suggest, name="suggestions"),
    path("huong-dan/<slug:name>/", views.guide, name="guide"),
]
