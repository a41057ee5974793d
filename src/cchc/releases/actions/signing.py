"""Making the key of the installation, once."""

from __future__ import annotations

from pathlib import Path

from cchc.documents.actions.keeping import link_into_place, written_aside
from cchc.releases.exchange.signing import SigningKey, new_signing_key
from cchc.releases.queries.signing import kept_key, key_file


def installation_key() -> SigningKey:
    """Return the key by which this installation signs; where it has none yet, one is made and is on the disk, whole,
    readable to its owner alone, before it is used. Raises `NoKey` for a file that holds none."""
    kept = kept_key()
    if kept is not None:
        return kept
    place = key_file()
    with written_aside(place.parent) as file:  # of two that make one at once the first stays
        file.write(new_signing_key().file().encode("ascii"))
        link_into_place(file, Path(file.name), place)
    made = kept_key()
    if made is None:
        raise FileNotFoundError(place)
    return made
