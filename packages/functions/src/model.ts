import { random, systemClock } from "@millrace/aws/system";
import { type LeadModel, modelFromEnvironment } from "@millrace/core/model";
import { Resource } from "sst";
import { modelCache, once } from "./deps.ts";
import { valueOfSecret } from "./secret.ts";

/** The language model of this stage; null where its key was not set. The key is a linked secret, the rest environment. */
export const leadModelOfStage = once((): LeadModel | null => {
  const key = valueOfSecret(Resource.ModelKey);
  if (key === null) return null;
  const env = { ...process.env, MILLRACE_MODEL_KEY: key };
  return modelFromEnvironment({ env, cache: modelCache(), clock: systemClock, random });
});
