"""Units of the administration: a tree with kinds and validity dates, other names, and their lineage.

A period is half open: a unit is valid from `valid_from` and up to, but not on, `valid_until`. A unit that is renamed,
merged or split is closed on that day and a new row opens on the same day, so that decisions under the old name keep
it. A child keeps the parent under which it was opened; `queries.tree_on` follows the lineage of the parent to the day
in question.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cchc.audit.models import ByLine
from cchc.core.words.lengths import MOST


class Kind(models.TextChoices):
    """The kinds of units in the administration, in the order of lists."""

    PROVINCE = "province", _("Province")
    DEPARTMENT = "department", _("Department")
    DIVISION = "division", _("Division")
    CENTRE = "centre", _("Centre")
    DISTRICT = "district", _("District")
    COMMUNE = "commune", _("Commune")
    WARD = "ward", _("Ward")
    SPECIAL_ZONE = "special_zone", _("Special zone")
    OUTSIDE = "outside", _("Body outside the administration")


class Unit(models.Model):
    """One unit under one name in one period."""

    name = models.CharField(_("name"), max_length=MOST["name"])
    search_key = models.TextField(db_index=True, editable=False)
    sort_key = models.TextField(db_index=True, editable=False)
    spelling = models.TextField(editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    code = models.CharField(_("code"), max_length=MOST["code"], blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        ordering = ["sort_key", "valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_from__lt=F("valid_until")),
                name="units_unit_starts_before_it_ends",
            ),
            models.CheckConstraint(condition=~Q(id=F("parent")), name="units_unit_not_its_own_parent"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="units_unit_kind_known"),
            models.UniqueConstraint(
                fields=["parent", "spelling"],
                condition=Q(valid_until__isnull=True, parent__isnull=False),
                name="units_unit_name_once_in_parent",
            ),
            models.UniqueConstraint(
                fields=["spelling"],
                condition=Q(valid_until__isnull=True, parent__isnull=True),
                name="units_unit_name_once_at_top",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(valid_until__isnull=True) & ~Q(code=""),
                name="units_unit_code_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """Another name under which a unit occurs in files: a short form, an abbreviation."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases")
    name = models.CharField(_("other name"), max_length=MOST["name"])
    spelling = models.TextField(editable=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "spelling"], name="units_alias_once_per_unit"),
        ]

    def __str__(self) -> str:
        return self.name


class Lineage(models.Model):
    """One unit became another on a day: a merge has a row per unit that went in, a split per unit that came out."""

    class Kind(models.TextChoices):
        """The kinds of change by which one unit became another."""

        MERGE = "merge", _("Merger")
        SPLIT = "split", _("Split")
        RENAME = "rename", _("Change of name")
        MOVE = "move", _("Transfer")

    kind = models.CharField(max_length=10, choices=Kind)
    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="origins")
    on = models.DateField()

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="units_lineage_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="units_lineage_between_two_units"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["merge", "split", "rename", "move"]), name="units_lineage_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} ({self.on})"


FIRST_YEAR, LAST_YEAR = 1990, 2100


class UnitFigure(ByLine):
    """What is known of a unit in a year, by the attributes of the core (`core.scoring.sources.ATTRIBUTES`): a text in
    machine notation, and from where it is known. Without a row nothing is known; that is never 0."""

    of_unit = models.ForeignKey(Unit, models.PROTECT, related_name="figures")
    attribute = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    value = models.CharField(max_length=MOST["figure"])
    source = models.CharField(max_length=MOST["reason"], blank=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["of_unit", "-year", "attribute"]
        constraints = [
            models.UniqueConstraint(fields=["of_unit", "attribute", "year"], name="units_figure_once_a_year"),
            models.CheckConstraint(condition=~Q(value=""), name="units_figure_says_something"),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="units_figure_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attribute} {self.year}: {self.value}"


class AgencyGroup(models.Model):
    """Units that plans name together ("Các sở, ban, ngành"). It has no period of its own: its units have theirs."""

    name = models.CharField(_("name"), max_length=MOST["name"])
    spelling = models.TextField(unique=True, editable=False)
    sort_key = models.TextField(editable=False)
    units = models.ManyToManyField(Unit, related_name="agency_groups")

    class Meta:
        ordering = ["sort_key", "id"]

    def __str__(self) -> str:
        return self.name


class Wording(ByLine):
    """The chosen meaning of a wording in plans: these units, or none, so that it stays a text.

    A wording without a choice has no row.
    """

    text = models.CharField(max_length=MOST["wording"])
    spelling = models.TextField(unique=True, editable=False)
    search_key = models.TextField(editable=False)
    units = models.ManyToManyField(Unit, related_name="wordings")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.text
