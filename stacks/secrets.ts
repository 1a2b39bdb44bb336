import { NOT_SET } from "../packages/functions/src/secret.ts";

/** The secrets of the app. Each has a placeholder, so that what does not need it deploys without it. */
export function createSecrets() {
  return {
    /** `sst secret set ModelKey …`: the language model's API key. Without it leads are standardised by rules alone. */
    modelKey: new sst.Secret("ModelKey", NOT_SET),
  };
}
export type Secrets = ReturnType<typeof createSecrets>;

/** Whether somebody has set a secret; no secret itself. */
export function isSet(secret: sst.Secret): $util.Output<boolean> {
  return $util.unsecret(secret.value.apply((value) => value !== NOT_SET));
}
