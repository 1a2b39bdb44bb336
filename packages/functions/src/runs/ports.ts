import type { RunPorts } from "@millrace/api";
import { s3Downloads } from "@millrace/aws/downloads";
import { stepFunctionsHistory } from "@millrace/aws/flows";
import { systemClock as clock, uuid } from "@millrace/aws/system";
import { s3Uploads, uploadedObject } from "@millrace/aws/uploads";
import { bucket, catalogDeps, flows, importDeps, machines, once, s3 } from "../deps.ts";
import { healthOfStage } from "./health.ts";
import { intake } from "./intake.ts";

/** What the routes of files and runs are made of in Lambda. */
export const runPorts = once((): RunPorts => {
  const { products, keepaTokens } = catalogDeps();
  const { objects, runs, leads } = importDeps();
  const store = { client: s3(), bucket: bucket() };
  const uploads = s3Uploads({ ...store, clock, uuid });
  return {
    ...{ objects, runs, leads, products, keepaTokens, uploads, intake },
    flows: flows(),
    executions: stepFunctionsHistory(machines()),
    uploaded: (object) => uploadedObject(object, store),
    downloads: s3Downloads(store),
    health: healthOfStage(),
    place: "aws",
  };
});
