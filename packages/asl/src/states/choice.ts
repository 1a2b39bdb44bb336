import { evaluateChoiceRule } from "../choice.ts";
import type { ChoiceRule, ChoiceState } from "../definition.ts";
import { StatesError } from "../error.ts";
import type { Json } from "../json.ts";
import { evaluateField, stateError, unexpectedType } from "./fields.ts";
import { selectedInput, transfer } from "./transfer.ts";
import { contextOf, type Outcome, type Visit } from "./visit.ts";

export async function runChoice({ visit, state }: { visit: Visit; state: ChoiceState }): Promise<Outcome> {
  const input = selectedInput({ visit, state });
  const rule = await firstMatch({ visit, rules: state.Choices, input });
  const next = rule ? rule.Next : state.Default;
  if (next === undefined) {
    throw stateError({
      visit,
      error: "States.NoChoiceMatched",
      cause: "Failed to transition out of the state. The state does not point to a next state.",
    });
  }
  const given = await transfer({
    visit,
    state,
    result: input,
    hasResult: false,
    output: rule?.Output,
    assign: rule ? rule.Assign : state.Assign,
  });
  return { ...given, next };
}

async function firstMatch(options: {
  visit: Visit;
  rules: ChoiceRule[];
  input: Json;
}): Promise<ChoiceRule | undefined> {
  const { visit, rules, input } = options;
  for (const [index, rule] of rules.entries()) {
    const matched =
      visit.language === "JSONata"
        ? await conditionHolds({ visit, rule, field: `Choices[${index}]/Condition` })
        : ruleHolds({ visit, rule, input });
    if (matched) return rule;
  }
  return undefined;
}

async function conditionHolds(options: { visit: Visit; rule: ChoiceRule; field: string }): Promise<boolean> {
  const { visit, rule, field } = options;
  const template = rule.Condition ?? null;
  if (typeof template === "boolean") return template;
  const value = await evaluateField({ visit, field, template, view: { input: visit.input } });
  if (typeof value === "boolean") return value;
  throw unexpectedType({ visit, field, template, expected: "boolean", value });
}

function ruleHolds({ visit, rule, input }: { visit: Visit; rule: ChoiceRule; input: Json }): boolean {
  try {
    return evaluateChoiceRule({ rule, input, context: contextOf(visit), variables: visit.thread.variables });
  } catch (error) {
    if (!(error instanceof StatesError)) throw error;
    throw stateError({ visit, error: error.error, cause: error.causeText });
  }
}
