import type { DatabaseSync } from "node:sqlite";
import type { ModelCache } from "@millrace/core/model";
import * as z from "zod";
import { emptyLog, transaction } from "./database.ts";

const Answer = z.object({ value: z.string() });

/** Answers of the language model in SQLite. */
export function sqliteModelCache(db: DatabaseSync): ModelCache {
  const select = db.prepare("SELECT value FROM model_answers WHERE key = ?");
  const upsert = db.prepare(
    "INSERT INTO model_answers (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
  );
  const remove = db.prepare("DELETE FROM model_answers WHERE key = ?");

  return {
    async get(keys) {
      const found = new Map<string, string>();
      for (const key of keys) {
        const row = select.get(key);
        if (row !== undefined) found.set(key, Answer.parse(row).value);
      }
      return found;
    },

    async put(entries) {
      transaction(db, () => {
        for (const { key, value } of entries) upsert.run(key, value);
      });
    },

    async remove(keys) {
      transaction(db, () => {
        for (const key of keys) remove.run(key);
      });
      emptyLog(db);
    },
  };
}
