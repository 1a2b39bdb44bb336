import { validate } from "../../src/index.ts";

export type Fields = Record<string, unknown>;

/** A machine of one state, or of the state followed by others. */
export function machine(state: Fields, rest: Fields = {}, top: Fields = {}): Fields {
  return { StartAt: "A", States: { A: state, ...rest }, ...top };
}

export function codes(definition: unknown): string[] {
  return validate(definition).map(({ code, path }) => `${code} ${path}`);
}

export const PASS = { Type: "Pass", End: true };
export const TASK = { Type: "Task", Resource: "arn:aws:lambda:us-east-1:111111111111:function:f", End: true };
export const INNER = { StartAt: "I", States: { I: PASS } };
export const MAP = { Type: "Map", ItemProcessor: INNER, End: true };
export const DISTRIBUTED = {
  Type: "Map",
  ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }, ...INNER },
  End: true,
};
export const JSONATA = { QueryLanguage: "JSONata" };
