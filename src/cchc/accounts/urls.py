"""Addresses of sign-in and of people. The two of allauth keep the names by which allauth calls them."""

from django.urls import include, path

from cchc.accounts.views import importing, people, slips

of_people = (
    [
        path("", people.people_list, name="people"),
        path("them/", people.person_new, name="person_new"),
        path("phieu-mat-khau/", slips.first_passwords, name="first_passwords"),
        path("nhap/", importing.people_import, name="import"),
        path("nhap/mau/", importing.people_import_template, name="import_template"),
        path("nhap/<int:pk>/", importing.PAGES.detail, name="import_detail"),
        path("nhap/<int:pk>/tep/", importing.PAGES.file, name="import_file"),
        path("nhap/<int:pk>/ap-dung/", importing.people_import_apply, name="import_apply"),
        path("nhap/<int:pk>/xem-lai/", importing.PAGES.again, name="import_again"),
        path("nhap/<int:pk>/bo/", importing.PAGES.give_up, name="import_give_up"),
        path("<int:pk>/", people.person_detail, name="person"),
        path("<int:pk>/sua/", people.person_change, name="person_change"),
        path("<int:pk>/mat-khau/", people.person_password, name="person_password"),
        path("<int:pk>/khoa/", people.person_close, name="person_close"),
        path("<int:pk>/vai-tro/", people.membership_new, name="membership_new"),
        path("<int:pk>/vai-tro/<int:membership>/ket-thuc/", people.membership_end, name="membership_end"),
        path("doi-mat-khau/", people.own_password, name="own_password"),
        path("chon-vai-tro/", people.choose_membership, name="choose_membership"),
        path("chua-phan-cong/", people.no_membership, name="no_membership"),
    ],
    "accounts",
)

urlpatterns = [
    path("dang-nhap/", people.sign_in, name="account_login"),
    path("dang-xuat/", people.sign_out, name="account_logout"),
    path("nguoi-dung/", include(of_people)),
]
