import { describe, expect, it, test } from "vitest";
import type { HttpCall, Json, OtherCall, State } from "../../src/index.ts";
import { FUNCTION, machine, named, run, typesOf } from "../run.ts";

type Task = Extract<State, { Type: "Task" }>;

const jsonata = (state: Omit<Task, "Type">) =>
  machine({ A: { Type: "Task", End: true, ...state } }, { QueryLanguage: "JSONata" });

describe("functions", () => {
  test("lambda:invoke gives the answer as Payload among what the service says of the call", async () => {
    const { result } = await run({
      definition: jsonata({
        Resource: "arn:aws:states:::lambda:invoke",
        Arguments: { FunctionName: `${FUNCTION}double:live`, Payload: { n: "{% $states.input.n %}" } },
      }),
      input: { n: 4 },
      tasks: {
        invokeFunction: async ({ functionName, payload }) => ({ functionName, payload }),
      },
    });
    expect(result).toMatchObject({
      output: {
        ExecutedVersion: "$LATEST",
        Payload: { functionName: "double", payload: { n: 4 } },
        StatusCode: 200,
      },
    });
  });

  test("a Payload that is a text reaches the function as the JSON it holds", async () => {
    const { result } = await run({
      definition: jsonata({
        Resource: "arn:aws:states:::lambda:invoke",
        Arguments: { FunctionName: "f", Payload: '{"n":1}' },
        Output: "{% $states.result.Payload %}",
      }),
      tasks: { invokeFunction: async ({ payload }) => payload },
    });
    expect(result).toMatchObject({ output: { n: 1 } });
  });

  test("a task without a runner for it fails as States.Runtime", async () => {
    const { result } = await run({ definition: jsonata({ Resource: `${FUNCTION}f` }) });
    expect(result).toMatchObject({ status: "FAILED", error: "States.Runtime" });
  });
});

describe("timeouts", () => {
  const forever = { invokeFunction: () => new Promise<Json>(() => {}) };

  it.each<{ name: string; state: Partial<Task>; seconds: number }>([
    { name: "TimeoutSeconds", state: { TimeoutSeconds: 7 }, seconds: 7 },
    { name: "an expression", state: { TimeoutSeconds: "{% $states.input.limit * 2 %}" }, seconds: 6 },
    { name: "HeartbeatSeconds", state: { TimeoutSeconds: 60, HeartbeatSeconds: 2 }, seconds: 2 },
  ])("$name ends a task as States.Timeout", async ({ state, seconds }) => {
    const { result, events, took } = await run({
      definition: jsonata({ Resource: `${FUNCTION}f`, ...state }),
      input: { limit: 3 },
      tasks: forever,
    });
    expect(result).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    expect(took).toBe(seconds * 1000);
    expect(typesOf(events)).toContain("LambdaFunctionTimedOut");
  });

  test("heartbeats keep a task alive until its timeout", async () => {
    const { result, took } = await run({
      definition: jsonata({ Resource: `${FUNCTION}f`, TimeoutSeconds: 60, HeartbeatSeconds: 5 }),
      withEngine: ({ clock }) => {
        beat = async (heartbeat) => {
          for (let n = 0; n < 10; n += 1) {
            await clock.sleep(4000);
            heartbeat();
          }
        };
      },
      tasks: {
        invokeFunction: async ({ heartbeat }) => {
          await beat(heartbeat);
          return "alive";
        },
      },
    });
    expect(result).toMatchObject({ status: "SUCCEEDED", output: "alive" });
    expect(took).toBe(40_000);
  });
  let beat: (heartbeat: () => void) => Promise<void>;

  test("a missed heartbeat is caught as States.HeartbeatTimeout", async () => {
    const { result } = await run({
      definition: machine({
        A: {
          Type: "Task",
          Resource: `${FUNCTION}f`,
          HeartbeatSeconds: 1,
          End: true,
          Catch: [{ ErrorEquals: ["States.HeartbeatTimeout"], Next: "B" }],
        },
        B: { Type: "Pass", Result: "caught", End: true },
      }),
      tasks: forever,
    });
    expect(result).toMatchObject({ output: "caught" });
  });
});

