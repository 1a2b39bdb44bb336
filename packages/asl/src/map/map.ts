import type { MapState } from "../definition.ts";
import type { Json } from "../json.ts";
import { bareExpression, evaluateField, readField, stateError, unexpectedType } from "../states/fields.ts";
import { selectedInput } from "../states/transfer.ts";
import { record, type Visit } from "../states/visit.ts";
import { runDistributedMap } from "./distributed.ts";
import { runInlineMap } from "./inline.ts";
import { readNumber } from "./numbers.ts";

/** What both kinds of Map need to know. */
export type MapPlan = {
  visit: Visit;
  state: MapState;
  graph: NonNullable<MapState["ItemProcessor"]>;
  /** The state's input after InputPath. */
  input: Json;
  /** 0: as many as there are. */
  maxConcurrency: number;
};

/** Runs a graph of states for each item, and gives what the runs gave in the order of the items. */
export async function runMap({ visit, state }: { visit: Visit; state: MapState }): Promise<Json> {
  const graph = state.ItemProcessor ?? state.Iterator;
  if (!graph) throw stateError({ visit, error: "States.Runtime", cause: "The Map has no ItemProcessor." });
  const input = selectedInput({ visit, state });
  const distributed = graph.ProcessorConfig?.Mode === "DISTRIBUTED";
  const items = state.ItemReader ? undefined : await itemsOf({ visit, state, input });
  const maxConcurrency = await readNumber({
    visit,
    input,
    field: "MaxConcurrency",
    template: state.MaxConcurrency,
    path: state.MaxConcurrencyPath,
  });
  record(visit, "MapStateStarted", items === undefined || distributed ? {} : { length: items.length });
  const plan: MapPlan = { visit, state, graph, input, maxConcurrency: maxConcurrency ?? 0 };
  const output = distributed
    ? await runDistributedMap({ plan, items })
    : await runInlineMap({ plan, items: items ?? [] });
  record(visit, "MapStateSucceeded", { name: visit.name });
  return output;
}

/** What a Map without ItemReader goes over. */
async function itemsOf({
  visit,
  state,
  input,
}: {
  visit: Visit;
  state: MapState;
  input: Json;
}): Promise<Json[]> {
  if (visit.language === "JSONata") {
    const template = state.Items;
    const field = "Items";
    const value =
      template === undefined ? input : await evaluateField({ visit, field, template, view: { input } });
    if (Array.isArray(value)) return value;
    throw unexpectedType({ visit, field, template: template ?? "$states.input", expected: "array", value });
  }
  const path = state.ItemsPath ?? "$";
  const value = readField({ visit, path, input });
  if (Array.isArray(value)) return value;
  throw stateError({
    visit,
    error: "States.Runtime",
    cause: `Reference path "${bareExpression(path)}" must point to array.`,
  });
}

/** One item as the processor gets it: through ItemSelector, where there is one. */
export async function selectItem(options: { plan: MapPlan; index: number; value: Json }): Promise<Json> {
  const { plan, index, value } = options;
  const { visit, state, input } = plan;
  const template = state.ItemSelector ?? (visit.language === "JSONPath" ? state.Parameters : undefined);
  if (template === undefined) return value;
  return evaluateField({
    visit,
    field: "ItemSelector",
    template,
    view: { input, item: { Index: index, Value: value } },
  });
}
