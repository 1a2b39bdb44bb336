export type { Machines } from "./arn.ts";
export { stepFunctions } from "./flows.ts";
export { stepFunctionsHistory } from "./history.ts";
