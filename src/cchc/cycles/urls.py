"""Addresses of the cycles and of the holidays."""

from django.urls import path

from cchc.cycles.views import (
    applicability,
    cycles,
    holidays,
    participants,
    phases,
    practice,
    requests,
    turning,
)

app_name = "cycles"
urlpatterns = [
    path("", cycles.cycle_list, name="list"),
    path("them/", cycles.cycle_new, name="new"),
    path("<int:pk>/", cycles.cycle_detail, name="detail"),
    path("<int:pk>/giai-doan/", phases.cycle_phases, name="phases"),
    path("<int:pk>/giai-doan/<slug:phase>/", phases.phase_detail, name="phase"),
    path("<int:pk>/giai-doan/<slug:phase>/gia-han/", phases.phase_extend, name="phase_extend"),
    path("<int:pk>/giai-doan/<slug:phase>/mo-lai/<int:unit>/", phases.phase_reopen, name="phase_reopen"),
    path("<int:pk>/khong-ap-dung/", requests.request_list, name="requests"),
    path("<int:pk>/khong-ap-dung/de-nghi/", requests.request_new, name="request_new"),
    path("<int:pk>/khong-ap-dung/<int:request_pk>/", requests.request_detail, name="request"),
    path("<int:pk>/khong-ap-dung/<int:request_pk>/dong-y/", requests.request_grant, name="request_grant"),
    path("<int:pk>/khong-ap-dung/<int:request_pk>/tu-choi/", requests.request_refuse, name="request_refuse"),
    path("<int:pk>/khong-ap-dung/<int:request_pk>/rut/", requests.request_withdraw, name="request_withdraw"),
    path("<int:pk>/khong-ap-dung/<int:request_pk>/xet-lai/", requests.request_reopen, name="request_reopen"),
    path("<int:pk>/khong-ap-dung/<int:request_pk>/hoi-dong/", requests.request_appeal, name="request_appeal"),
    path(
        "<int:pk>/khong-ap-dung/<int:request_pk>/hoi-dong/rut/",
        requests.appeal_withdraw,
        name="appeal_withdraw",
    ),
    path("<int:pk>/tap-duot/", practice.practice_begin, name="practice_begin"),
    path("<int:pk>/bo-tap-duot/", practice.practice_throw_away, name="practice_throw_away"),
    path("<int:pk>/mo/", turning.cycle_open, name="open"),
    path("<int:pk>/dong/", turning.cycle_close, name="close"),
    path("<int:pk>/mo-lai/", turning.cycle_reopen, name="reopen"),
    path("<int:pk>/mo-cho-don-vi/", turning.results_open, name="open_results"),
    path("<int:pk>/bo-tieu-chi/", cycles.cycle_set, name="set"),
    path("<int:pk>/bo-tieu-chi/<int:set_pk>/bo/", cycles.set_detach, name="set_detach"),
    path("<int:pk>/bo-tieu-chi/<int:set_pk>/don-vi/", participants.participants_add, name="participants_add"),
    path("<int:pk>/bo-tieu-chi/<int:set_pk>/ap-dung/", applicability.applicability, name="applicability"),
    path(
        "<int:pk>/bo-tieu-chi/<int:set_pk>/ap-dung/luu/",
        applicability.applicability_change,
        name="applicability_change",
    ),
    path(
        "<int:pk>/bo-tieu-chi/<int:set_pk>/ap-dung/xem/",
        applicability.applicability_look,
        name="applicability_look",
    ),
    path(
        "<int:pk>/bo-tieu-chi/<int:set_pk>/ap-dung/nhieu/",
        applicability.applicability_many,
        name="applicability_many",
    ),
    path("<int:pk>/don-vi/", participants.participant_list, name="participants"),
    path("<int:pk>/don-vi/khoi/", participants.participants_group, name="participants_group"),
    path("<int:pk>/don-vi/bo/", participants.participants_remove, name="participants_remove"),
    path("ngay-nghi/<int:year>/", holidays.holiday_list, name="holidays"),
    path("ngay-nghi/<int:year>/them/", holidays.holidays_add, name="holidays_add"),
    path("ngay-nghi/<int:year>/bo/", holidays.holidays_remove, name="holidays_remove"),
    path("ngay-nghi/<int:year>/danh-sach/<int:pk>/", holidays.holidays_list, name="holidays_list"),
    path("ngay-nghi/<int:year>/danh-sach/<int:pk>/tep/", holidays.holidays_file, name="holidays_file"),
    path("ngay-nghi/<int:year>/<int:pk>/", holidays.holiday_change, name="holiday_change"),
]
