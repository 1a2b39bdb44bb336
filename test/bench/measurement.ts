import { report } from "./figures.ts";

/** One measurement, as a process of its own: `measurement.ts NAME ARGUMENT…`. It loads what it needs and nothing else. */
const [name = "", path = "", folder = "", count = ""] = process.argv.slice(2);

switch (name) {
  case "csv": {
    const { writeCsv } = await import("./lead-files.ts");
    await writeCsv({ path, rows: Number(count) });
    report({ count: Number(count), seconds: 0 });
    break;
  }
  case "xlsx": {
    const { writeXlsx } = await import("./lead-files.ts");
    await writeXlsx({ path, rows: Number(count) });
    report({ count: Number(count), seconds: 0 });
    break;
  }
  case "reading": {
    const { measureReading } = await import("./reading.ts");
    report(await measureReading(path));
    break;
  }
  case "import": {
    const { measureImport } = await import("./importing.ts");
    report(await measureImport({ path, folder }));
    break;
  }
  case "seed-way": {
    const { measureSeedWay } = await import("./seed-way.ts");
    report(await measureSeedWay({ path, folder }));
    break;
  }
  case "map": {
    const { measureMap } = await import("./map.ts");
    report(await measureMap({ folder, batches: Number(count) }));
    break;
  }
  case "killed": {
    const { measureKilled } = await import("./killed.ts");
    report(await measureKilled({ path, folder }));
    break;
  }
  default:
    throw new Error(`there is no measurement ${name}`);
}
