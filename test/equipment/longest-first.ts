import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Folders whose files take longest, beginning with the longest. */
const LONGEST = ["cloud", "e2e", "console", "simulation", "stacks", "contract"];

function rank({ moduleId }: TestSpecification): number {
  const at = LONGEST.findIndex((folder) => moduleId.includes(`/test/${folder}/`));
  return at < 0 ? LONGEST.length : at;
}

/** Begins with the files that take longest, so that none of them runs alone at the end: where nothing is known of times, vitest goes by size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}
