"""Which new passwords are refused: what everybody would try first, here."""

from __future__ import annotations

import math
import string

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cchc.access.permissions import Role
from cchc.accounts.actions.people import generated_password
from cchc.accounts.models import Person
from cchc.accounts.passwords import LEAST_BITS, bits, common_words
from tests.builders import a_member, a_province, a_unit

COMMON = """
123456789012 1234567890 0987654321 1111111111 0000000000 123123123123 1122334455 12345678910 0123456789
9876543210 password123 Password@123 P@ssw0rd123 passw0rd2025 admin123456 Admin@12345 administrator
administrator1 welcome123 Welcome@2026 iloveyou123 iloveyou2025 letmein1234 qwertyuiop qwerty12345 Qwerty@123
qwerty123456 asdfghjkl123 zxcvbnm123 1q2w3e4r5t 1qaz2wsx3edc zaq12wsxcde3 qazwsxedc123 abc123456789 Abc@123456
abcd123456 abcdefghij aaaaaaaaaa sunshine2025 football2024 monkey12345 dragon12345 princess123 superman123
computer123 windows2025 facebook123 google12345 january2026 december2025 matkhau123 matkhau@123 MatKhau2026
matkhau123456 M@tKhau123 mậtkhẩu123 Mật_khẩu_2026 matkhaumoi1 matkhaumacdinh doimatkhau1 khongbiet123
quantri123 QuanTri@2026 quantrivien1 nguoidung123 taikhoan123 dangnhap123 hethong2026 maytinh123 vanphong2026
cchc@123456 cchc2026@@ CCHC@2025!! caicach2026 caicachhanhchinh hanhchinh2026 parindex2026 motcua2025
dichvucong1 kehoach2026 sonoivu2026 SoNoiVu@123 noivu123456 sotaichinh1 sogiaoduc2026 soyte12345 ubnd123456
UBND@2026!! uybannhandan chuyenvien1 phutho2026@ PhuTho@2025 hanoi123456 Hanoi@2026! saigon12345 danang2026!
vietnam123 VietNam@2026 toquoc123456 hochiminh1 anhyeuem123 emyeuanh123 iuanhnhieu vkiuck12345 ckiuvk12345
tinhyeu2026 giadinh123 hanhphuc2026 chucmungnammoi nammoi2026 nguyenvana1 nguyenvanan1 nguyen123456
tuananh1990 khanhlinh99 thang12026 thangmuoi10 thuhai2026 01012026vn 30041975vn
"""


def common() -> list[str]:
    """More than a hundred passwords of ten signs or more that are tried first."""
    return [word.replace("_", " ") for word in COMMON.split()]


def refused(password: str, person: Person | None = None) -> bool:
    try:
        validate_password(password, person)
    except ValidationError:
        return True
    return False


def test_a_hundred_common_passwords_are_refused():
    assert len(common()) > 100
    assert [password for password in common() if not refused(password)] == []


def test_what_nobody_would_try_is_taken():
    good = [
        "chim xanh hót rừng già",
        "bảy cái thuyền giấy nâu",
        "trời-đổ-mưa-rào-sáng",
        "k7xm-p2qd-9hwz",
        "Ghế mây lưng võng 4",
    ]
    assert [password for password in good if refused(password)] == []


def test_every_generated_password_is_taken():
    assert not any(refused(generated_password()) for _time in range(300))


@given(st.sampled_from(sorted(word for word in common_words() if word.isalpha())), st.data())
def test_a_common_word_stays_one_piece_in_whatever_letters_marks_and_digits_it_is_written(word, data):
    signs = {
        "a": "aAáÀẫ@4",
        "b": "bB8",
        "d": "dDđĐ",
        "e": "eEếÊ3",
        "i": "iIĩ1!",
        "o": "oOôỔơ0",
        "s": "sS5$",
        "t": "tT7",
    }
    disguised = "".join(data.draw(st.sampled_from(signs.get(letter, letter))) for letter in word)
    assert bits(disguised) <= math.log2(len(common_words()))


@given(st.sampled_from(common()))
def test_capitals_cost_nothing(password):
    assert bits(password.upper()) == bits(password.lower()) == bits(password)


@given(st.text(max_size=40), st.text(max_size=5))
def test_what_is_added_costs_at_most_what_it_would_cost_alone(password, more):
    assert bits(password + more) <= bits(password) + bits(more) + 1e-9


@given(st.text(st.sampled_from(string.ascii_lowercase), max_size=200))
def test_any_text_is_estimated(password):
    assert 0 <= bits(password) < 400


@pytest.mark.django_db
def test_the_own_names_and_those_of_the_own_unit_are_pieces():
    unit = a_unit("Sở Tiên Cảnh", parent=a_province("Bồng Lai"))
    person = a_member(Role.UNIT_CLERK, unit=unit, username="khuc.thua.du").person
    person.name = "Khúc Thừa Dụ"
    own = ["KhucThuaDu2026", "khúc thừa dụ 99", "tiencanh2026", "SoTienCanh@1", "stc1234567", "bonglai2026!"]
    assert [password for password in own if not refused(password, person)] == []
    other = Person(username="cv", name="Chuyên viên")
    assert [password for password in own if bits(password) >= LEAST_BITS] != []
    assert not refused("KhucThuaDuTienCanh", other)


def test_the_refusal_says_what_to_do_in_vietnamese():
    with translation.override("vi"), pytest.raises(ValidationError) as caught:
        validate_password("SoNoiVu@2026")
    assert caught.value.messages == [
        "Mật khẩu này dễ đoán: nó gồm toàn tên người, tên cơ quan, từ thông dụng, năm hoặc dãy phím. Hãy ghép bốn từ "
        "không liên quan với nhau, hoặc thêm chữ của riêng bạn."
    ]


def test_the_list_is_written_as_it_is_compared():
    assert all(word == word.lower() and word.isascii() and len(word) > 1 for word in common_words())
