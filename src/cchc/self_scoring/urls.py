"""Addresses of the sheets on which units score themselves."""

from django.urls import path

from cchc.self_scoring.views import saving, sheet

app_name = "self_scoring"
urlpatterns = [
    path("", sheet.own_sheet, name="own"),
    path("<int:year>/", sheet.own_sheet, name="year"),
    path("<int:year>/<int:unit>/", sheet.sheet_page, name="sheet"),
    path("<int:year>/<int:unit>/dan/", saving.block_save, name="block"),
    path("<int:year>/<int:unit>/phien-ban/", sheet.versions, name="versions"),
    path("<int:year>/<int:unit>/muc/<str:leaf>/", sheet.leaf_page, name="leaf"),
    path("<int:year>/<int:unit>/muc/<str:leaf>/dong/", saving.leaf_row, name="row"),
    path("<int:year>/<int:unit>/muc/<str:leaf>/luu/", saving.cell_save, name="cell"),
]
