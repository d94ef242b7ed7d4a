"""What people do to a run by hand, from another terminal."""

from __future__ import annotations

from pathlib import Path

from conftest import Going, Headrace, until

CHAIN = """
flow: chain
params: {{folder: "{folder}"}}
tasks:
  first:
    run: |
      touch $folder/first
      until [ -e $folder/go ]; do sleep 0.01; done
    with: {{folder: {{arg: folder}}}}
  second:
    needs: [first]
    run: touch $folder/second
    with: {{folder: {{arg: folder}}}}
"""


def started(headrace: Headrace) -> tuple[Going, str, Path]:
    """A run of the flow above, whose first task waits."""
    folder = headrace.project / "seen"
    folder.mkdir()
    going = headrace.start("run", headrace.file("chain.yaml", CHAIN.format(folder=folder)))
    run = going.run_id()
    until((folder / "first").exists, f"the first task begins: {going.err}")
    return going, run, folder


def test_a_paused_run_begins_nothing_until_it_is_resumed(headrace: Headrace) -> None:
    going, run, folder = started(headrace)
    paused = headrace.ok("pause", run, "--why", "lunch", "--json").json
    assert paused == {"run": run, "state": "paused", "done": True}
    assert headrace.ok("pause", run).err.strip().endswith("is paused already")
    (folder / "go").touch()
    until(lambda: headrace.task(headrace.show(run), "first")["state"] == "succeeded", "the first task ends")
    assert "(lunch)" in headrace.ok("why", run, "second").out
    assert headrace.show(run)["state"] == "paused"
    headrace.ok("resume", run)
    done = going.done()
    assert done.status == 0, done
    assert (folder / "second").exists()
    assert "paused: " in done.err
    over = headrace("pause", run)
    assert (over.status, "HR-0412" in over.err) == (2, True)


def test_a_held_task_does_not_begin_until_it_is_released(headrace: Headrace) -> None:
    going, run, folder = started(headrace)
    headrace.ok("hold", run, "second", "--why", "look first")
    begun = headrace("hold", run, "first")
    assert (begun.status, "HR-0433" in begun.err, "has begun" in begun.err) == (2, True, True)
    nowhere = headrace("hold", run, "secnod", "--json")
    assert (nowhere.status, nowhere.json["error"]["code"]) == (2, "HR-0406")
    (folder / "go").touch()
    until(lambda: headrace.task(headrace.show(run), "first")["state"] == "succeeded", "the first task ends")
    assert "second is held by" in headrace.ok("why", run, "second").out
    assert not (folder / "second").exists()
    headrace.ok("release", run, "second")
    assert going.done().status == 0
    assert (folder / "second").exists()


STUBBORN = """
flow: stubborn
params: {{folder: "{folder}"}}
tasks:
  deaf:
    run: |
      trap 'touch $folder/heard' TERM
      touch $folder/first
      while true; do sleep 0.05; done
    with: {{folder: {{arg: folder}}}}
"""


def test_who_does_not_listen_is_killed_by_a_second_cancel(headrace: Headrace) -> None:
    folder = headrace.project / "seen"
    folder.mkdir()
    going = headrace.start("run", headrace.file("stubborn.yaml", STUBBORN.format(folder=folder)))
    run = going.run_id()
    until((folder / "first").exists, f"the task begins: {going.err}")
    asked = headrace.ok("cancel", run, "--no-wait", "--json").json
    assert asked["run"] == run
    until((folder / "heard").exists, "it is asked to end")
    assert "--hard kills" in headrace.ok("why", run).out
    killed = headrace.ok("cancel", run, "--why", "no time", "--json").json
    assert killed == {"run": run, "state": "cancelled", "done": True}
    done = going.done(5)
    assert "killing: " in done.err
    assert "(no time)" in done.err


MENDED = """
flow: mended
params: {{folder: "{folder}"}}
tasks:
  load:
    run: echo load >> $folder/ran
    with: {{folder: {{arg: folder}}}}
  fit:
    needs: [load]
    run: |
      echo fit $rate >> $folder/ran
      [ -e $folder/mended ]
    with: {{folder: {{arg: folder}}, rate: 1}}
  report:
    needs: [fit]
    run: echo report >> $folder/ran
    with: {{folder: {{arg: folder}}}}
"""


