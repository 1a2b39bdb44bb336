// A process of its own that imports batches of an upload, and prints each batch's number once it is stored:
// node writer.ts FOLDER UPLOAD BATCHES
import { openStores } from "../../src/store/index.ts";
import { systemClock, uuid } from "../../src/system.ts";
import { batchOf, objectOf, versionsOf } from "./written.ts";

const [dataDir = "", upload = "", batches = ""] = process.argv.slice(2);
const stores = openStores({
  dataDir,
  clock: systemClock,
  uuid,
  owner: { pid: process.pid, isAlive: () => true },
});
for (let number = 0; number < Number(batches); number++) {
  const what = { upload: Number(upload), number };
  await stores.objects.put(objectOf(what));
  await stores.leads.putVersions({ versions: versionsOf(what) });
  await stores.leads.advance({ versions: versionsOf(what), at: number });
  await stores.runs.putBatch(batchOf(what));
  process.stdout.write(`${number}\n`);
}
stores.close();
