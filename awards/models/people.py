"""People who sign in, and the posts that they hold."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q


class PersonManager(BaseUserManager["Person"]):
    """Makes people by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. The e-mail address is the name to sign in with.

    ``wants_digest``: whoever holds a post at the office gets the morning's mail.
    """

    email = models.EmailField(unique=True, max_length=254)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    wants_digest = models.BooleanField(default=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name


class Post(models.Model):
    """A standing post: at the office (no subject), or with one subject. Past posts are kept."""

    OFFICER, MANAGER, HEAD, CHAIR = "officer", "manager", "head", "chair"
    ROLES: ClassVar[list[tuple[str, str]]] = [
        (OFFICER, "Programme officer"),
        (MANAGER, "Programme manager"),
        (HEAD, "Head teacher"),
        (CHAIR, "Chair of governors"),
    ]

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=ROLES)
    subject = models.ForeignKey("awards.Subject", null=True, on_delete=models.PROTECT, related_name="posts")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="post_ends_after_it_begins", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.UniqueConstraint(
                fields=["person", "role", "subject"],
                condition=Q(until=None),
                nulls_distinct=False,
                name="one_open_post_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"
