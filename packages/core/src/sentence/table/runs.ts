/** Why a run, a batch or an execution cannot go on or be changed, and what to do. */
export const RUN_SENTENCES = {
  "run.missing": "there is no run {run}",
  "run.stopped": "run {run} is no longer under way",
  "run.nothingToRetry": "there is nothing to retry in run {run}: it is under way, or all of it is done",
  "run.ended": "run {run} cannot be cancelled: it has ended",
  "run.notFinished": "run {run} cannot be undone: only a run that has ended, and was not undone before, can",
  "run.catalog": "run {run} is of a catalog: products keep what is known, and are not undone",
  "run.expired": "run {run} is older than {days, number} days: it can no longer be undone",
  "run.meanwhile": "run {run} has gone on meanwhile: look at it again",
  "run.unread": "the run's file has not been read: wait until it has",
  "run.rows": "line {line, number} of the run's stored rows cannot be read: drop the file again",
  "run.costCap": "the model has cost {spent, number} USD of {most, number}",
  "batch.interrupted": "the batch never ended",
  "batch.waits": "batch {batch} waits: {reason}",
  "batch.someFailed": "some of its batches failed",
  "step.input": "the step was given a wrong input ({fields})",
  "step.unexpected": "unexpected {error}",
} as const;
