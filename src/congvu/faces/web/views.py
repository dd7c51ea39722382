"""Pages of the frame itself, and what is said when something is wrong."""

import sys

from django.contrib.auth.decorators import login_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from congvu.kit import trouble


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Everybody begins with his own work."""
    return redirect("duties:inbox")


@login_required
@require_GET
def menu(request: HttpRequest) -> HttpResponse:
    """The menu as a page, for phones and without a script."""
    return render(request, "web/menu.html")


@login_required
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """The person: posts, ways to sign in, signing out."""
    return render(request, "web/me.html")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Vietnamese or English, remembered in a cookie."""
    response: HttpResponse = set_language(request)
    return response


def ask_administrator(request: HttpRequest) -> HttpResponse:
    """Nobody signs himself up or resets a password by mail: the administrator of the agency does it."""
    return render(request, "account/signup_closed.html", status=404)


@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """200 when the program and its database answer; the launcher and a monitor ask it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "fail", "database": "fail"}, status=503)
    return JsonResponse({"status": "pass", "database": "pass"})


def error_400(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def error_403(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"exception": str(exception)}, status=403)


def error_404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page for people, problem details for programs."""
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": "Không có địa chỉ này", "status": 404}
        return JsonResponse(problem, status=404, content_type="application/problem+json")
    return render(request, "404.html", status=404)


def error_500(request: HttpRequest) -> HttpResponse:
    """Rendered without the database, which may be what failed."""
    from django.template.loader import get_template

    status, sentence = trouble.of(sys.exc_info()[1])
    page = get_template("500.html").template.render(_bare_context(request, sentence))  # type: ignore[attr-defined]
    return HttpResponse(page, status=status)


def _bare_context(request: HttpRequest, sentence: str) -> object:
    from django.template import Context

    return Context({"request": request, "trouble": sentence})
