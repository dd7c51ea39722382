"""Bodies, posts, people and their authority, each valid over a range of time.

A question is always asked as of a moment. A body is identified by code *and* day, because codes are reused.
"""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import PROTECT, F, Q

from congvu.kernel.org.models.away import Absence, AbsenceReason, PostSuccession
from congvu.kernel.org.models.local_rules import LocalRule
from congvu.kernel.org.models.plans import (
    PlannedBody,
    PlannedMatter,
    PlannedPost,
    PlannedSuccession,
    Reorganisation,
)

__all__ = [
    "Absence",
    "AbsenceReason",
    "ApiToken",
    "Appointment",
    "AuthorityLine",
    "Body",
    "BodyAlias",
    "CalendarVersion",
    "Delegation",
    "Installation",
    "LocalRule",
    "Mandate",
    "Person",
    "PersonManager",
    "PlannedBody",
    "PlannedMatter",
    "PlannedPost",
    "PlannedSuccession",
    "Post",
    "PostSuccession",
    "Reorganisation",
    "Succession",
]


class Installation(models.Model):
    """What this database is: one row. A demonstration can never be turned into a real one."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.TextField()
    level = models.TextField()
    origin = models.TextField()
    demonstration = models.BooleanField()
    jurisdiction = models.TextField(default="vn")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "installation"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_installation"),
            models.CheckConstraint(
                condition=Q(demonstration=True, origin__startswith="demo/")
                | Q(demonstration=False) & ~Q(origin__startswith="demo/"),
                name="demonstration_origin",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Body(models.Model):
    """An agency, board, committee or unit (cơ quan, đơn vị)."""

    code = models.TextField()
    name = models.TextField()
    short_name = models.TextField(blank=True)
    symbol = models.TextField(blank=True, help_text="the issuer part of a document number: SNV, UBND")
    branch = models.TextField(default="state")
    level = models.TextField(default="province")
    kind = models.TextField(blank=True, help_text="so, xa, ban_dang, phong…")
    parent = models.ForeignKey("self", PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="last day; empty while it exists")
    instrument = models.TextField(blank=True)
    name_fold = models.TextField()
    sort_key = models.TextField()
    lineage = models.JSONField(default=list, help_text="ids from the top down to itself")

    class Meta:
        db_table = "body"
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="body_code_and_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="body_days"
            ),
        ]
        indexes = [models.Index(fields=["name_fold"], name="body_name_fold")]

    def __str__(self) -> str:
        return self.name


class BodyAlias(models.Model):
    """A name that a clerk resolved once and that is remembered."""

    body = models.ForeignKey(Body, PROTECT, related_name="aliases")
    alias_fold = models.TextField()
    alias = models.TextField()

    class Meta:
        db_table = "body_alias"
        constraints = [models.UniqueConstraint(fields=["alias_fold", "body"], name="body_alias_once")]

    def __str__(self) -> str:
        return self.alias


class Succession(models.Model):
    """Who carries on the work of whom from which day; many to many."""

    predecessor = models.ForeignKey(Body, PROTECT, related_name="successions")
    successor = models.ForeignKey(Body, PROTECT, related_name="inheritances")
    day = models.DateField()
    relation = models.TextField()
    instrument = models.TextField()

    class Meta:
        db_table = "succession"
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "day"], name="succession_once"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} > {self.successor}"


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> "Person":
        person = self.model(username=username, **fields)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """A named human being; signs in with it. What he may do comes from his posts, never from this row."""

    username = models.TextField(unique=True)
    full_name = models.TextField()
    courtesy = models.TextField(default="ông/bà", help_text="ông or bà")
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False, help_text="accounts and settings, no content")
    name_fold = models.TextField()
    sort_key = models.TextField()
    shown_post = models.ForeignKey(
        "org.Post", PROTECT, null=True, blank=True, related_name="+", db_index=False,
        help_text="of several posts the one under which he is shown; counts only while he sits there",
    )  # fmt: skip

    objects = PersonManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        db_table = "person"

    def __str__(self) -> str:
        return self.full_name


class Post(models.Model):
    """A seat in a body (chức vụ, vị trí). Roles come from posts."""

    class Role(models.TextChoices):
        LEADER = "leader", "Lãnh đạo"
        HEAD = "head", "Người đứng đầu"
        DEPUTY = "deputy", "Cấp phó"
        OFFICIAL = "official", "Công chức"
        CLERK = "clerk", "Văn thư"
        INSPECTOR = "inspector", "Thanh tra"
        HOME_AFFAIRS = "home_affairs", "Nội vụ"
        OVERSIGHT = "oversight", "Giám sát"

    body = models.ForeignKey(Body, PROTECT, related_name="posts")
    title = models.TextField()
    role = models.TextField(choices=Role.choices)
    order = models.SmallIntegerField(default=100, help_text="the head is 1, deputies follow in order")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "post"
        indexes = [models.Index(fields=["body", "order"], name="post_of_body")]

    def __str__(self) -> str:
        """ "Giám đốc, Sở Nội vụ", but "Chủ tịch UBND tỉnh" alone: the body is not said twice."""
        named = self.title.casefold().endswith(self.body.name.casefold())
        return self.title if named else f"{self.title}, {self.body.name}"


class Appointment(models.Model):
    """A person holds a post from an instant until an instant (end not included; empty while it lasts)."""

    person = models.ForeignKey(Person, PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, PROTECT, related_name="appointments")
    kind = models.TextField(default="chính thức", help_text="chính thức, quyền, phụ trách, kiêm nhiệm")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    instrument = models.TextField(blank=True)

    class Meta:
        db_table = "appointment"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="appointment_span"
            ),
            models.UniqueConstraint(
                fields=["person", "post"], condition=Q(ends_at__isnull=True), name="one_open_appointment"
            ),
        ]
        indexes = [models.Index(fields=["post"], condition=Q(ends_at__isnull=True), name="appointment_open_post")]

    def __str__(self) -> str:
        return f"{self.person}: {self.post}"


class AuthorityLine(models.Model):
    """One line of the authority matrix: which body answers for which matter and which post decides it."""

    matter = models.TextField()
    matter_fold = models.TextField()
    body = models.ForeignKey(Body, PROTECT, related_name="authority_lines")
    deciding_post = models.ForeignKey(Post, PROTECT, null=True, blank=True, related_name="+")
    instrument = models.TextField()
    article = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.TextField(default="instrument", help_text="instrument, or ruling on a dispute")
    origin_key = models.TextField(blank=True)

    class Meta:
        db_table = "authority_line"
        indexes = [models.Index(fields=["matter_fold"], name="authority_matter")]

    def __str__(self) -> str:
        return f"{self.matter}: {self.body}"


class Delegation(models.Model):
    """Ủy quyền: scope, instrument and end day are required; no self-approval through it.

    With a `line` it covers that matter of the authority matrix only; without one whatever the post decides.
    """

    from_post = models.ForeignKey(Post, PROTECT, related_name="delegations_given")
    to_person = models.ForeignKey(Person, PROTECT, related_name="delegations_received")
    scope = models.TextField()
    instrument = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    line = models.ForeignKey(AuthorityLine, PROTECT, null=True, blank=True, related_name="delegations")
    may_subdelegate = models.BooleanField(default=False, help_text="only where the instrument says so")
    of = models.ForeignKey("self", PROTECT, null=True, blank=True, related_name="passed_on", db_index=False)
    closed_at = models.DateTimeField(null=True, help_text="its end was carried out: what lay there went back")

    class Meta:
        db_table = "delegation"
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="delegation_days")]

    def __str__(self) -> str:
        return f"{self.from_post} > {self.to_person}"


class Mandate(models.Model):
    """A named person of a leader's office prepares moves in the leader's name; the leader presses."""

    leader_post = models.ForeignKey(Post, PROTECT, related_name="mandates")
    person = models.ForeignKey(Person, PROTECT, related_name="mandates")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "mandate"

    def __str__(self) -> str:
        return f"{self.person} / {self.leader_post}"


class ApiToken(models.Model):
    """A program's key: it acts as one person, within scopes, until a day. Only the digest of the secret is kept."""

    person = models.ForeignKey(Person, PROTECT, related_name="tokens")
    program = models.TextField(help_text="which program uses it")
    scopes = models.JSONField(help_text="keys of rules.SCOPES")
    digest = models.TextField(unique=True, help_text="SHA-256 of the secret, hexadecimal")
    created_by = models.ForeignKey(Person, PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "api_token"
        constraints = [models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="api_token_span")]

    def __str__(self) -> str:
        return self.program


class CalendarVersion(models.Model):
    """A change of the working calendar by an instrument: a draft, then numbered and never changed again.

    `days`: [{"day", "kind", "name", "paired_day"}], kind as in reference/public_holidays.csv or "plain" (the day
    follows the week again). `announces`: [[first, last]], stretches about which nothing more is expected.
    """

    number = models.IntegerField(null=True, unique=True, help_text="1, 2, 3… once published")
    title = models.TextField()
    instrument = models.TextField()
    days = models.JSONField()
    announces = models.JSONField(default=list)
    undoes = models.ForeignKey("self", PROTECT, null=True, related_name="+")
    prepared_by = models.ForeignKey(Person, PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    recounted_to = models.BigIntegerField(default=0, help_text="limits of duties up to this one are counted anew")
    moved = models.IntegerField(default=0, help_text="how many limits it moved so far")
    recounted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "calendar_version"

    def __str__(self) -> str:
        return self.title
