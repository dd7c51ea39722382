"""Work that takes longer than a page may: done in the background, its progress shown, its result linked.

    # the room: a function that may be started again at any time and then makes nothing twice
    def make(progress: Progress, given: Mapping[str, Any]) -> Result:
        for number, part in enumerate(parts, 1):
            progress.step(number, len(parts), part.label)      # raises Stopped when somebody cancelled
            ...
        return Result(f"/bao-cao/{report.pk}/")

    # config/registry.py names it
    WORK_KINDS = {"reports.make": Kind(gettext_noop("Làm báo cáo"), reports.make)}

    # a page starts it and shows how it goes
    job = moves.start("reports.make", {"report": 5}, by=person.pk, title="Báo cáo tháng 11/2026", key="5")
    return redirect("work:job", job.pk)

procrastinate (the queue of `congvu serve`) wakes a thread that takes the oldest job waiting; the row in `work_job` is
what counts. Whoever runs a job holds an advisory lock on it, so a job whose process was killed is free at once, and
the next minute's look starts it again.
"""
