"""Addresses of the releases, for who is signed in."""

from django.urls import path

from cchc.releases.views import papers, templates

app_name = "releases"
RELEASE = "<int:year>/lan-<int:number>/"
PAPERS = f"{RELEASE}van-ban/"
urlpatterns = [
    path(PAPERS, papers.papers, name="papers"),
    path(f"{PAPERS}quyet-dinh/", papers.decision_word, name="decision_word"),
    path(f"{PAPERS}thong-cao/", papers.press_word, name="press_word"),
    path(f"{PAPERS}thong-bao/", papers.letters_zip, name="letters_zip"),
    path(f"{PAPERS}thong-bao/<slug:key>/", papers.letter_word, name="letter_word"),
    path("mau-van-ban/", templates.templates, name="templates"),
    path("mau-van-ban/<slug:kind>/", templates.template, name="template"),
    path("mau-van-ban/<slug:kind>/mau-chuan/", templates.template_standard, name="template_standard"),
    path("mau-van-ban/<slug:kind>/<int:number>/", templates.template_word, name="template_word"),
]
