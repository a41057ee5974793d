"""Addresses of sign-in and of people. The two of allauth keep the names by which allauth calls them."""

from django.urls import include, path

from cchc.accounts import views

people = (
    [
        path("", views.people_list, name="people"),
        path("them/", views.person_new, name="person_new"),
        path("<int:pk>/", views.person_detail, name="person"),
        path("<int:pk>/sua/", views.person_change, name="person_change"),
        path("<int:pk>/mat-khau/", views.person_password, name="person_password"),
        path("<int:pk>/khoa/", views.person_close, name="person_close"),
        path("<int:pk>/vai-tro/", views.membership_new, name="membership_new"),
        path("<int:pk>/vai-tro/<int:membership>/ket-thuc/", views.membership_end, name="membership_end"),
        path("doi-mat-khau/", views.own_password, name="own_password"),
        path("chon-vai-tro/", views.choose_membership, name="choose_membership"),
        path("chua-phan-cong/", views.no_membership, name="no_membership"),
    ],
    "accounts",
)

urlpatterns = [
    path("dang-nhap/", views.sign_in, name="account_login"),
    path("dang-xuat/", views.sign_out, name="account_logout"),
    path("nguoi-dung/", include(people)),
]
