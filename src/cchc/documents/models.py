"""Files as they were handed in: kept once by their hash, with who brought them and when."""

from django.db import models


class StoredFile(models.Model):
    """One upload of one file. Equal bytes are kept once on the disk; each upload has its own row."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    type = models.CharField(max_length=10)
    person_id = models.BigIntegerField()
    person = models.CharField(max_length=250)
    unit_id = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=250)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.name
