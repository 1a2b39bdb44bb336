import {
  createEngine,
  type EventListener,
  type ExecutionEvent,
  type Json,
  type StateMachine,
  type TaskRunner,
} from "@millrace/asl";
import { s3Objects } from "@millrace/aws/objects";
import { sqsQueue } from "@millrace/aws/queue";
import { systemClock } from "@millrace/aws/system";
import { engineObjects } from "@millrace/local/flow/flows";
import * as z from "zod";
import type { Execution } from "../equipment/sfn-server.ts";
import type { Clients } from "./clients.ts";
import type { Act } from "./iam.ts";
import type { Lambda } from "./lambda.ts";

/** Full jitter draws from zero to the wait; with this it waits a hundredth, and no timeout gets shorter. */
const SMALL_JITTER = 0.01;

/**
 * A state machine as Step Functions runs it: all that it does, it does with its own role.
 *
 * @param input.id - its name in the stacks, and that of its role without `Role`
 * @param input.http - does its HTTP tasks; it has none without
 * @param input.note - told what it does without a request; whether its role allows that
 * @param input.wait - how long its timeouts and waits take here
 */
export function startMachine(input: {
  id: string;
  definition: string;
  clients: Clients;
  bucket: string;
  invoke: Lambda["invoke"];
  http?: NonNullable<TaskRunner["http"]>;
  note: (act: Act) => boolean;
  wait: (ms: number) => number;
  onEvent: EventListener;
}) {
  const { id, clients, bucket, http } = input;
  const definition: StateMachine = JSON.parse(input.definition);
  const engine = createEngine({
    clock: {
      now: systemClock.now,
      sleep: (ms, signal) => systemClock.sleep(input.wait(ms), signal),
    },
    random: () => SMALL_JITTER,
    objects: engineObjects(s3Objects({ client: clients.s3, bucket })),
    tasks: {
      invokeFunction: ({ functionName, payload }) => {
        const resource = `arn:aws:lambda:us-east-1:123456789012:function:${functionName}`;
        if (!input.note({ action: "lambda:InvokeFunction", resource })) {
          throw new Error(`${id} may not invoke ${functionName}`);
        }
        return input.invoke({ functionName, payload });
      },
      async sendMessage({ queueUrl, messageBody }) {
        const queue = sqsQueue({ client: clients.sqs, url: queueUrl });
        return { messageId: (await queue.send({ body: messageBody })).id };
      },
      ...(http === undefined ? {} : { http }),
    },
  });
  return ({ name, input: text, machineArn }: Execution) => {
    const events: ExecutionEvent[] = [];
    const handle = engine.startExecution({
      definition,
      name,
      input: z.json().parse(JSON.parse(text)) satisfies Json,
      onEvent: (event) => {
        events.push(event);
        // The Map's batches are executions of their own, which the machine starts.
        if (event.type === "MapRunStarted") {
          input.note({ action: "states:StartExecution", resource: machineArn });
        }
        input.onEvent(event);
      },
    });
    return { ...handle, events };
  };
}
