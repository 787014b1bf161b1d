"""Letters: the PDF is laid into its print run; it leaves when the run is handed over to the post."""

import hashlib

from django.core.files.base import ContentFile

from files.services import store
from messaging.channels.channel import Parcel, Refused, Sent


class Letter:
    """A key is `<path>#<sha256 of the PDF>`: laying the same bytes in the same place twice is laying them once."""

    idempotent = True
    leaves_at_once = False

    def send(self, parcel: Parcel) -> Sent:
        """Lay the PDF in its place. Raises Refused when the store does not answer."""
        path = parcel.key.partition("#")[0]
        try:
            if found := self.find(parcel.key):
                return found
            store().delete(path)  # a half-written file, left by a worker that died
            store().save(path, ContentFile(parcel.attachments[0].data))
        except OSError as error:
            raise Refused(f"the store of files does not answer: {error}") from error
        return Sent(path)

    def find(self, key: str) -> Sent | None:
        """The letter, if it lies in its place whole."""
        path, _, sha256 = key.partition("#")
        if not store().exists(path):
            return None
        with store().open(path) as stored:
            whole = hashlib.sha256(stored.read()).hexdigest() == sha256
        return Sent(path) if whole else None
