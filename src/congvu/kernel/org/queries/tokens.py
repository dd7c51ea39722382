"""Which token a secret is."""

from datetime import datetime
from hashlib import sha256

from django.db.models import QuerySet

from congvu.kernel.org.models import ApiToken


def token_of(secret: str, at: datetime) -> ApiToken | None:
    """The token of a secret with its person; None when unknown, expired, revoked, or the person's account is closed."""
    return (
        ApiToken.objects.select_related("person")
        .filter(
            digest=sha256(secret.encode()).hexdigest(),
            expires_at__gt=at,
            revoked_at__isnull=True,
            person__is_active=True,
        )
        .first()
    )


def tokens() -> QuerySet[ApiToken]:
    """All tokens, the newest first."""
    return ApiToken.objects.select_related("person", "created_by").order_by("-pk")
