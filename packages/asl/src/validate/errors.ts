import { assign } from "./assign.ts";
import { checkShape, listOf, type Shape } from "./fields.ts";
import { below, type Field, isRecord, report } from "./report.ts";
import { type Check, jsonata, number, oneOf, resultPath, text, textList } from "./values.ts";

/** AWS's largest number of seconds in a state, and of attempts. */
const MAX_COUNT = 99_999_999;
/** AWS documents less than 31,622,400 seconds (366 days) for MaxDelaySeconds. */
const MAX_DELAY_SECONDS = 31_622_399;

const RETRIER: Shape = {
  both: {
    ErrorEquals: textList,
    IntervalSeconds: number({ least: 1, most: MAX_COUNT }),
    MaxAttempts: number({ least: 0, most: MAX_COUNT }),
    BackoffRate: number({ least: 1, most: Number.MAX_VALUE, whole: false }),
    MaxDelaySeconds: number({ least: 1, most: MAX_DELAY_SECONDS }),
    JitterStrategy: oneOf("FULL", "NONE"),
    Comment: text,
  },
  required: ["ErrorEquals"],
};

const CATCHER: Shape = {
  both: { ErrorEquals: textList, Next: text, Assign: assign, Comment: text },
  JSONPath: { ResultPath: resultPath },
  JSONata: { Output: jsonata },
  required: ["ErrorEquals", "Next"],
};

export const retriers: Check = (field) => handlers(RETRIER, field);
export const catchers: Check = (field) => handlers(CATCHER, field);

function handlers(shape: Shape, field: Field): void {
  if (Array.isArray(field.value) && field.value.length === 0) return;
  listOf((handler) => {
    checkShape(shape, handler);
    const names = isRecord(handler.value) ? handler.value.ErrorEquals : undefined;
    if (!Array.isArray(names)) return;
    const place = below(handler, "ErrorEquals");
    if (names.length === 0) report(place, "INVALID_VALUE", "must name at least one error");
    if (!names.includes("States.ALL")) return;
    if (names.length > 1) report(place, "INVALID_VALUE", "States.ALL must stand alone");
    if (Array.isArray(field.value) && handler.value !== field.value.at(-1)) {
      report(
        place,
        "INVALID_VALUE",
        "States.ALL must stand in the last one: those after it are never reached",
      );
    }
  })(field);
}
