import catalogEnrichment from "../../../../../../stacks/flows/catalog-enrichment.asl.json" with {
  type: "json",
};
import customerRefresh from "../../../../../../stacks/flows/customer-refresh.asl.json" with { type: "json" };
import leadImport from "../../../../../../stacks/flows/lead-import.asl.json" with { type: "json" };
import leadUndo from "../../../../../../stacks/flows/lead-undo.asl.json" with { type: "json" };
import type { MachineDefinition } from "./definition.ts";

/** The state machines as they run, by the name of their flow. */
export const DEFINITIONS = {
  "lead-import": leadImport,
  "lead-undo": leadUndo,
  "catalog-enrichment": catalogEnrichment,
  "customer-refresh": customerRefresh,
} satisfies Record<string, MachineDefinition>;
