import * as z from "zod";
import { SECURITY_SCHEME } from "../route/common.ts";

/** Runs of leads need `leads:…`, runs of catalogs `catalogs:…`: checked by the handler, which knows the run. */
export const reading = {
  security: [{ [SECURITY_SCHEME]: ["leads:read"] }, { [SECURITY_SCHEME]: ["catalogs:read"] }],
};
export const writing = {
  security: [{ [SECURITY_SCHEME]: ["leads:write"] }, { [SECURITY_SCHEME]: ["catalogs:write"] }],
};

/** What a run's id looks like, and some room. */
export const RunParam = z.object({
  runId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,80}$/)
    .meta({ param: { name: "runId", in: "path" }, example: "3f2a9c01d4e5b6a7c8d9" }),
});
