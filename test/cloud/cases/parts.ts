import { expect, it } from "vitest";
import type { Fault } from "../../equipment/proxy.ts";
import { resultsOf } from "../comparison.ts";
import type { Files, Setting } from "../setting.ts";

const PART_BYTES = 5 * 1024 * 1024;
const SLOW_DOWN: Fault = { kind: "answer", status: 503, body: "<Error><Code>SlowDown</Code></Error>" };
/** What the SDK's client tries before the step hears of it (packages/aws/src/clients). */
const ATTEMPTS = 5;

/** A CSV file of few rows that are long; every other one is too long and is rejected. */
function longRows(name: string, rows: number): Files {
  const lines = Array.from({ length: rows }, (_, at) => {
    const text = `${at} ${"texto ".repeat(at % 2 === 0 ? 2_690 : 2_800)}`;
    return `Ana Pérez,ana${at}@correo.example,"${text}","${text}"`;
  });
  return [[name, Buffer.from(`Nombre,E-mail,Notas,Comentarios\n${lines.join("\n")}\n`)]];
}

/** Files and results larger than one part of an upload. */
export function partCases(setting: () => Setting): void {
  it("imports a file that is uploaded in parts, writes its own large objects so, and takes back parts it could not finish", async () => {
    const { cloud, uploaded, onOneMachine, expectSame, newestRun } = setting();
    const files = longRows("long.csv", 330);
    const [, bytes] = files[0] ?? [];
    expect(bytes?.length).toBeGreaterThan(2 * PART_BYTES);
    const [event = ""] = await uploaded("parts", files);
    expect(event).toContain('"eventName":"ObjectCreated:CompleteMultipartUpload"');

    // A part of each large object is refused until the step gives up; the step is then tried again.
    const refused = new Map<string, number>();
    cloud.troubles.request = ({ principal, resource, query }) => {
      if (!query.includes("partNumber=2")) return null;
      const key = `${principal} ${resource}`;
      const times = (refused.get(key) ?? 0) + 1;
      refused.set(key, times);
      return times <= ATTEMPTS ? SLOW_DOWN : null;
    };
    await cloud.uploads.send({ body: event });
    await cloud.settle();
    const { runId } = await newestRun("parts");
    const versions = (key: string) => cloud.s3?.objects.get(`runs/${runId}/${key}`) ?? [];
    for (const key of ["rows.jsonl", "rejects.csv"]) {
      // An etag of an object in parts ends with their number. Each try of the step wrote the object anew.
      const inParts = versions(key).map(({ etag }) => /-\d+"$/.test(etag));
      expect([key, new Set(inParts)]).toEqual([key, new Set([true])]);
    }
    expect(cloud.s3?.uploads.size).toBe(0);
    expect([...refused.keys()].map((key) => key.replace(/ .*\//, " ")).sort()).toEqual([
      "ParseFile rejected.jsonl",
      "ParseFile rows.jsonl",
      "SummarizeRun rejects.csv",
    ]);
    const [result] = await resultsOf("parts", cloud.deps);
    expect(result?.counts).toMatchObject({ status: "COMPLETED", created: 165, rejected: 165 });
    await onOneMachine("parts", files);
    await expectSame("parts");
  });

  it("reads the version it was told of, whatever is uploaded in parts over it", async () => {
    const { cloud, uploaded, newestRun } = setting();
    const small: Files = [["same.csv", Buffer.from("Nombre,E-mail\nAna Pérez,ana@correo.example\n")]];
    const [name] = small[0] ?? [""];
    const [first = ""] = await uploaded("versions", small);
    await uploaded("versions", longRows(name, 330));
    await cloud.uploads.send({ body: first });
    await cloud.settle();
    expect((await newestRun("versions")).parse?.rows).toBe(1);
  });
}
