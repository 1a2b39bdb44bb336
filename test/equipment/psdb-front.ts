import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { createPool, type FieldPacket, type PoolConnection } from "mysql2/promise";
import * as z from "zod";
import { listen } from "./loopback.ts";
import type { MariadbAddress } from "./mariadb-server.ts";

/** What a front does instead of answering a statement. */
export type PsdbFault =
  /** The connection breaks before the statement is carried out. */
  | { kind: "down" }
  /** It is carried out, and the connection breaks before the answer. */
  | { kind: "cut" }
  | { kind: "slow"; ms: number }
  /** An answer of the protocol: the database is overloaded. */
  | { kind: "overloaded" }
  /** An empty answer of a gateway. */
  | { kind: "status"; status: number }
  /** A page where JSON is due. */
  | { kind: "html"; status: number };

/** A server of PlanetScale's HTTP protocol, psdb.v1alpha1, over one database of a MySQL server. */
export interface PsdbFront {
  /** For `planetScaleSql`: it says `http`, which only loopback servers speak. */
  url: string;
  /** The statements carried out so far, the failed ones included. */
  statements: string[];
  /** Makes the next statements fail; `times` of them, all where it is not given. */
  fail(fault: PsdbFault, times?: number): void;
  heal(): void;
  close(): Promise<void>;
}

/** MySQL's column types (https://dev.mysql.com/doc/dev/mysql-server/latest/field__types_8h.html) by Vitess's names. */
const TYPES: Record<number, string> = {
  ...{ 0: "DECIMAL", 1: "INT8", 2: "INT16", 3: "INT32", 4: "FLOAT32", 5: "FLOAT64", 6: "NULL" },
  ...{ 7: "TIMESTAMP", 8: "INT64", 9: "INT24", 10: "DATE", 11: "TIME", 12: "DATETIME", 13: "YEAR" },
  ...{ 15: "VARCHAR", 16: "BIT", 245: "JSON", 246: "DECIMAL", 247: "ENUM", 248: "SET" },
  ...{ 249: "BLOB", 250: "BLOB", 251: "BLOB", 252: "BLOB", 253: "VARCHAR", 254: "CHAR", 255: "GEOMETRY" },
};
const BINARY_TYPES: Record<string, string> = { VARCHAR: "VARBINARY", CHAR: "BINARY" };

/** The character set of what is no text. */
const BINARY_CHARSET = 63;
const UNSIGNED = 32;

/** MySQL's errors that Vitess gives a code of its own: a duplicate key, a deadlock, a lock held too long. */
const CODES: Record<number, string> = { 1062: "AlreadyExists", 1213: "Aborted", 1205: "DeadlineExceeded" };

const Session = z.object({ id: z.string() }).nullish();
const Body = z.object({ query: z.string().default(""), session: Session });
const Rows = z.array(z.array(z.instanceof(Buffer).nullable()));
const Written = z.object({ affectedRows: z.number(), insertId: z.number() });
const Refused = z.object({ errno: z.number(), sqlState: z.string().default(""), message: z.string() });

/** Starts a front; the database must be there. */
export async function startPsdbFront(input: {
  address: MariadbAddress;
  database: string;
}): Promise<PsdbFront> {
  const { socketPath, user } = input.address;
  const pool = createPool({ socketPath, user, database: input.database, charset: "utf8mb4" });
  /** Connections in a transaction, by session. */
  const open = new Map<string, PoolConnection>();
  const statements: string[] = [];
  let fault: PsdbFault | null = null;
  let faults = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(z.instanceof(Buffer).parse(chunk));
    const body = Body.parse(JSON.parse(Buffer.concat(chunks).toString()));
    const failing = faults > 0 ? fault : null;
    if (failing !== null) faults--;
    if (failing?.kind === "down") return void response.destroy();
    if (failing?.kind === "status") return void response.writeHead(failing.status).end();
    if (failing?.kind === "html") {
      return void response.writeHead(failing.status, { "content-type": "text/html" }).end("<h1>Sorry</h1>");
    }
    if (failing?.kind === "overloaded") {
      return send(response, { error: { code: "RESOURCE_EXHAUSTED", message: "too many queries" } });
    }
    if (failing?.kind === "slow") await sleep(failing.ms);
    const result = request.url?.endsWith("/CreateSession")
      ? { session: session(randomUUID()) }
      : await run(body);
    if (failing?.kind === "cut") return void response.destroy();
    send(response, result);
  }

  async function run(body: z.infer<typeof Body>): Promise<unknown> {
    const id = body.session?.id ?? randomUUID();
    const connection = open.get(id) ?? (await pool.getConnection());
    statements.push(body.query);
    try {
      const [rows, fields] = await connection.query({
        ...{ sql: body.query, rowsAsArray: true },
        typeCast: (field: { buffer(): Buffer | null }) => field.buffer(),
      });
      if (/^\s*(begin|start transaction)/i.test(body.query)) open.set(id, connection);
      if (/^\s*(commit|rollback)\s*$/i.test(body.query)) open.delete(id);
      return { session: session(id), result: resultOf(rows, fields) };
    } catch (error) {
      return { session: session(id), error: refusal(error) };
    } finally {
      if (!open.has(id)) connection.release();
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  const { port, close } = await listen(server);
  return {
    // The client keeps neither the port of a URL's `host` nor anything but http and https; `url` carries both.
    url: `http://user:password@127.0.0.1:${port}/${input.database}`,
    statements,
    fail(next, times = Number.POSITIVE_INFINITY) {
      fault = next;
      faults = times;
    },
    heal() {
      faults = 0;
    },
    async close() {
      await close();
      await pool.end();
    },
  };
}

function send(response: ServerResponse, body: unknown): void {
  response.setHeader("content-type", "application/json").end(JSON.stringify(body));
}

const session = (id: string) => ({ id, signature: "front" });

function resultOf(rows: unknown, fields: FieldPacket[] | undefined): unknown {
  if (fields === undefined) {
    const { affectedRows, insertId } = Written.parse(rows);
    return { rowsAffected: String(affectedRows), insertId: String(insertId) };
  }
  return {
    fields: fields.map((field) => ({ name: field.name, type: typeOf(field), charset: field.characterSet })),
    rows: Rows.parse(rows).map((row) => ({
      lengths: row.map((value) => String(value?.length ?? -1)),
      values: Buffer.concat(row.filter((value) => value !== null)).toString("base64"),
    })),
  };
}

function typeOf(field: FieldPacket): string {
  const { columnType, type, flags, characterSet } = field;
  const name = TYPES[columnType ?? type ?? -1] ?? "VARCHAR";
  const isBinary = characterSet === BINARY_CHARSET;
  if (name === "BLOB") return isBinary ? "BLOB" : "TEXT";
  if (isBinary) return BINARY_TYPES[name] ?? signed(name, flags);
  return signed(name, flags);
}

function signed(name: string, flags: FieldPacket["flags"]): string {
  const isUnsigned = typeof flags === "number" && (flags & UNSIGNED) !== 0;
  return isUnsigned && name.startsWith("INT") ? `U${name}` : name;
}

/** As Vitess words it, the statement's own text included. */
function refusal(error: unknown): { code: string; message: string } {
  const { errno, sqlState, message } = Refused.parse(error);
  const code = CODES[errno] ?? "Unknown";
  const where = "target: shop.-.primary: vttablet: rpc error:";
  return {
    code: "UNKNOWN",
    message: `${where} code = ${code} desc = ${message} (errno ${errno}) (sqlstate ${sqlState})`,
  };
}
