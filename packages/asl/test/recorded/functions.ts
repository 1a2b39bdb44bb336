import type { Clock } from "../../src/clock.ts";
import type { FunctionCall, Json } from "../../src/index.ts";
import { StatesError } from "../../src/index.ts";

/** A function of the recorded executions, by the name of its file. */
type Stub = (call: FunctionCall, clock: Clock) => Promise<Json> | Json;

/** One character more than the 256 KiB a state may give. */
const LARGE_OUTPUT_LENGTH = 257 * 1024;

const STUBS: Record<string, Stub> = {
  echo_function: () => ({ Return: "HelloWorld" }),
  id_function: ({ payload }) => payload,
  return_decorated_input: ({ payload }) => `input-event-${asPython(payload)}`,
  // AWS took its bytes for a text.
  return_bytes_str: () => "HelloWorld!",
  large_output_string: () => "a".repeat(LARGE_OUTPUT_LENGTH),
  raise_exception: () => {
    throw raised("Exception", "Some exception was raised.");
  },
  raise_custom_exception: () => {
    throw raised("CustomException", "CustomException message");
  },
  wait_60_seconds: async ({ payload, signal }, clock) => {
    await clock.sleep(60_000, signal);
    return payload;
  },
};

/** Answers as the recorded functions did; `lambdas` says which name is which function. */
export async function invokeRecordedFunction(options: {
  lambdas: Record<string, string>;
  call: FunctionCall;
  clock: Clock;
}): Promise<Json> {
  const { lambdas, call, clock } = options;
  const files = Object.values(lambdas);
  // Where the recording hides the name, the only function there is was meant.
  const hidden = /^<?lambda_function(_\d+)?_name>?$/.test(call.functionName) && files.length === 1;
  const file = lambdas[call.functionName] ?? (hidden ? files[0] : undefined);
  const stub = STUBS[file?.split("/").at(-1)?.replace(/\.py$/, "") ?? ""];
  if (stub === undefined) {
    throw new StatesError("Lambda.ResourceNotFoundException", `Function not found: ${call.functionName}`);
  }
  return stub(call, clock);
}

function raised(type: string, message: string): StatesError {
  const frame = `  File "/var/task/handler.py", line 2, in handler\n    raise ${type}("${message}")\n`;
  const cause = { errorMessage: message, errorType: type, requestId: "request", stackTrace: [frame] };
  return new StatesError(type, JSON.stringify(cause));
}

/** A value as Python prints it. */
function asPython(value: Json): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(asPython).join(", ")}]`;
  if (typeof value === "number") return String(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => `'${key}': ${asPython(inner)}`)
    .join(", ")}}`;
}
