import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "@millrace/core/clock";
import { LedgerState, ledgerOver, NEW_LEDGER, type TokenLedger } from "@millrace/core/token-ledger";
import * as z from "zod";
import { fromJson, json, transaction } from "./database.ts";

const Row = z.object({ state: fromJson(LedgerState) });

/**
 * A token ledger in SQLite, shared by all processes that have the database open.
 *
 * @param input.account - names the provider's account: its tokens are one budget, whoever spends them
 */
export function sqliteTokenLedger(input: {
  db: DatabaseSync;
  account: string;
  clock: Pick<Clock, "now">;
}): TokenLedger {
  const { db, account, clock } = input;
  const select = db.prepare("SELECT state FROM token_ledgers WHERE account = ?");
  const upsert = db.prepare(
    "INSERT INTO token_ledgers (account, state) VALUES (?, ?) ON CONFLICT DO UPDATE SET state = excluded.state",
  );
  const read = (): LedgerState => {
    const row = select.get(account);
    return row === undefined ? NEW_LEDGER : Row.parse(row).state;
  };
  return ledgerOver({
    clock,
    storage: {
      read: async () => read(),
      async change(work) {
        return transaction(db, () => {
          const { state, answer } = work(read());
          upsert.run(account, json(state));
          return answer;
        });
      },
    },
  });
}
