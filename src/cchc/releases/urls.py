"""Addresses of the releases, for who is signed in."""

from django.urls import path

from cchc.releases.views import drafts, files, papers, publishing, templates, year

app_name = "releases"
RELEASE = "<int:year>/lan-<int:number>/"
DRAFT = "<int:year>/du-thao/"
PAPERS = f"{RELEASE}van-ban/"
urlpatterns = [
    path("", year.year_page, name="current"),
    path("<int:year>/", year.year_page, name="year"),
    path("<int:year>/diem-tu-tep/", files.files_final, name="files"),
    path("<int:year>/diem-tu-tep/thu-hoi/", files.files_undo, name="files_undo"),
    path("<int:year>/soan/", drafts.release_prepare, name="prepare"),
    path("<int:year>/soan/tien-do/", drafts.preparing, name="preparing"),
    path(DRAFT, year.draft_page, name="draft"),
    path(f"{DRAFT}bo/", drafts.draft_throw_away, name="throw_away"),
    path(f"{DRAFT}cong-bo/", publishing.release_publish, name="publish"),
    path(RELEASE, year.release_page, name="release"),
    path(f"{RELEASE}tien-do/", publishing.publishing, name="publishing"),
    path(f"{RELEASE}goi-du-lieu/", year.bundle_file, name="bundle"),
    path(PAPERS, papers.papers, name="papers"),
    path(f"{PAPERS}quyet-dinh/", papers.decision_word, name="decision_word"),
    path(f"{PAPERS}thong-cao/", papers.press_word, name="press_word"),
    path(f"{PAPERS}cong-van/", papers.dispatch_word, name="dispatch_word"),
    path("<int:year>/du-thao-hoi-dong/", papers.council_draft_word, name="council_draft"),
    path(f"{PAPERS}thong-bao/", papers.letters_zip, name="letters_zip"),
    path(f"{PAPERS}thong-bao/<slug:key>/", papers.letter_word, name="letter_word"),
    path("mau-van-ban/", templates.templates, name="templates"),
    path("mau-van-ban/<slug:kind>/", templates.template, name="template"),
    path("mau-van-ban/<slug:kind>/mau-chuan/", templates.template_standard, name="template_standard"),
    path("mau-van-ban/<slug:kind>/<int:number>/", templates.template_word, name="template_word"),
]
