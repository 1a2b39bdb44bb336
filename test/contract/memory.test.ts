import { emptyMemory, memoryLeads, memoryObjects, memoryRuns } from "../equipment/memory-stores.ts";
import { leadStoreContract } from "./lead-store.ts";
import { objectStoreContract } from "./object-store.ts";
import { runStoreContract } from "./run-store.ts";

const now = async () => {};
const close = now;

leadStoreContract("memory", async () => ({ store: memoryLeads(emptyMemory(), now), close }));
runStoreContract("memory", async () => ({ store: memoryRuns(emptyMemory(), now), close }));
objectStoreContract("memory", async () => ({ objects: memoryObjects(emptyMemory(), now), close }));