describe("task tokens", () => {
  const definition = machine({
    A: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Parameters: { QueueUrl: "q", MessageBody: { "token.$": "$$.Task.Token" } },
      HeartbeatSeconds: 10,
      End: true,
    },
  });

  const answer = (reply: (token: string) => boolean[]) => {
    const answered: boolean[] = [];
    return {
      answered,
      sendMessage: async ({ messageBody }: { messageBody: string }) => {
        const { token } = JSON.parse(messageBody) as { token: string };
        setImmediate(() => answered.push(...reply(token)));
        return { messageId: "m" };
      },
    };
  };

  it.each<{ name: string; reply: "succeed" | "fail"; expected: object }>([
    { name: "success", reply: "succeed", expected: { status: "SUCCEEDED", output: { done: true } } },
    { name: "failure", reply: "fail", expected: { status: "FAILED", error: "E", cause: "C" } },
  ])("the task ends with the $name that comes with its token, once", async ({ reply, expected }) => {
    let send: (token: string) => boolean[] = () => [];
    const queue = answer((token) => send(token));
    const { result, events } = await run({
      definition,
      tasks: queue,
      withEngine: ({ engine }) => {
        const once = (taskToken: string) =>
          reply === "succeed"
            ? engine.sendTaskSuccess({ taskToken, output: { done: true } })
            : engine.sendTaskFailure({ taskToken, error: "E", cause: "C" });
        send = (token) => [once("another"), once(token), once(token)];
      },
    });
    expect(result).toMatchObject(expected);
    expect(queue.answered).toEqual([false, true, false]);
    expect(typesOf(events)).toContain("TaskSubmitted");
  });

  test("heartbeats that come with the token keep it waiting", async () => {
    let beat: (token: string) => Promise<void> = async () => {};
    const { result, took } = await run({
      definition,
      tasks: answer((token) => {
        void beat(token);
        return [];
      }),
      withEngine: ({ engine, clock }) => {
        beat = async (taskToken) => {
          for (let n = 0; n < 3; n += 1) {
            await clock.sleep(9000);
            expect(engine.sendTaskHeartbeat({ taskToken })).toBe(true);
          }
        };
      },
    });
    expect(result).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    expect(took).toBe(37_000);
  });

  test("without an answer or a heartbeat it ends as States.Timeout", async () => {
    const { result, took } = await run({ definition, tasks: answer(() => []) });
    expect(result).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    expect(took).toBe(10_000);
  });
});

