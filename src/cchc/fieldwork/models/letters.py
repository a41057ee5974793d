"""Letters by e-mail that bring respondents their codes."""

from django.db import models
from django.db.models import Q

from cchc.notices.models import PostedLetter


class CodeLetter(PostedLetter):
    """A letter with the code of a form to its respondent. It holds neither the code, which is computed anew, nor the
    address, which stands in the frame alone: `issue` says which code it is about. `fault` is the number that the mail
    server answered, without its words, for they repeat the address."""

    kind = "code-"
    assignment = models.ForeignKey("fieldwork.FieldAssignment", models.PROTECT, related_name="letters")
    issue = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "issue"], name="fieldwork_letter_once_for_a_code"),
            models.CheckConstraint(
                condition=Q(state__in=PostedLetter.State.values), name="fieldwork_letter_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}/{self.issue}: {self.state}"
