"""The templates of papers: the one that stands for each kind and its versions, bringing one, back to the standard."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.core.words.messages import Faults
from cchc.documents.actions import cleaned_name
from cchc.documents.exchange.template_checking import TEMPLATE_FILE
from cchc.documents.models import Errand
from cchc.documents.queries import stored_file_response
from cchc.documents.queries.downloads import made_file
from cchc.documents.views import dear
from cchc.releases.actions.templates import bring_template, use_standard_template
from cchc.releases.exchange.papers.kinds import FORMS, standard_template
from cchc.releases.exchange.papers.naming import PaperKind
from cchc.releases.exchange.papers.trial import trial_content
from cchc.releases.forms.templates import StandardForm, TemplateForm
from cchc.releases.models import PaperTemplate
from cchc.releases.queries.templates import standing_number, standing_template, templates_of
from cchc.ui.forms import put_errors
from cchc.ui.grave import GraveAct, answer_grave, posted
from cchc.ui.pages import page


@needs(Permission.TEMPLATE_MANAGE)
@require_GET
def templates(request: Request) -> HttpResponse:
    """Show which template stands for each kind of paper."""
    kinds = [(kind, PaperTemplate.Paper(kind.value).label, standing_template(kind)) for kind in PaperKind]
    return page(request, "releases/templates.html", {"title": _("Templates of papers"), "kinds": kinds})


@needs(Permission.TEMPLATE_MANAGE)
@dear(Errand.What.IMPORT)
def template(request: Request, kind: str) -> HttpResponse:
    """Show the template of a kind with its versions and what may stand in it; take one that an office brings."""
    asked = _kind(kind)
    form = TemplateForm(request.POST or None, request.FILES or None, initial={"seen": standing_number(asked)})
    if request.method != "POST":
        return _template(request, asked, form)
    if not form.is_valid():
        return _template(request, asked, form, status=422)
    file, name = form.cleaned_data["file"], cleaned_name(form.cleaned_data["file"].name)
    data = file.read()
    try:
        read = TEMPLATE_FILE.read(data, name, trial_content(asked), FORMS[asked].needed)
        made = bring_template(
            by=request.actor, kind=asked, name=name, data=data, read=read, seen=form.cleaned_data["seen"]
        )
    except Faults as refused:
        return _template(request, asked, form, status=422, faults=refused.faults, count=len(refused.faults))
    except ValidationError as refused:
        put_errors(form, refused)
        return _template(request, asked, form, status=422)
    except Changed:
        fresh = TemplateForm(initial={"seen": standing_number(asked)})
        return _template(request, asked, fresh, status=409, meanwhile=True)
    said = _("This template is in force as version {number}; papers are made by it from now on.")
    messages.success(request, said.format(number=made.number))
    return redirect("releases:template", kind=asked.value)


def _template(
    request: Request, kind: PaperKind, form: TemplateForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    content, needed = trial_content(kind), FORMS[kind].needed
    context = {
        "title": _("Template: %(kind)s") % {"kind": PaperTemplate.Paper(kind.value).label},
        "kind": kind.value,
        "form": form,
        "versions": templates_of(kind),
        "standing": standing_template(kind),
        "tags": [(f"{{{{ {name} }}}}", name in needed, text) for name, text in sorted(content.texts.items())],
        "marks": [
            (f"[[{name}]]", name in needed, content.has_annexes(name)) for name in sorted(content.parts)
        ],
        **more,
    }
    return page(request, "releases/template.html", context, status=status)


@needs(Permission.TEMPLATE_MANAGE)
@require_GET
def template_word(request: Request, kind: str, number: int) -> HttpResponseBase:
    """Send a version of a template; number nought is the standard one."""
    asked = _kind(kind)
    if number == 0:
        return made_file(standard_template(asked), f"mau-{asked}.docx")
    found = next((one for one in templates_of(asked) if one.number == number), None)
    if found is None or found.file is None:
        raise Http404
    return stored_file_response(found.file, request)


@needs(Permission.TEMPLATE_MANAGE)
def template_standard(request: Request, kind: str) -> HttpResponse:
    """Let the standard template of a kind stand again."""
    asked = _kind(kind)
    form = StandardForm(posted(request))
    seen = standing_number(asked)
    label = PaperTemplate.Paper(asked.value).label

    def told() -> GraveAct:
        standing = standing_template(asked)
        if standing is None or standing.file is None:
            raise ValidationError(_("The standard template stands already."))
        said = _("Version {number} ({name}) is no longer in force: papers are made by the standard template.")
        return GraveAct(
            verb=_("Use the standard template"),
            happens=(said.format(number=standing.number, name=standing.file.name),),
            undoing=_("The version stays: download it and bring it again."),
            icon="arrow-back-up",
        )

    def act() -> HttpResponse:
        try:
            use_standard_template(by=request.actor, kind=asked, seen=seen)
        except Changed:
            raise ValidationError(_("Something was saved meanwhile. Look at it again.")) from None
        messages.success(request, _("The standard template is in force again."))
        return redirect("releases:template", kind=asked.value)

    context = {
        "title": _("Back to the standard template: %(kind)s") % {"kind": label},
        "kind": asked.value,
        "label": label,
        "back": reverse("releases:template", args=[asked.value]),
    }
    return answer_grave(request, "releases/template_standard.html", context, form=form, told=told, act=act)


def _kind(kind: str) -> PaperKind:
    """Return the kind of paper in an address. Raises Http404 for any other."""
    try:
        return PaperKind(kind)
    except ValueError as error:
        raise Http404 from error
