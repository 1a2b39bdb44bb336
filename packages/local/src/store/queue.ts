import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "@millrace/core/clock";
import type { Queue } from "@millrace/core/queue";
import * as z from "zod";
import { transaction } from "./database.ts";

const Received = z.object({ id: z.number(), body: z.string(), receives: z.number() });
const Depth = z.object({ depth: z.number() });

/** `id:receives`: another receive of the message makes it void, and ids are never used twice. */
const Receipt = z.templateLiteral([z.int(), ":", z.int()]);

/** A queue that also knows what is hidden. */
export interface SqliteQueue extends Queue {
  /** How many messages somebody holds. */
  held(): Promise<number>;
}

/**
 * A queue in SQLite.
 *
 * @param input.name - keeps the queues of one database apart
 */
export function sqliteQueue(input: { db: DatabaseSync; name: string; clock: Clock }): SqliteQueue {
  const { db, name, clock } = input;
  const insert = db.prepare("INSERT INTO messages (queue, body, visible_at, receives) VALUES (?, ?, ?, 0)");
  const take = db.prepare(
    `UPDATE messages SET receives = receives + 1, visible_at = ?1
     WHERE id IN (SELECT id FROM messages WHERE queue = ?2 AND visible_at <= ?3 ORDER BY visible_at, id LIMIT ?4)
     RETURNING id, body, receives`,
  );
  const remove = db.prepare("DELETE FROM messages WHERE queue = ? AND id = ? AND receives = ?");
  const count = db.prepare("SELECT count(*) AS depth FROM messages WHERE queue = ? AND visible_at <= ?");
  const countHeld = db.prepare("SELECT count(*) AS depth FROM messages WHERE queue = ? AND visible_at > ?");

  return {
    async send({ body }) {
      return transaction(db, () => ({
        id: String(insert.run(name, body, clock.now()).lastInsertRowid),
      }));
    },

    async receive({ limit, visibilitySeconds }) {
      const now = clock.now();
      const rows = transaction(db, () => take.all(now + visibilitySeconds * 1000, name, now, limit));
      return rows.map((row) => {
        const { id, body, receives } = Received.parse(row);
        return { id: String(id), body, receipt: `${id}:${receives}`, receives };
      });
    },

    async delete({ receipt }) {
      const [id, receives] = Receipt.parse(receipt).split(":");
      transaction(db, () => remove.run(name, Number(id), Number(receives)));
    },

    async depth() {
      return Depth.parse(count.get(name, clock.now())).depth;
    },

    async held() {
      return Depth.parse(countHeld.get(name, clock.now())).depth;
    },
  };
}
