"""Pages used as a person uses them without JavaScript: a link or button is found by its words and pressed."""

from __future__ import annotations

from typing import Any

from django.test import Client

from cchc.ui import asking
from tests import markup


def press(client: Client, address: str, words: str, **typed: str) -> Any:
    """The answer when the one link or button of a page whose text begins with `words` is pressed, its form filled in
    as it stands on the page but for what is `typed`. Where the words are those of a link whose page has a button of
    the same words, that one is pressed too. What is asked first is agreed to."""
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    main = markup.read(page.content.decode()).find("main")[0]
    (pressed,) = [one for one in main.find("button", "a") if one.text.startswith(words)]
    if pressed.tag == "a":
        return press(client, pressed.get("href") or "", words, **typed)
    form = pressed.around("form")
    assert form is not None, f"“{words}” stands in no form"
    target = pressed.get("formaction") or form.get("action") or address
    answer = client.post(target, {**filled_in(form), **typed}, follow=True)
    return agree(client, target, answer) if form.find("input", name=asking.FIELD) else answer


def agree(client: Client, target: str, question: Any) -> Any:
    """The answer when the page that asks before a grave act is agreed to."""
    (form,) = markup.read(question.content.decode()).find("main")[0].find("form")
    return client.post(target, filled_in(form), follow=True)


def filled_in(form: markup.Element) -> dict[str, Any]:
    """What a browser sends of a form as it stands on the page."""
    sent: dict[str, list[str]] = {}
    for field in form.find("input", "textarea", "select", name=None):
        name, kind = field.get("name") or "", field.get("type")
        if field.tag == "textarea":
            values = ["".join(piece for piece in field.inside if isinstance(piece, str))]
        elif field.tag == "select":
            options = field.find("option")
            chosen = [option for option in options if option.get("selected") is not None]
            values = [one.attributes.get("value", one.text) for one in chosen or options[:1]]
        elif kind in ("checkbox", "radio"):
            values = [field.get("value") or "on"] if field.get("checked") is not None else []
        else:
            values = [] if kind in ("file", "submit", "button") else [field.get("value") or ""]
        sent.setdefault(name, []).extend(values)
    return {name: values for name, values in sent.items() if values}
