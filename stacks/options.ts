import { isSet, type Secrets } from "./secrets.ts";
import type { StageSettings } from "./stage.ts";

/** What a file is processed with where its uploader chooses nothing. */
export function uploadOptions(input: {
  stage: StageSettings;
  secrets: Secrets;
}): Record<string, $util.Input<string>> {
  const { stage, secrets } = input;
  return {
    // With a key for the model, what rules leave open is asked; without one, rules alone decide.
    IMPORT_OPTIONS: isSet(secrets.modelKey).apply((asks) =>
      JSON.stringify({ ...stage.import, mode: asks ? "hybrid" : "rules", columns: {} }),
    ),
    CATALOG_OPTIONS: JSON.stringify({
      ...stage.catalogs,
      provider: "keepa",
      codeColumn: null,
      user: "drop",
    }),
  };
}

/** What core reads a model's service from (`core/src/model/environment.ts`); nothing of it stands for DeepSeek. */
export function modelEnvironment({ model }: StageSettings): Record<string, string> {
  if (model === null) return {};
  return {
    MILLRACE_MODEL_URL: model.url,
    MILLRACE_MODEL: model.name,
    MILLRACE_MODEL_PROMPT_USD: String(model.promptUsd),
    MILLRACE_MODEL_COMPLETION_USD: String(model.completionUsd),
  };
}
