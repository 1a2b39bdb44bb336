import { random, systemClock } from "@millrace/aws/system";
import { type LeadModel, modelFromEnvironment } from "@millrace/core/model";
import { Resource } from "sst";
import { modelCache, once } from "./deps.ts";
import { NOT_SET } from "./secret.ts";

/** The language model of this stage; null where its key was not set. The key is a linked secret, the rest environment. */
export const leadModelOfStage = once((): LeadModel | null => {
  const key = Resource.ModelKey.value;
  if (key === NOT_SET) return null;
  const env = { ...process.env, MILLRACE_MODEL_KEY: key };
  return modelFromEnvironment({ env, cache: modelCache(), clock: systemClock, random });
});
