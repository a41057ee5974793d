"""The key that opens exports of telephones is made once; what an export holds is received as if it had been sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cchc.documents.actions.keeping import link_into_place, written_aside
from cchc.fieldwork.actions.devices import NoDevice
from cchc.fieldwork.actions.from_devices import DeviceReceipt, receive_filled, receive_no_answers
from cchc.fieldwork.actions.receiving import MOST_TOGETHER
from cchc.fieldwork.exchange.protocol import NotUnderstood, read_export
from cchc.fieldwork.exchange.sealing import OpeningKey, new_opening_key
from cchc.fieldwork.models import Device
from cchc.fieldwork.queries.devices import hash_of_token
from cchc.fieldwork.queries.opening import kept_opening_key, opening_key_file


def installation_opening_key() -> OpeningKey:
    """The key of the installation; where there is none yet, one is made and is on the disk, whole, readable to its
    owner alone, before it is used. Raises ValueError for a file that holds none."""
    kept = kept_opening_key()
    if kept is not None:
        return kept
    place = opening_key_file()
    with written_aside(place.parent) as file:  # of two that make one at once the first stays
        file.write(new_opening_key().file().encode("ascii"))
        link_into_place(file, Path(file.name), place)
    made = kept_opening_key()
    if made is None:
        raise FileNotFoundError(place)
    return made


def take_export(*, content: dict[str, Any]) -> list[DeviceReceipt]:
    """Receive the forms of an export that was opened, some of them at a time, and what it says of forms without an
    answer: what came before by itself is there already. A telephone that was revoked meanwhile may have been lost with
    its queue: its forms are taken.

    Raises `NoDevice` where the export is of no telephone of this installation, `NotUnderstood` where it is none.
    """
    token = content.get("token")
    if not isinstance(token, str):
        raise NotUnderstood("token")
    held = read_export(content)
    device = (
        Device.objects.filter(token_sha256=hash_of_token(token))
        .select_related("membership__person", "membership__unit")
        .first()
    )
    if device is None:
        raise NoDevice
    forms = held.filled
    together = (forms[at : at + MOST_TOGETHER] for at in range(0, len(forms), MOST_TOGETHER))
    receipts = [receipt for some in together for receipt in receive_filled(device=device, filled=some)]
    receive_no_answers(device=device, said=held.said)
    return receipts
