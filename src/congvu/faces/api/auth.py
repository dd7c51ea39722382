"""Who asks: a program by its token, or a person at a browser by the session, then with the page's CSRF token."""

from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

from congvu.kernel.org.models import Person
from congvu.kernel.org.queries import token_of
from congvu.kit.api import Caller
from congvu.kit.clock import now


class TokenAuth(HttpBearer):
    """`Authorization: Bearer cv_…`; `request.user` becomes the person the token acts as."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        if len(token) > 200:
            return None
        found = token_of(token, now())
        if found is None:
            return None
        request.user = found.person
        return Caller(found.program, frozenset(found.scopes))


class BrowserAuth(SessionAuth):
    """The session cookie; anything but reading needs the CSRF token as on every page."""

    def __call__(self, request: HttpRequest) -> Caller | None:
        if "Authorization" in request.headers or self.param_name not in request.COOKIES:
            return None  # a program, or nobody: there is no form whose CSRF token could be missing
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        return Caller("browser", None) if isinstance(request.user, Person) else None
