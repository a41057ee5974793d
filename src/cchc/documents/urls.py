"""Addresses of documents and of the files that are brought for them."""

from django.urls import path

from cchc.documents.views import uploading

app_name = "documents"
UPLOADS = "tai-len/"
urlpatterns = [
    path(UPLOADS, uploading.upload, name="upload"),
    path(UPLOADS + "bat-dau/", uploading.upload_begin, name="upload_begin"),
    path(UPLOADS + "ca-tep/", uploading.upload_whole, name="upload_whole"),
    path(UPLOADS + "xong/", uploading.upload_finish, name="upload_finish"),
    path(UPLOADS + "<int:pk>/phan/<int:number>/", uploading.upload_part, name="upload_part"),
    path(UPLOADS + "<int:pk>/bo/", uploading.upload_give_up, name="upload_give_up"),
]
