import { expect, test } from "vitest";
import {
  createEngine,
  type ExecutionEvent,
  type Json,
  type MessageCall,
  type StateMachine,
  type TaskRunner,
  virtualClock,
} from "../src/index.ts";
import { memoryObjects } from "./memory-objects.ts";

/** A flow of the shape the engine is made for: parse, a Distributed Map over batches, summarise. */
const definition: StateMachine = {
  QueryLanguage: "JSONata",
  StartAt: "Parse",
  States: {
    Parse: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: { FunctionName: "parse", Payload: "{% $states.input %}" },
      Assign: { run: "{% $states.input.runId %}" },
      Output: "{% $states.result.Payload %}",
      Next: "AnyRows",
    },
    AnyRows: {
      Type: "Choice",
      Choices: [{ Condition: "{% $states.input.batches > 0 %}", Next: "Batches" }],
      Default: "Summarize",
    },
    Batches: {
      Type: "Map",
      Label: "Batches",
      MaxConcurrency: 2,
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        ReaderConfig: { InputType: "JSONL" },
        Arguments: { Bucket: "data", Key: "{% $states.input.key %}" },
      },
      ItemSelector: {
        runId: "{% $run %}",
        batch: "{% $states.context.Map.Item.Value %}",
        index: "{% $states.context.Map.Item.Index %}",
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
        StartAt: "Standardize",
        States: {
          Standardize: {
            Type: "Task",
            Resource: "arn:aws:states:::lambda:invoke",
            Arguments: { FunctionName: "standardize", Payload: "{% $states.input %}" },
            TimeoutSeconds: 130,
            Retry: [
              {
                ErrorEquals: ["Model.RateLimited"],
                IntervalSeconds: 2,
                BackoffRate: 2,
                MaxAttempts: 5,
                MaxDelaySeconds: 60,
                JitterStrategy: "FULL",
              },
            ],
            Catch: [
              {
                ErrorEquals: ["States.ALL"],
                Output: "{% $merge([$states.input, {'error': $states.errorOutput.Error}]) %}",
                Next: "ToDeadLetters",
              },
            ],
            Output: "{% $states.result.Payload %}",
            Next: "Done",
          },
          ToDeadLetters: {
            Type: "Task",
            Resource: "arn:aws:states:::sqs:sendMessage",
            Arguments: { QueueUrl: "dead-letters", MessageBody: "{% $states.input %}" },
            Output: "{% {'failed': $states.input.batch.id} %}",
            Next: "Done",
          },
          Done: { Type: "Succeed" },
        },
      },
      ResultWriter: {
        Resource: "arn:aws:states:::s3:putObject",
        Arguments: { Bucket: "data", Prefix: "runs/r1/map" },
        WriterConfig: { OutputType: "JSON", Transformation: "COMPACT" },
      },
      Next: "Summarize",
    },
    Summarize: { Type: "Pass", Output: { run: "{% $run %}", map: "{% $states.input %}" }, End: true },
  },
};

function run() {
  const clock = virtualClock();
  const objects = memoryObjects({ "data/batches.jsonl": '{"id":"a"}\n{"id":"b"}\n\n{"id":"c"}\n' });
  const messages: MessageCall[] = [];
  const attempts = new Map<string, number>();
  const tasks: TaskRunner = {
    invokeFunction: async ({ functionName, payload }) => {
      if (functionName === "parse") return { batches: 3, key: "batches.jsonl" };
      const { id } = (payload as { batch: { id: string } }).batch;
      const attempt = (attempts.get(id) ?? 0) + 1;
      attempts.set(id, attempt);
      if (id === "b" && attempt < 3)
        throw Object.assign(new Error("slow down"), { name: "Model.RateLimited" });
      if (id === "c") throw Object.assign(new Error("no"), { name: "Model.Rejected" });
      return payload;
    },
    sendMessage: async (call) => {
      messages.push(call);
      return { messageId: "m1" };
    },
  };
  const events: ExecutionEvent[] = [];
  let id = 0;
  const engine = createEngine({
    clock,
    objects,
    tasks,
    random: () => 0.5,
    uuid: () => `id-${++id}`,
  });
  const handle = engine.startExecution({
    definition,
    input: { runId: "r1" } satisfies Json,
    name: "r1",
    stateMachineName: "lead-import",
    onEvent: (event) => events.push(event),
  });
  return { handle, objects, messages, attempts, events };
}

test("a Distributed Map over batches retries, catches, writes results and goes on", async () => {
  const { handle, objects, messages, attempts, events } = run();
  const result = await handle.result;
  expect(result).toMatchObject({
    status: "SUCCEEDED",
    output: { run: "r1", map: { ResultWriterDetails: { Bucket: "data" } } },
  });
  expect(attempts).toEqual(
    new Map([
      ["a", 1],
      ["b", 3],
      ["c", 1],
    ]),
  );
  expect(messages.map((message) => JSON.parse(message.messageBody))).toEqual([
    { runId: "r1", batch: { id: "c" }, index: 2, error: "Model.Rejected" },
  ]);
  const manifestPath = [...objects.texts.keys()].find((path) => path.endsWith("manifest.json")) ?? "";
  const manifest = objects.json(manifestPath) as {
    ResultFiles: { SUCCEEDED: { Key: string; Size: number }[]; FAILED: unknown[] };
  };
  const [file] = manifest.ResultFiles.SUCCEEDED;
  expect(manifest.ResultFiles.FAILED).toEqual([]);
  expect(file?.Size).toBe(objects.texts.get(`data/${file?.Key}`)?.length);
  const outputs = objects.json(`data/${file?.Key}`) as Json[];
  expect(outputs).toHaveLength(3);
  expect(outputs).toContainEqual({ failed: "c" });
  expect(outputs).toContainEqual({ runId: "r1", batch: { id: "a" }, index: 0 });

  const own = events.filter(({ execution }) => execution.mapRunArn === undefined);
  expect(own.map(({ type }) => type)).toEqual([
    "ExecutionStarted",
    "TaskStateEntered",
    "TaskScheduled",
    "TaskStarted",
    "TaskSucceeded",
    "TaskStateExited",
    "ChoiceStateEntered",
    "ChoiceStateExited",
    "MapStateEntered",
    "MapStateStarted",
    "MapRunStarted",
    "MapRunSucceeded",
    "MapStateSucceeded",
    "MapStateExited",
    "PassStateEntered",
    "PassStateExited",
    "ExecutionSucceeded",
  ]);
  const children = Map.groupBy(
    events.filter(({ execution }) => execution.mapRunArn !== undefined),
    ({ execution }) => execution.name,
  );
  expect(children.size).toBe(3);
  for (const child of children.values()) {
    expect(child.map((event) => event.id)).toEqual(child.map((_, index) => index + 1));
    expect(child.at(0)?.type).toBe("ExecutionStarted");
    expect(child.at(-1)?.type).toBe("ExecutionSucceeded");
  }
});
