import { report } from "./figures.ts";
import { measureImport } from "./importing.ts";
import { measureKilled } from "./killed.ts";
import { writeCsv, writeXlsx } from "./lead-files.ts";
import { measureMap } from "./map.ts";
import { measureReading } from "./reading.ts";
import { measureSeedWay } from "./seed-way.ts";

/** One measurement, as a process of its own: `measurement.ts NAME ARGUMENT…` */
const [name = "", path = "", folder = "", rows = ""] = process.argv.slice(2);

switch (name) {
  case "csv":
    await writeCsv({ path, rows: Number(rows) });
    report({ count: Number(rows), seconds: 0 });
    break;
  case "xlsx":
    await writeXlsx({ path, rows: Number(rows) });
    report({ count: Number(rows), seconds: 0 });
    break;
  case "reading":
    report(await measureReading(path));
    break;
  case "import":
    report(await measureImport({ path, folder }));
    break;
  case "seed-way":
    report(await measureSeedWay({ path, folder }));
    break;
  case "map":
    report(await measureMap({ folder, batches: Number(rows) }));
    break;
  case "killed":
    report(await measureKilled({ path, folder }));
    break;
  default:
    throw new Error(`there is no measurement ${name}`);
}
