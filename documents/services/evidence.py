"""Evidence: taken in, described, taken down. What comes in is looked at before anybody else sees it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from documents import files
from documents.files import NotTaken, scanning
from documents.models import Evidence, StoredFile
from documents.plain_text import one_line
from workflow.incidents import open_incident
from workflow.models import Run
from workflow.queue import Once, enqueue, task
from workflow.refusals import Refused
from workflow.tracking import activity, note_activity

KEPT_FOR = dt.timedelta(days=30)  # after it was taken down; our default, no public source


class NotForTaking(Refused):
    """The file cannot be taken in, or not changed, now."""


@dataclass(frozen=True)
class Description:
    """What is said of a file. See ``documents.models.Evidence``."""

    title: str = ""
    alt: str = ""
    about: str = ""
    children: str = Evidence.UNANSWERED
    consent_use: str = Evidence.READERS
    consent_until: dt.date | None = None


def add_evidence(
    run: Run,
    upload: UploadedFile,
    *,
    said: Description,
    now: dt.datetime,
    by: Any = None,
    name: str = "",
    only_pictures: bool = False,
) -> Evidence:
    """Take a file in for a live run. Pictures are drawn anew; other files wait for the scanner, where there is one.

    Raises NotForTaking with the sentence that says why not, and what to do.
    """
    if run.finished_at is not None:
        raise NotForTaking("This journey is over, so nothing more can be added to it.")
    if upload.size is not None and upload.size > settings.UPLOAD_MOST_BYTES:
        raise NotForTaking(too_large())
    content = _content(upload, only_pictures=only_pictures)
    with transaction.atomic():
        locked = Run.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk)
        if Evidence.objects.filter(run=locked, taken_down_at=None).count() >= settings.EVIDENCE_MOST_FILES:
            raise NotForTaking(
                f"{settings.EVIDENCE_MOST_FILES} files are here, and that is all there is room for."
                " Take one down that you need less."
            )
        file = _stored(content, now=now)
        evidence = Evidence.objects.create(
            run=locked,
            file=file,
            title=_title(said.title, upload, file),
            added_by=by,
            added_by_name="" if by else one_line(name)[:200],
            added_at=now,
            **_described(said),
        )
        note_activity([locked.pk], what=activity.SAVED, now=now)
    return evidence


def describe_evidence(evidence: Evidence, said: Description) -> Evidence:
    """Say anew what it is, where it belongs, and what may be done with it."""
    with transaction.atomic():
        locked = _locked(evidence)
        locked.title = one_line(said.title)[:200] or locked.title
        for name, value in _described(said).items():
            setattr(locked, name, value)
        locked.save()
    return locked


@transaction.atomic
def take_down(evidence: Evidence, *, by: Any, because: str, now: dt.datetime) -> Evidence:
    """Show it to nobody any more, at once and everywhere. Copies that were handed in keep its hash."""
    locked = _locked(evidence)
    reason = one_line(because)[:500]
    if not reason:
        raise NotForTaking("Say why it is taken down.")
    if locked.taken_down_at is None:
        locked.taken_down_at, locked.taken_down_by, locked.taken_down_because = now, by, reason
        locked.save(update_fields=["taken_down_at", "taken_down_by", "taken_down_because"])
    return locked


def report(evidence: Evidence, *, by: Any, because: str, now: dt.datetime) -> Evidence:
    """Somebody who only reads finds that it should not be seen: taken down first, looked into by the office after."""
    with transaction.atomic():
        taken = take_down(evidence, by=by, because=because, now=now)
        open_incident(
            f"evidence:{taken.pk}",
            summary=f"A file of {taken.run.label} was reported and is taken down",
            detail=f"{taken.title}: {taken.taken_down_because}",
            run=taken.run,
            now=now,
        )
    return taken


@transaction.atomic
def put_up_again(evidence: Evidence) -> Evidence:
    """Undo ``take_down``. Raises NotForTaking once the content is gone."""
    locked = _locked(evidence)
    if locked.file.forgotten_at is not None:
        raise NotForTaking("It was taken down for so long that it is gone. Choose the file again.")
    locked.taken_down_at, locked.taken_down_by, locked.taken_down_because = None, None, ""
    locked.save(update_fields=["taken_down_at", "taken_down_by", "taken_down_because"])
    return locked


def forget_taken_down(*, now: dt.datetime) -> int:
    """Remove the content of files that were taken down everywhere more than thirty days ago. Says how many."""
    gone = (
        StoredFile.objects.filter(forgotten_at=None, evidence__taken_down_at__lte=now - KEPT_FOR)
        .exclude(evidence__taken_down_at=None)
        .exclude(evidence__taken_down_at__gt=now - KEPT_FOR)
        .distinct()
    )
    count = 0
    for file in list(gone):
        for digest in filter(None, (file.sha256, file.small)):
            files.remove_bytes(digest)
        StoredFile.objects.filter(pk=file.pk).update(forgotten_at=now)
        count += 1
    return count


@task
def scan_file(once: Once, file_id: int) -> None:
    """Have the scanner look at a waiting file. What is infected is removed at once, and the office is told."""
    file = StoredFile.objects.get(pk=file_id)
    with files.opened(file.sha256) as content:
        found = scanning.found_in(files.chunks(content))
    with once.finishing():
        state = StoredFile.INFECTED if found else StoredFile.CLEAN
        StoredFile.objects.filter(pk=file_id, state=StoredFile.WAITING).update(state=state, found=found[:200])
        for evidence in Evidence.objects.filter(file=file_id).select_related("run") if found else []:
            open_incident(
                f"infected:{evidence.pk}",
                summary=f"A file of {evidence.run.label} is infected and was removed",
                detail=f"{evidence.title}: {found}",
                run=evidence.run,
                now=evidence.added_at,
            )
    if found:
        files.remove_bytes(file.sha256)


def too_large() -> str:
    return f"The selected file must be smaller than {settings.UPLOAD_MOST_BYTES // 2**20} MB."


@dataclass(frozen=True)
class _Content:
    kind: files.Kind
    whole: bytes
    small: bytes = b""
    width: int | None = None
    height: int | None = None


def _content(upload: UploadedFile, *, only_pictures: bool) -> _Content:
    source: Any = upload.file
    try:
        kind = files.kind_of(source)
        picture = files.made_anew(source) if kind.is_picture else None
    except NotTaken as sentence:
        raise NotForTaking(str(sentence)) from sentence
    if picture is not None:
        return _Content(kind, picture.whole, picture.small, picture.width, picture.height)
    if only_pictures:
        raise NotForTaking(
            "Choose a picture here: JPEG, PNG, WebP or GIF. Other files go to “Pictures and files”."
        )
    return _Content(kind, b"".join(files.chunks(source)))


def _stored(content: _Content, *, now: dt.datetime) -> StoredFile:
    digest = files.keep_bytes(content.whole)
    small = files.keep_bytes(content.small) if content.small else ""
    state = StoredFile.CLEAN
    if not content.kind.is_picture:
        state = StoredFile.WAITING if scanning.is_on() else StoredFile.NOT_SCANNED
    file, is_new = StoredFile.objects.get_or_create(
        sha256=digest,
        defaults={
            "kind_code": content.kind.code,
            "size": len(content.whole),
            "width": content.width,
            "height": content.height,
            "small": small,
            "state": state,
            "kept_at": now,
        },
    )
    if file.state == StoredFile.INFECTED:
        files.remove_bytes(digest)
        raise NotForTaking(f"This file carries something harmful ({file.found}), so it cannot be taken.")
    if file.forgotten_at is not None:
        StoredFile.objects.filter(pk=file.pk).update(forgotten_at=None)
    if is_new and state == StoredFile.WAITING:
        enqueue(scan_file, file.pk, key=f"scan:{file.pk}", now=now)
    return file


def _described(said: Description) -> dict[str, Any]:
    shows = said.children == Evidence.CHILDREN
    return {
        "about": said.about,
        "alt": one_line(said.alt)[:500],
        "children": said.children,
        "consent_use": said.consent_use if shows else "",
        "consent_until": said.consent_until if shows else None,
    }


def _title(title: str, upload: UploadedFile, file: StoredFile) -> str:
    given = one_line(title) or one_line(str(upload.name or "").rpartition("/")[2].rpartition(".")[0])
    return given.replace("/", " ").replace("\\", " ")[:200] or file.kind.label.capitalize()


def _locked(evidence: Evidence) -> Evidence:
    return Evidence.objects.select_for_update(of=("self",)).select_related("file", "run").get(pk=evidence.pk)
