import { type CountedEvent, stateCounter } from "@millrace/core/flow";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

/** Events that each follow the one before: `Type` or `Type name`. */
function events(...told: string[]): CountedEvent[] {
  return told.map((text, index) => {
    const [type = "", name] = text.split(" ");
    return { id: index + 1, previousEventId: index, type, name };
  });
}

function counted(...executions: CountedEvent[][]) {
  const counter = stateCounter();
  for (const execution of executions) {
    const follow = counter.follow();
    for (const event of execution) follow(event);
  }
  return counter.states();
}

const done = { running: 0, done: 1, failed: 0 };
const failed = { running: 0, done: 0, failed: 1 };

describe("a state", () => {
  it.each([
    ["entered is running", ["TaskStateEntered A", "TaskScheduled"], { running: 1, done: 0, failed: 0 }],
    ["left is done", ["PassStateEntered A", "PassStateExited A"], done],
    [
      "that succeeded by a later try is done",
      [
        "TaskStateEntered A",
        "TaskFailed",
        "TaskTimedOut",
        "TaskScheduled",
        "TaskSucceeded",
        "TaskStateExited A",
      ],
      done,
    ],
    ["whose failure was caught failed", ["TaskStateEntered A", "TaskFailed", "TaskStateExited A"], failed],
    [
      "whose Lambda function ran out of time, caught, failed",
      ["TaskStateEntered A", "LambdaFunctionTimedOut", "TaskStateExited A"],
      failed,
    ],
    [
      "whose output could not be made, caught, failed",
      ["TaskStateEntered A", "TaskSucceeded", "EvaluationFailed", "TaskStateExited A"],
      failed,
    ],
    [
      "a Map's, whose Map Run failed",
      ["MapStateEntered A", "MapRunFailed", "MapStateFailed", "MapStateExited A"],
      failed,
    ],
    ["that was aborted failed", ["TaskStateEntered A", "TaskScheduled", "TaskStateAborted"], failed],
    [
      "in which the execution failed, failed",
      ["TaskStateEntered A", "TaskFailed", "ExecutionFailed"],
      failed,
    ],
    ["in which it was stopped, failed", ["WaitStateEntered A", "ExecutionAborted"], failed],
    ["in which it ran out of time, failed", ["WaitStateEntered A", "ExecutionTimedOut"], failed],
    ["that ends it as failed", ["FailStateEntered A", "ExecutionFailed"], failed],
    ["that ends it well", ["SucceedStateEntered A", "SucceedStateExited A", "ExecutionSucceeded"], done],
  ])("%s", (_, told, expected) => {
    expect(counted(events("ExecutionStarted", ...told))).toEqual([{ name: "A", ...expected }]);
  });

  it("is counted over all children of a Map", () => {
    const good = events("ExecutionStarted", "TaskStateEntered A", "TaskStateExited A", "ExecutionSucceeded");
    const bad = events("ExecutionStarted", "TaskStateEntered A", "TaskFailed", "ExecutionFailed");
    const open = events("ExecutionStarted", "TaskStateEntered A");
    expect(counted(good, bad, good, open)).toEqual([{ name: "A", running: 1, done: 2, failed: 1 }]);
  });

  it("in branches at once is left by each", () => {
    const branch = (from: number) => [
      { id: from, previousEventId: 1, type: "TaskStateEntered", name: "A" },
      { id: from + 1, previousEventId: from, type: "TaskFailed" },
    ];
    const [first, second] = [branch(2), branch(4)];
    const told = [...events("ExecutionStarted"), ...first, ...second];
    expect(counted(told)).toEqual([{ name: "A", running: 2, done: 0, failed: 0 }]);
    const aborted = { id: 6, previousEventId: 3, type: "TaskStateAborted" };
    expect(counted([...told, aborted])).toEqual([{ name: "A", running: 1, done: 0, failed: 1 }]);
    const ended = { id: 7, previousEventId: 1, type: "ExecutionFailed" };
    expect(counted([...told, aborted, ended])).toEqual([{ name: "A", running: 0, done: 0, failed: 2 }]);
  });

  it("has been left as often as entered when the execution has ended, whatever its path", () => {
    const visit = fc.tuple(
      fc.constantFrom("A", "B", "C"),
      fc.array(fc.constantFrom("TaskScheduled", "TaskFailed", "TaskSucceeded"), { maxLength: 3 }),
    );
    const ending = fc.constantFrom("ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut");
    fc.assert(
      fc.property(
        fc.array(visit, { minLength: 1, maxLength: 20 }),
        ending,
        fc.boolean(),
        (visits, end, isOpen) => {
          const told = visits.flatMap(([name, tries], index) => {
            const stays = isOpen && index === visits.length - 1;
            return [`TaskStateEntered ${name}`, ...tries, ...(stays ? [] : [`TaskStateExited ${name}`])];
          });
          const states = counted(events("ExecutionStarted", ...told, end));
          expect(states.map(({ running }) => running)).toEqual(states.map(() => 0));
          const sum = states.reduce((total, state) => total + state.done + state.failed, 0);
          expect(sum).toBe(visits.length);
          expect(states.map(({ name }) => name)).toEqual([...new Set(visits.map(([name]) => name))]);
        },
      ),
    );
  });
});

describe("an event", () => {
  it("belongs to the state that its branch is in", () => {
    const follow = stateCounter().follow();
    const told = events(
      ...["ExecutionStarted", "TaskStateEntered A", "TaskScheduled", "TaskStateExited A"],
      ...["MapStateEntered B", "MapRunStarted", "ExecutionFailed"],
    );
    expect(told.map(follow)).toEqual([null, "A", "A", "A", "B", "B", null]);
  });
});
