/** Runs a Distributed Map over as many items as the first argument says, in its own process: see memory.test.ts. */
import { createEngine } from "../../src/index.ts";
import { FUNCTION, machine } from "../run.ts";

const ITEMS = Number(process.argv[2]);

let written = 0;
let children = 0;
const engine = createEngine({
  tasks: { invokeFunction: async ({ payload }) => ({ done: payload }) },
  objects: {
    read: async function* () {
      for (let item = 0; item < ITEMS; item += 1) yield Buffer.from(`{"batchId":${item},"offset":0}\n`);
    },
    write: async ({ body }) => {
      for await (const bytes of body) written += bytes.length;
    },
    list: async function* () {},
  },
});
const { status } = await engine.startExecution({
  definition: machine(
    {
      M: {
        Type: "Map",
        MaxConcurrency: 20,
        ItemReader: {
          Resource: "arn:aws:states:::s3:getObject",
          ReaderConfig: { InputType: "JSONL" },
          Arguments: { Bucket: "b", Key: "k" },
        },
        ItemSelector: { batch: "{% $states.context.Map.Item.Value %}" },
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          ...machine({
            A: { Type: "Task", Resource: `${FUNCTION}f`, TimeoutSeconds: 60, Next: "B" },
            B: { Type: "Succeed" },
          }),
        },
        ResultWriter: {
          Resource: "arn:aws:states:::s3:putObject",
          Arguments: { Bucket: "b", Prefix: "out" },
        },
        End: true,
      },
    },
    { QueryLanguage: "JSONata" },
  ),
  input: {},
  onEvent: ({ type, execution }) => {
    if (type === "ExecutionSucceeded" && execution.mapRunArn !== undefined) children += 1;
  },
}).result;
console.log(JSON.stringify({ status, children, written }));
