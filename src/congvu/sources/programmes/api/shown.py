"""Programmes, drafts and targets as values for programs."""

from congvu.kernel.duties.models import Duty
from congvu.kernel.org.api import body_out, person_out
from congvu.sources.programmes import rules
from congvu.sources.programmes.api import quantities, schemas
from congvu.sources.programmes.models import Dossier, EntryChange, Figure, ProgrammeEntry
from congvu.sources.programmes.queries import (
    AdvisoryLog,
    DocumentRow,
    DossierPage,
    LogRow,
    StageView,
    Sums,
    TargetView,
    Version,
)


def span_out(span: rules.Span) -> schemas.TermOut:
    return schemas.TermOut(key=span.key, name=span.name, first=span.first, last=span.last)


def sums_out(sums: Sums) -> schemas.ProgrammeSumsOut:
    return schemas.ProgrammeSumsOut(
        span=span_out(sums.span),
        all=sums.all,
        done=sums.done,
        on_time=sums.on_time,
        late_open=sums.late_open,
        waiting=sums.waiting,
    )


def line_out(duty: Duty) -> schemas.WorkLineOut:
    """Who did it, where it was handed in; else who holds it."""
    put = duty.state in ("handed_in", "closed")
    person = duty.submitter if put else duty.holder
    body = duty.submitter_post.body if put and duty.submitter_post else duty.body
    return schemas.WorkLineOut(
        duty=duty.pk,
        code=duty.code,
        title=duty.title,
        state=duty.state,
        person=person_out(person) if person else None,
        body=body_out(body) if body else None,
        due_at=duty.current_due_at,
        completed_at=duty.completed_at,
    )


def entry_out(entry: ProgrammeEntry) -> schemas.ItemOut:
    return schemas.ItemOut(
        id=entry.pk,
        body=body_out(entry.body),
        period=entry.period,
        title=entry.title,
        requirement=entry.requirement,
        product_kind=entry.product_kind,
        product=entry.product,
        draft_kind=entry.draft_kind,
        due_on=entry.due_on,
        holder=person_out(entry.holder),
        deciding_post=entry.deciding_post_id,
        basis=entry.basis,
        state=entry.state,
        state_label=ProgrammeEntry.State(entry.state).label,
        addition=entry.addition,
        reason=entry.reason,
        registered_by=person_out(entry.registered_by),
        registered_at=entry.registered_at,
        decided_by=person_out(entry.decided_by) if entry.decided_by else None,
        decided_at=entry.decided_at,
        decision_reason=entry.decision_reason,
        duty=entry.duty_id,
    )


def change_out(change: EntryChange) -> schemas.ItemChangeOut:
    return schemas.ItemChangeOut(
        id=change.pk,
        entry=change.entry_id,
        kind=change.kind,
        due_on=change.due_on,
        reason=change.reason,
        state=change.state,
        asked_by=person_out(change.asked_by),
        asked_at=change.asked_at,
    )


def stage_out(view: StageView) -> schemas.DraftStageOut:
    stage = view.stage
    return schemas.DraftStageOut(
        order=stage.order,
        key=stage.key,
        label=stage.label,
        state=view.state,
        duty=stage.duty_id,
        returns=view.returns,
        opinions=[duty.pk for duty in view.opinions],
        skip_reason=stage.skip_reason,
        approver_post=stage.approver_post_id,
        verdict=stage.verdict,
        verdict_text=stage.verdict_text,
        against_reason=stage.against_reason,
    )


def version_out(version: Version) -> schemas.DraftVersionOut:
    return schemas.DraftVersionOut(
        number=version.number,
        duty=version.duty.pk,
        stage=version.stage,
        label=version.label,
        by=person_out(version.actor) if version.actor else None,
        at=version.at,
        words=version.words,
        file=version.file.name if version.file else None,
    )


def dossier_out(dossier: Dossier) -> schemas.DossierOut:
    return schemas.DossierOut(
        id=dossier.pk,
        duty=dossier.duty_id,
        code=dossier.duty.code,
        title=dossier.duty.title,
        kind=dossier.kind,
        opened_at=dossier.opened_at,
    )


def dossier_detail(page: DossierPage) -> schemas.DossierDetail:
    return schemas.DossierDetail(
        **dossier_out(page.dossier).model_dump(),
        stages=[stage_out(view) for view in page.stages],
        versions=[version_out(version) for version in page.versions],
        returns=page.returns,
    )


def hold_out(row: LogRow) -> schemas.AdvisoryHoldOut:
    return schemas.AdvisoryHoldOut(
        duty=row.duty.pk,
        stage=row.stage,
        person=person_out(row.person),
        post=str(row.post),
        as_what=row.as_what,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        working_seconds=row.seconds,
        ended_by=row.did,
        version=row.version,
        opinion=row.opinion,
    )


def log_out(log: AdvisoryLog) -> schemas.AdvisoryLogOut:
    return schemas.AdvisoryLogOut(
        duty=log.duty.pk,
        code=log.duty.code,
        title=log.duty.title,
        holds=[hold_out(row) for row in log.rows],
        versions=[version_out(version) for version in log.versions],
    )


def document_out(row: DocumentRow) -> schemas.AdvisedOut:
    return schemas.AdvisedOut(
        duty=row.duty.pk,
        code=row.duty.code,
        title=row.duty.title,
        state=row.duty.state,
        drafter=person_out(row.drafter) if row.drafter else None,
        received_at=row.received_at,
        first_put_at=row.first_put_at,
        ended_at=row.ended_at,
        versions=row.versions,
        returns=row.returns,
        holders=row.holders,
        drafting_seconds=row.drafting_seconds,
        deciding_seconds=row.deciding_seconds,
    )


def diff_line(line: rules.Line) -> schemas.DraftDiffLine:
    def parts(side: tuple[rules.Part, ...]) -> list[schemas.DraftPartOut]:
        return [schemas.DraftPartOut(text=part.text, only_here=part.only_here) for part in side]

    return schemas.DraftDiffLine(
        kind=line.kind, left=parts(line.left), right=parts(line.right), version=line.version, count=line.count
    )


def figure_out(figure: Figure) -> quantities.AimFigureOut:
    return quantities.AimFigureOut(
        id=figure.pk,
        period=figure.period,
        value=figure.value,
        evidence=figure.evidence,
        reported_by=person_out(figure.reported_by),
        reported_at=figure.reported_at,
        corrects=figure.corrects_id,
        reason=figure.reason,
    )


def target_out(view: TargetView) -> quantities.AimOut:
    target = view.target
    return quantities.AimOut(
        id=target.pk,
        body=body_out(target.body),
        indicator=target.indicator,
        unit=target.unit,
        period=target.period,
        value=target.value,
        measure=target.measure,
        direction=target.direction,
        every=target.every,
        reporter=person_out(target.reporter),
        instrument=target.instrument,
        reached=view.reached,
        share=view.share,
        kept=view.kept,
        ended=target.ended_at is not None,
    )


def target_detail(view: TargetView) -> quantities.AimDetail:
    return quantities.AimDetail(
        **target_out(view).model_dump(),
        figures=[figure_out(figure) for period in view.periods for figure in period.history],
        missing=[period.span.key for period in view.periods if period.figure is None],
    )
