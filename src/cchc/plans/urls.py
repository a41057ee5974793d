"""Addresses of the plans."""

from django.urls import path

from cchc.plans.views import plans, table

app_name = "plans"
urlpatterns = [
    path("", plans.plan_list, name="list"),
    path("moi/", plans.plan_new, name="new"),
    path("<int:pk>/", table.plan_detail, name="detail"),
    path("<int:pk>/nhiem-vu/<int:measure>/", table.measure_detail, name="measure"),
    path("<int:pk>/tep/", plans.plan_file, name="file"),
    path("<int:pk>/sao-chep/", plans.plan_copy, name="copy"),
    path("<int:pk>/xoa/", plans.plan_delete, name="delete"),
]
