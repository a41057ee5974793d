"""Addresses of the appraisal of what units handed in."""

from django.urls import path

from cchc.appraisal.views import own, plan

app_name = "appraisal"
urlpatterns = [
    path("", own.own_page, name="current"),
    path("<int:year>/", own.own_page, name="own"),
    path("<int:year>/phan-cong/", plan.plan_page, name="plan"),
    path("<int:year>/phan-cong/cong-khai/", plan.plan_announce, name="announce"),
    path("<int:year>/phan-cong/chep/", plan.plan_copy, name="copy"),
    path("<int:year>/tien-do/", plan.progress_page, name="progress"),
]
