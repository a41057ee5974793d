"""The settings of an installation are read in one place, each with its type, and every fault is told at once."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cchc
from cchc.config.environment import NO, YES, Environment, read_environment, read_language
from cchc.core.words.messages import Faults
from cchc.notices.exchange import MailServer, Security
from cchc.portal.exchange.licences import KNOWN, Licence

HOUSE = Path(cchc.__file__).parent
TYPED = {
    "DEBUG": "yes or no",
    "BEHIND_HTTPS": "yes or no",
    "TRUSTED_PROXIES": "number",
    "LEAST_FREE": "number",
}


def test_where_nothing_is_set_everything_has_a_value():
    assert read_environment({}) == Environment(
        var=None,
        secret_key="",
        database=None,
        allowed_hosts=("127.0.0.1", "localhost", "[::1]"),
        csrf_trusted_origins=(),
        debug=False,
        behind_https=False,
        trusted_proxies=0,
        accel_prefix="",
        least_free=5,
        seal_file="",
        time_stamp_url="",
        time_stamp_ca="/etc/ssl/certs/ca-certificates.crt",
        mail_server=None,
        address="",
        language="vi",
        open_data_licence=None,
    )


def test_a_licence_is_one_that_is_known_or_the_address_of_terms_and_anything_else_is_a_fault():
    def licence(text: str) -> Licence | None:
        return read_environment({"OPEN_DATA_LICENCE": text}).open_data_licence

    assert licence("") is None
    assert licence("cc-by-4.0") == KNOWN["CC-BY-4.0"]
    terms = "https://tinh.example/dieu-khoan"
    assert licence(terms) == Licence("", terms, terms)
    for text in ("CC", "javascript:alert(1)", "https://", 'https://a.b/"><b>'):
        assert faults_of({"OPEN_DATA_LICENCE": text}) == {"OPEN_DATA_LICENCE": text}


def test_names_are_parted_by_commas_and_nothing_is_no_name():
    assert read_environment({"ALLOWED_HOSTS": "cchc.tinh.gov.vn,10.0.0.9"}).allowed_hosts == (
        "cchc.tinh.gov.vn",
        "10.0.0.9",
    )
    assert read_environment({"ALLOWED_HOSTS": ""}).allowed_hosts == ()


def test_an_address_of_a_database_becomes_its_parts_and_an_empty_one_is_none():
    database = read_environment({"DATABASE_URL": "postgres://cchc:bi%20mat@may:5433/kho"}).database
    assert database is not None
    names = ("USER", "PASSWORD", "HOST", "PORT", "NAME")
    assert [database[name] for name in names] == ["cchc", "bi mat", "may", 5433, "kho"]
    assert read_environment({"DATABASE_URL": "", "CCHC_VAR": ""}).database is None


@given(st.fixed_dictionaries({}, optional={name: st.text(max_size=6) for name in TYPED}))
def test_a_setting_is_understood_or_named_as_a_fault_and_all_of_them_at_once(set_: dict[str, str]):
    wrong = {name: text for name, text in set_.items() if not _is_understood(TYPED[name], text)}
    assert faults_of(set_) == wrong
    environment = read_environment({name: text for name, text in set_.items() if name not in wrong})
    for name, text in set_.items() - wrong.items():
        value = getattr(environment, name.lower())
        assert value == (int(text) if TYPED[name] == "number" else text.lower() in YES)


def faults_of(settings: dict[str, str]) -> dict[str | None, str]:
    """The settings that are not understood, with what was found in them."""
    try:
        read_environment(settings)
    except Faults as told:
        return {fault.place.file: fault.found for fault in told.faults}
    return {}


def _is_understood(kind: str, text: str) -> bool:
    if kind == "yes or no":
        return text.lower() in YES | NO
    try:
        return int(text) >= 0
    except ValueError:
        return False


def test_the_faults_of_a_language_and_of_the_rest_are_told_together():
    with pytest.raises(Faults) as told:
        read_language({"CCHC_LANGUAGE": "fr", "LEAST_FREE": "nhiều"})
    assert [fault.place.file for fault in told.value.faults] == ["LEAST_FREE", "CCHC_LANGUAGE"]
    assert read_language({"LEAST_FREE": "nhiều", "CCHC_LANGUAGE": "en"}) == "en"


@pytest.mark.parametrize(
    "address", ["kho://cchc:bi-mat@may/kho", "bi-mat", "://bi-mat", "postgres://cchc:bi-mat@may:cổng/kho"]
)
def test_a_password_in_an_address_is_never_repeated(address: str):
    with pytest.raises(Faults) as told:
        read_environment({"DATABASE_URL": address})
    assert "bi-mat" not in told.value.faults[0].found


def test_what_is_secret_is_not_printed_with_the_settings():
    environment = read_environment({"SECRET_KEY": "bi-mat", "DATABASE_URL": "postgres://cchc:bi-mat@may/kho"})
    assert "bi-mat" not in repr(environment)
    assert len(fields(environment)) == 17


MAIL = {
    "SMTP_HOST": "thu.tinh.gov.vn",
    "SMTP_USER": "cchc",
    "SMTP_PASSWORD": "bi-mat",
    "SMTP_FROM": "cchc@tinh.gov.vn",
    "ALLOWED_HOSTS": "127.0.0.1,cchc.tinh.gov.vn",
}


def test_a_mail_server_is_read_with_the_port_of_its_protection_and_its_password_is_not_printed():
    environment = read_environment(MAIL)
    assert environment.mail_server == MailServer(
        "thu.tinh.gov.vn", 587, "cchc", "bi-mat", "cchc@tinh.gov.vn", Security.STARTTLS
    )
    assert "bi-mat" not in repr(environment)
    open_way = {**MAIL, "SMTP_USER": "", "SMTP_PASSWORD": "", "SMTP_TLS": "none", "SMTP_PORT": ""}
    assert read_environment(open_way).mail_server == MailServer(
        "thu.tinh.gov.vn", 25, "", "", "cchc@tinh.gov.vn", Security.NONE
    )


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({}, ""),
        ({"ALLOWED_HOSTS": "127.0.0.1,*,.tinh.gov.vn"}, ""),
        ({"ALLOWED_HOSTS": "127.0.0.1,cchc.tinh.gov.vn"}, "http://cchc.tinh.gov.vn"),
        ({"ALLOWED_HOSTS": "cchc.tinh.gov.vn", "BEHIND_HTTPS": "true"}, "https://cchc.tinh.gov.vn"),
        (
            {"ALLOWED_HOSTS": "a", "CSRF_TRUSTED_ORIGINS": "https://*.b,https://c.vn:8443"},
            "https://c.vn:8443",
        ),
    ],
)
def test_letters_lead_to_the_address_under_which_people_open_the_platform(
    settings: dict[str, str], address: str
):
    assert read_environment(settings).address == address


@pytest.mark.parametrize(
    ("changed", "faulty"),
    [
        ({"SMTP_HOST": ""}, ["SMTP_USER", "SMTP_PASSWORD", "SMTP_FROM"]),
        ({"SMTP_PORT": "0", "SMTP_TLS": "ssl"}, ["SMTP_TLS", "SMTP_PORT"]),
        ({"SMTP_FROM": "cchc", "SMTP_PASSWORD": ""}, ["SMTP_FROM", "SMTP_PASSWORD"]),
        ({"SMTP_USER": "", "SMTP_FROM": ""}, ["SMTP_FROM", "SMTP_USER"]),
        ({"SMTP_TLS": "none"}, ["SMTP_TLS"]),
        ({"ALLOWED_HOSTS": "127.0.0.1"}, ["CSRF_TRUSTED_ORIGINS"]),
    ],
)
def test_every_fault_of_a_mail_server_is_told_at_once_and_no_password_with_it(
    changed: dict[str, str], faulty: list[str]
):
    found = faults_of({**MAIL, **changed})
    assert list(found) == faulty
    assert "bi-mat" not in "".join(found.values())


def test_one_place_alone_reads_the_environment():
    """Of the others, one names Django's settings, three hand the environment on to programs that they start."""
    reading = {
        str(path.relative_to(HOUSE))
        for path in HOUSE.rglob("*.py")
        if re.search(r"\benviron\b(?!ment)|getenv", path.read_text(encoding="utf-8"))
    }
    assert reading == {
        "config/environment.py",
        "access/starting.py",
        "config/backup.py",
        "files/sandbox.py",
        "files/converting.py",
        "config/settings_test.py",
        "config/gunicorn.py",  # an argument of that name
    }
