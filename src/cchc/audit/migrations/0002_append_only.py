"""Entries and seals can be appended, never changed or removed."""

from django.db import migrations

from cchc.audit.immutable import Immutable


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [Immutable("audit_entry"), Immutable("audit_seal")]
