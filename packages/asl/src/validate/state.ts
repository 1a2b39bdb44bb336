import { assign } from "./assign.ts";
import { choices } from "./choice.ts";
import { catchers, retriers } from "./errors.ts";
import { checkShape, type Shape } from "./fields.ts";
import { checkMapMode, MAP } from "./map.ts";
import { below, type Field, report } from "./report.ts";
import {
  anything,
  type Check,
  flag,
  jsonata,
  number,
  objectTemplate,
  oneOf,
  orExpression,
  path,
  pathOrIntrinsic,
  pathOrNull,
  payloadTemplate,
  resultPath,
  text,
  timestamp,
} from "./values.ts";

/** AWS's largest number of seconds in a state. */
const MAX_SECONDS = 99_999_999;

const SECONDS = orExpression(number({ least: 1, most: MAX_SECONDS }));

const COMMON: Shape = { both: { Type: text, Comment: text, QueryLanguage: oneOf("JSONPath", "JSONata") } };
const OUTPUT: Shape = {
  both: {},
  JSONPath: { InputPath: pathOrNull, OutputPath: pathOrNull },
  JSONata: { Output: jsonata },
};
const FOLLOWED: Shape = { both: { Next: text, End: flag, Assign: assign } };
const ARGUMENTS: Shape = {
  both: {},
  JSONPath: { Parameters: payloadTemplate },
  JSONata: { Arguments: jsonata },
};
const RESULT: Shape = { both: {}, JSONPath: { ResultSelector: objectTemplate, ResultPath: resultPath } };
const HANDLED: Shape = { both: { Retry: retriers, Catch: catchers } };

const resource: Check = (field) => {
  const { value } = field;
  if (typeof value !== "string") {
    report(field, "INVALID_TYPE", "must be a string");
    return;
  }
  // ${Name} stands for what a deployment fills in.
  const filled = value.replace(/\$\{[^}]+\}/g, "x");
  const [, lambda] = /^arn:[^:]*:lambda:.*?:function:(.*)$/.exec(filled) ?? [];
  const isArn = /^arn:[^\s{}]+$/.test(filled) || (filled === "x" && value !== "x");
  if (!isArn || (lambda !== undefined && !/^[\w-]+(:(\$LATEST|[\w-]+))?$/.test(lambda))) {
    report(field, "INVALID_RESOURCE", "must be the ARN of a task");
  }
};

const SHAPES: Record<string, Shape> = {
  Pass: merge(COMMON, OUTPUT, FOLLOWED, {
    both: {},
    JSONPath: { Parameters: payloadTemplate, Result: anything, ResultPath: resultPath },
  }),
  Task: merge(COMMON, OUTPUT, FOLLOWED, ARGUMENTS, RESULT, HANDLED, {
    both: {
      Resource: resource,
      TimeoutSeconds: SECONDS,
      HeartbeatSeconds: SECONDS,
      Credentials: objectTemplate,
    },
    JSONPath: { TimeoutSecondsPath: path, HeartbeatSecondsPath: path },
    required: ["Resource"],
    exclusive: [
      ["TimeoutSeconds", "TimeoutSecondsPath"],
      ["HeartbeatSeconds", "HeartbeatSecondsPath"],
    ],
  }),
  Choice: merge(COMMON, OUTPUT, {
    both: { Choices: choices, Default: text, Assign: assign },
    required: ["Choices"],
  }),
  Wait: merge(COMMON, OUTPUT, FOLLOWED, {
    both: {
      Seconds: orExpression(number({ least: 0, most: MAX_SECONDS })),
      Timestamp: orExpression(timestamp),
    },
    JSONPath: { SecondsPath: path, TimestampPath: path },
    exclusive: [["Seconds", "SecondsPath", "Timestamp", "TimestampPath"]],
  }),
  Succeed: merge(COMMON, OUTPUT),
  Fail: merge(COMMON, {
    both: { Error: orExpression(text), Cause: orExpression(text) },
    JSONPath: { ErrorPath: pathOrIntrinsic, CausePath: pathOrIntrinsic },
    exclusive: [
      ["Error", "ErrorPath"],
      ["Cause", "CausePath"],
    ],
  }),
  Parallel: merge(COMMON, OUTPUT, FOLLOWED, ARGUMENTS, RESULT, HANDLED, {
    both: { Branches: anything },
    required: ["Branches"],
  }),
  Map: merge(COMMON, OUTPUT, FOLLOWED, RESULT, HANDLED, MAP),
};

/** Types whose states go on by Next or end by End. */
const FOLLOWED_TYPES = ["Pass", "Task", "Wait", "Parallel", "Map"];

/** Checks one state by itself: its fields in its language, and what they mean together. */
export function checkState(field: Field & { value: Record<string, unknown> }): void {
  const { value: state } = field;
  const shape = typeof state.Type === "string" ? SHAPES[state.Type] : undefined;
  if (shape === undefined || typeof state.Type !== "string") {
    report(below(field, "Type"), "INVALID_VALUE", `must be one of ${Object.keys(SHAPES).join(", ")}`);
    return;
  }
  checkShape(shape, field);
  if (FOLLOWED_TYPES.includes(state.Type)) checkTransition(field);
  if (state.Type === "Task") checkHeartbeat(field);
  if (state.Type === "Map") checkMapMode(field);
  if (state.Type === "Wait") checkWait(field);
}

function checkTransition(field: Field & { value: Record<string, unknown> }): void {
  const ends = field.value.End === true;
  const goesOn = Object.hasOwn(field.value, "Next");
  if (ends && goesOn) report(field, "EXCLUSIVE_FIELDS", "only one of Next, End may stand");
  if (!ends && !goesOn) report(field, "MISSING_TRANSITION", "Next or End is missing");
}

function checkHeartbeat(field: Field & { value: Record<string, unknown> }): void {
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = field.value;
  if (typeof timeout === "number" && typeof heartbeat === "number" && heartbeat >= timeout) {
    report(below(field, "HeartbeatSeconds"), "INVALID_VALUE", "must be smaller than TimeoutSeconds");
  }
}

function checkWait(field: Field & { value: Record<string, unknown> }): void {
  const until = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"];
  if (!until.some((name) => Object.hasOwn(field.value, name))) {
    report(field, "MISSING_FIELD", `one of ${until.join(", ")} is missing`);
  }
}

function merge(...shapes: Shape[]): Shape {
  const union = (part: (shape: Shape) => Record<string, Check> | undefined): Record<string, Check> =>
    Object.fromEntries(shapes.flatMap((shape) => Object.entries(part(shape) ?? {})));
  return {
    both: union((shape) => shape.both),
    JSONPath: union((shape) => shape.JSONPath),
    JSONata: union((shape) => shape.JSONata),
    required: shapes.flatMap((shape) => shape.required ?? []),
    exclusive: shapes.flatMap((shape) => shape.exclusive ?? []),
  };
}
