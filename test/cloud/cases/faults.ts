import { expect, it } from "vitest";
import type { Fault } from "../../equipment/proxy.ts";
import { generated } from "../files.ts";
import type { Misfortune } from "../lambda.ts";
import type { Setting } from "../setting.ts";

const FAULTS: Fault[] = [
  { kind: "answer", status: 400, body: JSON.stringify({ __type: "ThrottlingException" }) },
  { kind: "answer", status: 500, body: JSON.stringify({ __type: "InternalServerError" }) },
  { kind: "lost" },
];
const S3_FAULTS: Fault[] = [
  { kind: "answer", status: 503, body: "<Error><Code>SlowDown</Code></Error>" },
  { kind: "answer", status: 500, body: "<Error><Code>InternalError</Code></Error>" },
  { kind: "lost" },
];
/** Which of a function's requests cost it its container. */
const KILLED_AT = [3, 17];
const MISFORTUNES: Misfortune[] = ["throttled", "timeout", "exit"];

/** So much sooner a timeout is over here. */
const HURRY = 30;
/** The timeout of the Task UpsertLeads; its function's is 60 s. */
const UPSERT_TASK_MS = 70_000;
/** The Task's first try and its retries (stacks/flows/lead-import.asl.json). */
const TRIES_OF_A_TASK = 6;

/** Services and Lambda at their worst. */
export function faultCases(setting: () => Setting): void {
  it("ends in the same table when services refuse requests, fail, or carry them out and the answer is lost", async () => {
    const { cloud, imported, onOneMachine, expectSame } = setting();
    const files = generated("faults.csv", 60);
    let requests = 0;
    cloud.troubles.request = ({ action }) => {
      if (action.startsWith("sqs:") || ++requests % 6 !== 0) return null;
      const faults = action.startsWith("s3:") ? S3_FAULTS : FAULTS;
      return faults[(requests / 6) % faults.length] ?? null;
    };
    await imported("faults", files);
    await onOneMachine("faults", files);
    await expectSame("faults");
  });

  it("ends in the same table when Lambda refuses, times out and loses containers in the middle of a request", async () => {
    const { cloud, imported, onOneMachine, expectSame } = setting();
    const files = generated("kills.csv", 60);
    const requests = new Map<string, number>();
    let invocations = 0;
    cloud.troubles.request = ({ principal, container }) => {
      const count = (requests.get(principal) ?? 0) + 1;
      requests.set(principal, count);
      if (principal === container || principal === "Starter" || !KILLED_AT.includes(count)) return null;
      cloud.lambda.kill(container);
      return { kind: "lost" };
    };
    cloud.troubles.invocation = (id) => {
      if (id === "Starter" || ++invocations % 5 !== 0) return null;
      return MISFORTUNES[(invocations / 5) % MISFORTUNES.length] ?? null;
    };
    await imported("kills", files);
    await onOneMachine("kills", files);
    await expectSame("kills");
  });

  it("kills a function at its timeout, tries again as the Task says, and fails the batch after the last try", async () => {
    const { cloud, imported, onOneMachine, expectSame, newestRun } = setting();
    const files = generated("timeouts.csv", 30);
    const containers = new Set<string>();
    cloud.troubles.limit = (ms, { id, payload }) =>
      id === "UpsertLeads" && JSON.stringify(payload).includes('"b0000001"') ? ms / HURRY : ms;
    cloud.troubles.request = ({ principal, container, resource }) => {
      if (principal !== "UpsertLeads" || !resource.endsWith("/b0000001.jsonl")) return null;
      containers.add(container);
      return { kind: "hang" };
    };
    await imported("timeouts", files);
    // None of the containers was used again: each was ended with its invocation.
    expect(containers.size).toBe(TRIES_OF_A_TASK);
    const { runId, status } = await newestRun("timeouts");
    expect(status).toBe("COMPLETED_WITH_ERRORS");
    const failed = await cloud.deps.runs.batches({ runId, status: "FAILED", limit: 10 });
    expect(failed.map(({ batchId, error }) => [batchId, error?.name])).toEqual([
      ["b0000001", "Sandbox.Timedout"],
    ]);
    expect(failed[0]?.error?.message).toMatch(/^RequestId: \S+ Error: Task timed out after 60\.00 seconds$/);

    cloud.calm();
    expect(await cloud.invoke("Redriver", {})).toMatchObject({ retried: [runId] });
    await cloud.settle();
    await onOneMachine("timeouts", files);
    await expectSame("timeouts");
  });

  it("goes on when a function's answer never comes: the Task has a timeout of its own", async () => {
    const { cloud, imported, onOneMachine, expectSame } = setting();
    const files = generated("unanswered.csv", 30);
    const before = cloud.failures.length;
    let upserts = 0;
    // Seven seconds: ten leads take less.
    cloud.troubles.wait = (ms) => (ms === UPSERT_TASK_MS ? ms / 10 : ms);
    cloud.troubles.invocation = (id) => (id === "UpsertLeads" && ++upserts === 2 ? "unanswered" : null);
    await imported("unanswered", files);
    expect(cloud.failures.slice(before)).toContain("States.Timeout");
    await onOneMachine("unanswered", files);
    await expectSame("unanswered");
  });
}
