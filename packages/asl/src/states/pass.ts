import type { PassState } from "../definition.ts";
import type { Json } from "../json.ts";
import { evaluateField } from "./fields.ts";
import { selectedInput, transfer } from "./transfer.ts";
import type { Outcome, Visit } from "./visit.ts";

export async function runPass({ visit, state }: { visit: Visit; state: PassState }): Promise<Outcome> {
  const result = await passed({ visit, state });
  const given = await transfer({ visit, state, result, hasResult: false, assign: state.Assign });
  return { ...given, next: state.Next };
}

async function passed({ visit, state }: { visit: Visit; state: PassState }): Promise<Json> {
  if (visit.language === "JSONata") return visit.input;
  const input = selectedInput({ visit, state });
  if (state.Result !== undefined) return state.Result;
  if (state.Parameters === undefined) return input;
  return evaluateField({ visit, field: "Parameters", template: state.Parameters, view: { input } });
}
