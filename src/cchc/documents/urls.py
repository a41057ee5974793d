"""Addresses of the library, of its documents, of files that are to become some and of files on their way in, and of the
authorities for signatures."""

from django.urls import path

from cchc.documents.views import anchors, confirming, incoming, library, picking, uploading, viewing

app_name = "documents"
UPLOADS = "tai-len/"
urlpatterns = [
    path("", library.library, name="list"),
    path("<int:pk>/", viewing.document, name="detail"),
    path("<int:pk>/tep/<int:place>/", viewing.document_file, name="file"),
    path("<int:pk>/sua/", library.document_change, name="change"),
    path("<int:pk>/thay/", library.document_replace, name="replace"),
    path("chung-thu/", anchors.anchors, name="anchors"),
    path("chung-thu/<int:pk>/bo/", anchors.anchor_remove, name="anchor_remove"),
    path("chon/", picking.choose, name="choose"),
    path("moi/", confirming.confirm, name="new"),
    path("moi/nhan/", incoming.bring, name="bring"),
    path("moi/<int:pk>/", incoming.incoming, name="incoming"),
    path("moi/<int:pk>/tep/", incoming.incoming_file, name="incoming_file"),
    path("moi/<int:pk>/bo/", incoming.incoming_put_aside, name="put_aside"),
    path(UPLOADS, uploading.upload, name="upload"),
    path(UPLOADS + "bat-dau/", uploading.upload_begin, name="upload_begin"),
    path(UPLOADS + "ca-tep/", uploading.upload_whole, name="upload_whole"),
    path(UPLOADS + "xong/", uploading.upload_finish, name="upload_finish"),
    path(UPLOADS + "<int:pk>/phan/<int:number>/", uploading.upload_part, name="upload_part"),
    path(UPLOADS + "<int:pk>/bo/", uploading.upload_give_up, name="upload_give_up"),
]
