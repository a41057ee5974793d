"""Addresses on which plans are followed."""

from django.urls import path

from cchc.following.views import (
    amended_papers,
    amendments,
    board,
    calendar,
    completion,
    ending,
    events,
    files,
    frame_files,
    frames,
    mine,
    periodic,
    record,
    report_part,
    report_whole,
    several,
    targets,
    tree,
    urging,
)

app_name = "following"
ROUND = "bao-cao/<int:pk>/"
PART = f"{ROUND}don-vi/<int:unit>/"
urlpatterns = [
    path("", mine.mine_page, name="mine"),
    path("nhieu/", several.several, name="several"),
    path("ban-ghi/<int:pk>/", record.record_page, name="record"),
    path("ban-ghi/<int:pk>/bao-cao/", record.report, name="report"),
    path("ban-ghi/<int:pk>/xong/", record.done_with_file, name="done_with_file"),
    path("ban-ghi/<int:pk>/san-pham/", record.product, name="product"),
    path("ban-ghi/<int:pk>/san-pham/<int:product>/bo/", record.product_away, name="product_away"),
    path("ban-ghi/<int:pk>/dong/", record.close, name="close"),
    path("ban-ghi/<int:pk>/phoi-hop/", record.note, name="note"),
    path("hoan-thanh/<int:unit>/", completion.completion, name="completion"),
    # periodic reports: rounds, the parts of units, the whole
    path("bao-cao/", periodic.round_list, name="periodic"),
    path("bao-cao/mo/", periodic.round_open, name="round_open"),
    path(ROUND, report_whole.round_page, name="round"),
    path(f"{ROUND}so-lieu/", report_whole.round_row, name="round_row"),
    path(f"{ROUND}loi-van/", report_whole.round_texts, name="round_texts"),
    path(f"{ROUND}thoi-han/", periodic.round_days, name="round_days"),
    path(f"{ROUND}chot/", report_whole.round_freeze, name="round_freeze"),
    path(f"{ROUND}luu/", report_whole.round_archive, name="round_archive"),
    path(f"{ROUND}word/", report_whole.round_word, name="round_word"),
    path(f"{ROUND}excel/", report_whole.round_sheet, name="round_sheet"),
    path(f"{ROUND}json/", report_whole.round_json, name="round_json"),
    path(PART, report_part.report_part, name="report_part"),
    path(f"{PART}word/", report_part.part_word, name="part_word"),
    path(f"{PART}tra-lai/", report_part.part_return, name="part_return"),
    path(f"{PART}long-ghep/", report_part.part_carry, name="part_carry"),
    # out as Excel, and back in
    path("excel/", files.sheet, name="sheet"),
    path("excel/tai-ve/", files.sheet_out, name="sheet_out"),
    path("excel/<int:pk>/", files.sheet_one, name="sheet_one"),
    path("excel/<int:pk>/tep/", files.sheet_file, name="sheet_file"),
    path("excel/<int:pk>/ap-dung/", files.sheet_apply, name="sheet_apply"),
    path("excel/<int:pk>/so-lai/", files.sheet_again, name="sheet_again"),
    path("excel/<int:pk>/bo/", files.sheet_give_up, name="sheet_give_up"),
    # the events for which measures wait
    path("su-kien/", events.event_list, name="events"),
    path("su-kien/gop/", events.event_join, name="event_join"),
    path("su-kien/<int:pk>/", events.event_detail, name="event"),
    path("su-kien/<int:pk>/ngay/", events.event_date, name="event_date"),
    path("su-kien/<int:pk>/ngay/<int:number>/", events.occurrence_change, name="occurrence"),
    path("su-kien/<int:pk>/tach/", events.event_leave, name="event_leave"),
    # the owner's board of a plan, and letters to who is late
    path("ke-hoach/<int:pk>/", board.board, name="board"),
    path("ke-hoach/<int:pk>/danh-sach/", board.records, name="board_records"),
    path("ke-hoach/<int:pk>/xac-nhan/", board.close_chosen, name="close_chosen"),
    path("ke-hoach/<int:pk>/nhiem-vu/", board.measures, name="board_measures"),
    path("ke-hoach/<int:pk>/ca-nam/", board.course, name="course"),
    path("ke-hoach/<int:pk>/chi-tieu/", targets.targets, name="targets"),
    path("ke-hoach/<int:pk>/don-doc/", urging.urging, name="urging"),
    path("ke-hoach/<int:pk>/don-doc/<int:unit>/", urging.urging_letter, name="urging_letter"),
    path("ke-hoach/<int:pk>/don-doc/tat-ca/", urging.urging_letters, name="urging_letters"),
    # frames of periodic reports, by Excel too
    path("bao-cao/khung/", frames.frame_list, name="frames"),
    path("bao-cao/khung/mau/", frames.frame_models, name="frame_models"),
    path("bao-cao/khung/moi/", frames.frame_new, name="frame_new"),
    path("bao-cao/khung/<int:pk>/", frames.frame_version, name="frame"),
    path("bao-cao/khung/<int:pk>/dong/<str:table>/<str:key>/", frames.frame_row, name="frame_row"),
    path("bao-cao/khung/<int:pk>/them/<str:table>/", frames.frame_add, name="frame_add"),
    path("bao-cao/khung/<int:pk>/bo/<str:table>/<str:key>/", frames.frame_remove, name="frame_remove"),
    path("bao-cao/khung/<int:pk>/phien-ban-moi/", frames.frame_continue, name="frame_continue"),
    path("bao-cao/khung/<int:pk>/ban-hanh/", frames.frame_publish, name="frame_publish"),
    path("bao-cao/khung/<int:pk>/xoa/", frames.frame_delete, name="frame_delete"),
    path("bao-cao/khung/<int:pk>/so-sanh/<int:before>/", frames.frame_compare, name="frame_compare"),
    path("bao-cao/khung/<int:pk>/excel/", frame_files.frame_excel, name="frame_excel"),
    path("bao-cao/khung/<int:pk>/tep/", frame_files.frame_files, name="frame_files"),
    path("bao-cao/khung/<int:pk>/tep/<int:file>/", frame_files.frame_file, name="frame_file"),
    path(
        "bao-cao/khung/<int:pk>/tep/<int:file>/goc/",
        frame_files.frame_file_content,
        name="frame_file_content",
    ),
    path(
        "bao-cao/khung/<int:pk>/tep/<int:file>/ap-dung/",
        frame_files.frame_file_apply,
        name="frame_file_apply",
    ),
    path(
        "bao-cao/khung/<int:pk>/tep/<int:file>/so-lai/", frame_files.frame_file_again, name="frame_file_again"
    ),
    path(
        "bao-cao/khung/<int:pk>/tep/<int:file>/bo/", frame_files.frame_file_give_up, name="frame_file_give_up"
    ),
    path("bao-cao/khung/<int:pk>/tep/<int:file>/rut/", frame_files.frame_file_undo, name="frame_file_undo"),
    # the own calendar
    path("lich/", calendar.own_calendar, name="own_calendar"),
    path("lich/dia-chi/", calendar.calendar_make, name="calendar_make"),
    path("lich/ket-thuc/", calendar.calendar_end, name="calendar_end"),
    path("lich/<str:token>.ics", calendar.calendar, name="calendar"),
    # the plan lives
    path("ke-hoach/<int:pk>/sua-doi/", amendments.amendments, name="amendments"),
    path("ke-hoach/<int:pk>/sua-doi/chon/", amendments.amend_choose, name="amend_choose"),
    path("ke-hoach/<int:pk>/sua-doi/moi/", amendments.amend, name="amend"),
    path("ke-hoach/<int:pk>/sua-doi/hop-nhat/", amended_papers.whole_paper, name="whole_paper"),
    path("ke-hoach/<int:pk>/sua-doi/hop-nhat/word/", amended_papers.whole_word, name="whole_word"),
    path("ke-hoach/<int:pk>/sua-doi/hop-nhat/pdf/", amended_papers.whole_pdf, name="whole_pdf"),
    path(
        "ke-hoach/<int:pk>/sua-doi/<int:number>/ban-in/",
        amended_papers.amendment_paper,
        name="amendment_paper",
    ),
    path(
        "ke-hoach/<int:pk>/sua-doi/<int:number>/ban-in/word/",
        amended_papers.amendment_word,
        name="amendment_word",
    ),
    path(
        "ke-hoach/<int:pk>/sua-doi/<int:number>/ban-in/pdf/",
        amended_papers.amendment_pdf,
        name="amendment_pdf",
    ),
    path("ke-hoach/<int:pk>/sua-doi/<int:number>/bo/", amendments.amendment_undo, name="amendment_undo"),
    path("ke-hoach/<int:pk>/ket-thuc/", ending.end, name="end"),
    path("ke-hoach/<int:pk>/ket-thuc/bo/", ending.end_undo, name="end_undo"),
    # plans form a tree
    path("ke-hoach/<int:pk>/cay/", tree.links, name="links"),
    path("ke-hoach/<int:pk>/nhan-viec/", tree.take_over_page, name="take_over"),
    path("ban-ghi/<int:pk>/dat-tay/", tree.by_hand, name="by_hand"),
    path("ban-ghi/<int:pk>/tinh-lai/", tree.again, name="computed_again"),
]
