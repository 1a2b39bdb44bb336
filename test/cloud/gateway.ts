import * as z from "zod";
import { type Fault, type FaultProxy, type Passing, startProxy } from "../equipment/proxy.ts";
import { type Act, actsOf, allows, type Grant, listOf } from "./iam.ts";

/** A request of a function or machine, as it reached a service. */
export interface Request {
  /** Whose role it came with, such as `ParseFile`. */
  principal: string;
  /** Which container sent it. */
  container: string;
  action: string;
  resource: string;
}

/** What DynamoDB said requests have cost. */
export interface Costs {
  requests: number;
  writeUnits: number;
  readUnits: number;
}

/** In front of all services: knows who asks for what, and lets pass only what the asker's role allows. */
export interface Gateway {
  /** For the environment of whoever uses the SDK. */
  environment: Record<string, string>;
  /** What each grant was used for is known by its place here. */
  used: Set<Grant>;
  /** Requests, and what machines do themselves, that no role allows. */
  refused: string[];
  /** Notes something that a principal does without a request, and whether it may. */
  note(principal: string, act: Act): boolean;
  /** Costs since the last call, by table and whether it is a read. */
  takeCosts(table: string): Costs;
  close(): Promise<void>;
}

const WRITES = /^(Put|Update|Delete|BatchWrite|TransactWrite)/;
const Capacity = z.object({ TableName: z.string(), CapacityUnits: z.number() });
const Consumed = z.object({ ConsumedCapacity: z.union([Capacity, z.array(Capacity)]).optional() });

/** Whom nothing is refused: the test itself, as the account's owner. */
export const OWNER = "Owner";

/**
 * Starts a gateway in front of the servers. Who sends a request is read off its access key: the role's name and the container's number.
 *
 * @param input.fault - asked for every request that is allowed
 */
export async function startGateway(input: {
  servers: Record<"dynamodb" | "s3" | "sqs" | "states", string>;
  grants: ReadonlyMap<string, Grant[]>;
  fault: (request: Request) => Fault | null;
}): Promise<Gateway> {
  const { servers, grants } = input;
  const used = new Set<Grant>();
  const refused: string[] = [];
  const costs = new Map<string, Costs>();

  function note(principal: string, act: Act): boolean {
    if (principal === OWNER) return true;
    const found = (grants.get(principal) ?? []).filter((grant) => allows(grant, act));
    for (const grant of found) used.add(grant);
    if (found.length === 0) refused.push(`${principal} may not ${act.action} on ${act.resource}`);
    return found.length > 0;
  }

  async function front(service: keyof typeof servers): Promise<FaultProxy> {
    return startProxy({
      target: servers[service],
      fault(passing) {
        const container = senderOf(passing);
        const principal = principalOf(container);
        const acts = actsOf(service, passing);
        if (!acts.map((act) => note(principal, act)).every(Boolean)) {
          return { kind: "answer", status: 403, body: JSON.stringify({ __type: "AccessDeniedException" }) };
        }
        for (const act of acts) {
          const fault = principal === OWNER ? null : input.fault({ principal, container, ...act });
          if (fault !== null) return fault;
        }
        if (service === "dynamodb") askForCosts(passing);
        return null;
      },
      heard(passing, { status, body }) {
        const principal = principalOf(senderOf(passing));
        const [act] = actsOf(service, passing);
        if (service === "s3" && status === 404 && act?.action.startsWith("s3:Get")) {
          note(principal, listOf(act));
        }
        if (service === "dynamodb" && principal !== OWNER) addCosts(passing.operation, body);
      },
    });
  }

  function addCosts(operation: string, body: Buffer): void {
    const { ConsumedCapacity: consumed = [] } = Consumed.parse(JSON.parse(body.toString()));
    for (const { TableName: table, CapacityUnits: units } of [consumed].flat()) {
      const cost = costs.get(table) ?? { requests: 0, writeUnits: 0, readUnits: 0 };
      cost.requests++;
      cost[WRITES.test(operation) ? "writeUnits" : "readUnits"] += units;
      costs.set(table, cost);
    }
  }

  const [dynamodb, s3, sqs, states] = await Promise.all([
    front("dynamodb"),
    front("s3"),
    front("sqs"),
    front("states"),
  ]);
  return {
    environment: {
      AWS_REGION: "us-east-1",
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
      AWS_ENDPOINT_URL_S3: s3.endpoint,
      AWS_ENDPOINT_URL_SQS: sqs.endpoint,
      AWS_ENDPOINT_URL_SFN: states.endpoint,
    },
    used,
    refused,
    note,
    takeCosts(table) {
      const taken = costs.get(table) ?? { requests: 0, writeUnits: 0, readUnits: 0 };
      costs.delete(table);
      return taken;
    },
    async close() {
      await Promise.all([dynamodb, s3, sqs, states].map((proxy) => proxy.close()));
    },
  };
}

function senderOf({ headers }: Passing): string {
  const [, key = ""] = /Credential=([^/]+)\//.exec(headers.authorization ?? "") ?? [];
  return key;
}

function principalOf(container: string): string {
  return container.replace(/\d+$/, "");
}

function askForCosts(passing: Passing): void {
  const request: unknown = JSON.parse(passing.body.toString());
  passing.body = Buffer.from(JSON.stringify(Object.assign({}, request, { ReturnConsumedCapacity: "TOTAL" })));
}
