/** What an alarm watches with what to do, and what was found. */
export const ALARM_SENTENCES = {
  "alarm.deadLetters": "Batches failed: mend the cause, then try their messages again",
  "alarm.pausedRuns": "Runs wait for credit, a key or a higher cap: see to it, then retry them",
  "alarm.disk": "The disk of the data folder is nearly full: make room, or the next import may fail",
  "alarm.keepaRefused":
    "Keepa refused more than 10 % of an hour's calls for want of tokens: who else spends them?",
  "alarm.keepaFailures":
    "More than 20 % of an hour's calls to Keepa brought nothing: is it down, is the key right?",
  "alarm.errors": "More than 5 % of its invocations failed, retries counted",
  "alarm.throttles": "Lambda refused it for a quarter of an hour: the concurrency is used up",
  "alarm.duration": "One invocation took more than 80 % of the time it has",
  "alarm.executions": "An execution failed, ran out of time or was stopped; its run's record says why",
  "alarm.stores": "More than 5 % of the steps failed because a store did",
  "alarm.dynamo": "DynamoDB refused requests for a quarter of an hour",
  "alarm.eventsDepth": "More than 1,000 events of customers wait for their statistics to be preloaded",
  "alarm.eventLetters": "Events of customers could not be worked off: mend the cause, then redrive the queue",
  "alarm.refreshes": "More than 10 % of the refreshes failed after all their attempts",
  "alarm.api": "More than 5 % of the requests were answered with a 5xx",
  "alarm.latency": "One request in twenty takes more than a second: is the cache there?",
  "alarm.cache": "The cache did not answer for a quarter of an hour: every reading asks the database",
  "alarm.invalidation":
    "Entries could not be removed after a write: what they hold is wrong until its time ends",
  "alarm.slack": "Digests of events without a phone did not reach Slack; the log has them",
  "alarm.batchTime": "Batches take 30 % longer than usual; what is usual is set per stage",
  "alarm.uploadsDepth": "More than 100 uploads wait for their run to start",
  "alarm.batchLetters": "Batches failed: mend the cause, then invoke the redriver",
  "alarm.uploadLetters": "Uploads started no run: mend the cause, then redrive the queue",
  "alarm.endingLetters":
    "Runs may be open whose execution has ended: invoke CloseRun with each message, then delete it",
  "alarm.duplicates":
    "More than half of the rows are of leads that were there already: is it the same file again?",
  "alarm.unreadable": "The alarms of the stage cannot be read",
  "found.none": "there are none",
  "found.letters": {
    one: "{count, number} failed batch that nobody has tried again",
    other: "{count, number} failed batches that nobody has tried again",
  },
  "found.paused": "{count, number} paused: {reasons}",
  "found.disk": "{free, number} of {all, number} GiB are free; {needed, number} should be",
  "found.above": "it was {value, number}, above {threshold, number}",
  "found.below": "it was {value, number}, not above {threshold, number}",
  "found.nothing": "nothing was measured lately",
  "found.silent": "CloudWatch does not answer",
} as const;
