import { isComparator } from "../choice.ts";
import { assign } from "./assign.ts";
import { checkShape, listOf, type Shape } from "./fields.ts";
import { below, type Field, isRecord, report } from "./report.ts";
import { type Check, flag, jsonata, number, orExpression, path, text, timestamp } from "./values.ts";

const RULE: Shape = { both: { Next: text, Assign: assign, Comment: text }, required: ["Next"] };
const JSONATA_RULE: Shape = {
  both: { ...RULE.both, Condition: orExpression(flag) },
  JSONata: { Output: jsonata },
  required: ["Next", "Condition"],
};
const JSONPATH_FIELDS = ["Variable", "And", "Or", "Not"];

/** The rules of a Choice state. */
export const choices: Check = listOf((field) => {
  if (field.language === "JSONPath") {
    jsonPathRule(field, RULE);
    return;
  }
  checkShape(JSONATA_RULE, field);
});

/** A comparison, or And, Or, Not; a nested one has no Next and no Assign. */
function jsonPathRule(field: Field, rest: Shape): void {
  const { value } = field;
  if (!isRecord(value)) {
    report(field, "INVALID_TYPE", "must be an object");
    return;
  }
  if (Object.hasOwn(value, "Condition")) {
    report(
      below(field, "Condition"),
      "WRONG_QUERY_LANGUAGE",
      "Condition belongs to JSONata, but the query language is JSONPath",
    );
  }
  const comparators = Object.keys(value).filter(isComparator);
  const others = Object.entries(value).filter(
    ([name]) => name !== "Condition" && !JSONPATH_FIELDS.includes(name) && !comparators.includes(name),
  );
  checkShape(rest, { ...field, value: Object.fromEntries(others) });

  const operators = JSONPATH_FIELDS.filter((name) => Object.hasOwn(value, name));
  const [operator] = operators;
  if (operator === undefined || operators.length > 1) {
    report(field, "INVALID_CHOICE", "must have exactly one of Variable, And, Or and Not");
    return;
  }
  const inner = { ...field, ...below(field, operator), value: value[operator] };
  const nested: Check = (each) => jsonPathRule(each, { both: { Comment: text } });
  if (operator === "Not") nested(inner);
  else if (operator !== "Variable") listOf(nested)(inner);
  else path(inner);

  const [comparator] = comparators;
  if (comparators.length > 1 || (comparator === undefined) === (operator === "Variable")) {
    report(field, "INVALID_CHOICE", "must compare a Variable with exactly one operator");
    return;
  }
  if (comparator === undefined) return;
  checkOperand(comparator)({ ...field, ...below(field, comparator), value: value[comparator] });
}

function checkOperand(comparator: string): Check {
  if (comparator.endsWith("Path")) return path;
  if (comparator.startsWith("Is") || comparator.startsWith("Boolean")) return flag;
  if (comparator.startsWith("String")) return text;
  if (comparator.startsWith("Timestamp")) return timestamp;
  return number({ least: -Number.MAX_VALUE, most: Number.MAX_VALUE, whole: false });
}