describe("sqs:sendMessage", () => {
  test("sends an object as its JSON text", async () => {
    const sent: string[] = [];
    const { result } = await run({
      definition: jsonata({
        Resource: "arn:aws:states:::sqs:sendMessage",
        Arguments: { QueueUrl: "q", MessageBody: { batch: 1 } },
      }),
      tasks: {
        sendMessage: async ({ messageBody }) => {
          sent.push(messageBody);
          return { messageId: "m1" };
        },
      },
    });
    expect(sent).toEqual(['{"batch":1}']);
    expect(result).toMatchObject({
      output: { MessageId: "m1", MD5OfMessageBody: expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
  });

  test("names the service in the error", async () => {
    const { result } = await run({
      definition: jsonata({
        Resource: "arn:aws:states:::sqs:sendMessage",
        Arguments: { QueueUrl: "q", MessageBody: "b" },
      }),
      tasks: { sendMessage: () => Promise.reject(named("QueueDoesNotExist")) },
    });
    expect(result).toMatchObject({ error: "SQS.QueueDoesNotExist" });
  });
});

describe("http:invoke", () => {
  const definition = (args: { [name: string]: Json }) =>
    jsonata({
      Resource: "arn:aws:states:::http:invoke",
      Arguments: {
        ApiEndpoint: "https://api.example/customers?x=1",
        Method: "POST",
        Authentication: { ConnectionArn: "arn:aws:events:eu-west-1:123456789012:connection/metrics/1" },
        ...args,
      },
    });

  test("sends headers, query and JSON, and reads the JSON answer", async () => {
    const calls: HttpCall[] = [];
    const { result } = await run({
      definition: definition({
        Headers: { "X-A": "1" },
        QueryParameters: { q: ["a b", "c"] },
        RequestBody: { n: 1 },
      }),
      tasks: {
        http: async (call) => {
          calls.push(call);
          return {
            statusCode: 200,
            statusText: "OK",
            headers: { "content-type": "application/json" },
            body: '{"ok":true}',
          };
        },
      },
    });
    expect(calls[0]).toMatchObject({
      method: "POST",
      url: "https://api.example/customers?x=1&q=a+b&q=c",
      headers: { "x-a": "1", "content-type": "application/json" },
      body: '{"n":1}',
      connectionArn: "arn:aws:events:eu-west-1:123456789012:connection/metrics/1",
    });
    expect(result).toMatchObject({
      output: {
        StatusCode: 200,
        StatusText: "OK",
        Headers: { "content-type": ["application/json"] },
        ResponseBody: { ok: true },
      },
    });
  });

  test("encodes a form where Transform asks for it", async () => {
    const bodies: (string | undefined)[] = [];
    await run({
      definition: definition({
        RequestBody: { a: "x y", b: 2 },
        Transform: { RequestBodyEncoding: "URL_ENCODED" },
      }),
      tasks: {
        http: async ({ body }) => {
          bodies.push(body);
          return { statusCode: 204, statusText: "No Content", headers: {}, body: "" };
        },
      },
    });
    expect(bodies).toEqual(["a=x+y&b=2"]);
  });

  it.each([
    {
      name: "an answer of 404",
      http: async () => ({ statusCode: 404, statusText: "Not Found", headers: {}, body: "" }),
      error: "States.Http.StatusCode.404",
      cause: "Not Found",
    },
    {
      name: "no answer",
      http: () => Promise.reject(new Error("connection refused")),
      error: "States.Http.Socket",
      cause: "connection refused",
    },
  ])("$name is $error", async ({ http, error, cause }) => {
    const { result } = await run({ definition: definition({}), tasks: { http } });
    expect(result).toMatchObject({ status: "FAILED", error, cause });
  });
});

describe("http:invoke without an answer", () => {
  it.each([
    { name: "60 s, whatever TimeoutSeconds allows", timeout: 300, seconds: 60, error: "States.Http.Socket" },
    { name: "TimeoutSeconds where that is less", timeout: 10, seconds: 10, error: "States.Timeout" },
  ])("ends after $name, as $error", async ({ timeout, seconds, error }) => {
    const { result, took } = await run({
      definition: jsonata({
        Resource: "arn:aws:states:::http:invoke",
        Arguments: { ApiEndpoint: "https://api.example", Method: "GET" },
        TimeoutSeconds: timeout,
      }),
      tasks: { http: () => new Promise(() => {}) },
    });
    expect(result).toMatchObject({ status: "FAILED", error });
    expect(took).toBe(seconds * 1000);
  });
});

describe("other resources", () => {
  it.each([
    {
      resource: "arn:aws:states:::dynamodb:updateItem",
      service: "dynamodb",
      action: "updateItem",
      pattern: "requestResponse",
    },
    {
      resource: "arn:aws:states:::aws-sdk:s3:getObject",
      service: "aws-sdk:s3",
      action: "getObject",
      pattern: "requestResponse",
    },
    {
      resource: "arn:aws:states:::states:startExecution.sync:2",
      service: "states",
      action: "startExecution",
      pattern: "sync:2",
    },
  ])("$resource goes to the hook", async ({ resource, ...expected }) => {
    const calls: OtherCall[] = [];
    const { result } = await run({
      definition: jsonata({ Resource: resource, Arguments: { n: 1 } }),
      tasks: {
        other: async (call) => {
          calls.push(call);
          return "done";
        },
      },
    });
    expect(result).toMatchObject({ output: "done" });
    expect(calls[0]).toMatchObject({ ...expected, arguments: { n: 1 } });
  });

  it.each([
    { thrown: "ConditionFailed", error: "dynamodb.ConditionFailed" },
    { thrown: "DynamoDB.ConditionFailed", error: "DynamoDB.ConditionFailed" },
  ])("its error $thrown is $error", async ({ thrown, error }) => {
    const { result } = await run({
      definition: jsonata({ Resource: "arn:aws:states:::dynamodb:updateItem", Arguments: {} }),
      tasks: { other: () => Promise.reject(named(thrown)) },
    });
    expect(result).toMatchObject({ status: "FAILED", error });
  });

  test("an activity goes to its own hook", async () => {
    const { result, events } = await run({
      definition: jsonata({ Resource: "arn:aws:states:eu-west-1:123456789012:activity:approve" }),
      input: { n: 1 },
      tasks: { activity: async ({ activityArn, input }) => [activityArn.split(":").at(-1) ?? "", input] },
    });
    expect(result).toMatchObject({ output: ["approve", { n: 1 }] });
    expect(typesOf(events)).toContain("ActivitySucceeded");
  });
});
