import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { openStores } from "../../src/store/index.ts";
import { systemClock, uuid } from "../../src/system.ts";

/** A way to get data folders that are gone, with their stores closed, after the test that asked for them. */
export function temporaryFolders() {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0).reverse()) close();
  });
  const folder = () => {
    const path = mkdtempSync(join(tmpdir(), "millrace-store-"));
    closing.push(() => rmSync(path, { recursive: true, force: true }));
    return path;
  };
  const open = (dataDir: string, clock = systemClock) => {
    const stores = openStores({ dataDir, clock, uuid, owner: { pid: process.pid, isAlive: () => true } });
    let isOpen = true;
    const close = () => {
      if (isOpen) stores.close();
      isOpen = false;
    };
    closing.push(close);
    return { ...stores, close };
  };
  return { folder, open };
}
