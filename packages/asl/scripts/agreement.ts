/**
 * Runs the executions recorded on AWS through this engine and prints how far the two agree.
 *
 *     node packages/asl/scripts/agreement.ts [--verbose]
 *
 * Exit code 1 when fewer than 95 % of the executions that need no service, function or object agree.
 */
import { parseArgs } from "node:util";
import {
  type Comparison,
  compare,
  haveRecordings,
  readRecordings,
  TARGET,
} from "../test/recorded/recorded.ts";

const { values } = parseArgs({ options: { verbose: { type: "boolean", default: false } } });

if (!haveRecordings) {
  console.log("The recorded executions are not there: ../shared/corpora/asl/executions-recorded-on-aws.json");
  process.exit(0);
}

const comparisons: Comparison[] = [];
for (const recorded of readRecordings()) comparisons.push(await compare(recorded));

print(
  "By what they need",
  groupBy((recorded) => [recorded.env]),
);
print(
  "By feature",
  groupBy((recorded) => (recorded.features.length === 0 ? ["none"] : recorded.features)),
);
console.log("\nDisagreements");
for (const { recorded, got, wanted } of comparisons.filter(({ agrees }) => !agrees)) {
  console.log(`  ${recorded.env}  ${recorded.id.split("::").at(-1)}\n    AWS   ${wanted}\n    here  ${got}`);
  if (values.verbose) {
    console.log(
      `    input ${JSON.stringify(recorded.input)}\n    machine ${JSON.stringify(recorded.definition)}`,
    );
  }
}
const alone = comparisons.filter(({ recorded }) => recorded.env === "pure");
const share = alone.filter(({ agrees }) => agrees).length / alone.length;
console.log(`\nExecutions that need no service, function or object: ${share.toFixed(3)} (target ${TARGET})`);
process.exitCode = share < TARGET ? 1 : 0;

function groupBy(keysOf: (recorded: Comparison["recorded"]) => string[]): Map<string, Comparison[]> {
  const groups = new Map<string, Comparison[]>();
  for (const comparison of comparisons) {
    for (const key of keysOf(comparison.recorded)) groups.set(key, [...(groups.get(key) ?? []), comparison]);
  }
  return groups;
}

function print(title: string, groups: Map<string, Comparison[]>): void {
  console.log(`\n${title}`);
  for (const [key, group] of groups) {
    const agreeing = group.filter(({ agrees }) => agrees).length;
    console.log(
      `  ${key.padEnd(14)} ${String(agreeing).padStart(4)} of ${String(group.length).padStart(4)}  ${(agreeing / group.length).toFixed(2)}`,
    );
  }
}