def test_retry_and_rerun_run_what_their_dry_run_says(headrace: Headrace) -> None:
    folder = headrace.project / "seen"
    folder.mkdir()
    going = headrace.start("run", headrace.file("mended.yaml", MENDED.format(folder=folder)))
    run = going.run_id()
    assert going.done().status == 1
    ran = folder / "ran"
    before = ran.read_text()

    plan = headrace.ok("retry", run, "--dry-run", "--json").json
    assert [task["path"] for task in plan["tasks"]] == ["fit", "report"]
    assert headrace.ok("retry", run, "--dry-run").out.splitlines() == ["fit  it failed", "report  it follows"]
    assert ran.read_text() == before

    (folder / "mended").touch()
    headrace.ok("retry", run, "--why", "the file is there now")
    assert ran.read_text() == before + "fit 1\nreport\n"
    assert "nothing of the run" in headrace.ok("retry", run).err

    wrong = headrace("rerun", run, "--from", "fit", "--set", 'rate="fast"')
    assert (wrong.status, "HR-0430" in wrong.err, "is a number" in wrong.err) == (2, True, True)
    nowhere = headrace("rerun", run, "--from", "fti")
    assert (nowhere.status, "did you mean 'fit'?" in nowhere.err) == (2, True)
    assert ran.read_text() == before + "fit 1\nreport\n"

    headrace.ok("rerun", run, "--from", "fit", "--set", "rate=2")
    assert ran.read_text() == before + "fit 1\nreport\nfit 2\nreport\n"
    assert len(headrace.task(headrace.show(run), "fit")["attempts"]) == 3


def test_an_output_set_by_hand_stands_for_a_task_while_the_run_goes_on(headrace: Headrace) -> None:
    going, run, folder = started(headrace)
    begun = headrace("set-output", run, "first", "1")
    assert (begun.status, "HR-0433" in begun.err, "has begun" in begun.err) == (2, True, True)
    said = headrace.ok("set-output", run, "second", '{"auc": 0.9}', "--why", "measured before", "--json").json
    assert (said["run"], said["done"]) == (run, True)
    assert "measured before" in headrace.ok("why", run, "second").out
    (folder / "go").touch()
    done = going.done()
    assert done.status == 0, done
    assert "second  succeeded by hand" in done.err
    assert not (folder / "second").exists()


def test_what_follows_from_an_output_set_after_the_end_runs(headrace: Headrace) -> None:
    folder = headrace.project / "seen"
    folder.mkdir()
    going = headrace.start("run", headrace.file("mended.yaml", MENDED.format(folder=folder)))
    run = going.run_id()
    assert going.done().status == 1
    ran = folder / "ran"
    before = ran.read_text()

    assert headrace.ok("set-output", run, "fit", "7", "--dry-run").out.splitlines() == ["report  it follows"]
    assert ran.read_text() == before
    headrace.ok("set-output", run, "fit", "7", "--why", "fitted elsewhere")
    assert ran.read_text() == before + "report\n"
    assert headrace.show(run)["state"] == "succeeded"
    assert "fit counts as succeeded" in headrace.ok("why", run, "fit").out

    wrong = headrace("set-output", run, "fit", '"seven"')
    assert (wrong.status, "HR-0430" in wrong.err, "is a number" in wrong.err) == (2, True, True)
    headrace.ok("skip", run, "fit")
    tasks = {task["path"]: task for task in headrace.show(run)["tasks"]}
    assert [tasks[path]["state"] for path in ("load", "fit", "report")] == ["succeeded", "skipped", "skipped"]
    assert tasks["fit"]["skip"]["reason"] == "hand"
    odd = headrace("mark", run, "fit", "done")
    assert (odd.status, "HR-0402" in odd.err) == (2, True)
    assert headrace("mark", run, "fit", "failed").status == 1
    assert headrace.show(run)["state"] == "failed"
    assert ran.read_text() == before + "report\n"
