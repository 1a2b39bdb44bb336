import { addCosts, costsOf, type DynamoCosts, NO_COSTS } from "../equipment/dynamo-costs.ts";
import { type Fault, type FaultProxy, type Passing, startProxy } from "../equipment/proxy.ts";
import { type Act, actsOf, allows, type Grant, listOf, type Service } from "./iam.ts";

/** A request of a function or machine, as it reached a service. */
export interface Request {
  /** Whose role it came with, such as `ParseFile`. */
  principal: string;
  /** Which container sent it. */
  container: string;
  action: string;
  resource: string;
  /** What it asks for besides: S3's parameters such as `partNumber`. */
  query: string;
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
  /** What a table has cost, requests of the account's owner not counted; set back by {@link Gateway.forgetCosts}. */
  costsOf(table: string): DynamoCosts;
  /** Requests to S3, those of the account's owner not counted; likewise. */
  s3: { reads: number; writes: number };
  forgetCosts(): void;
  close(): Promise<void>;
}

/** Whom nothing is refused: the test itself, as the account's owner. */
export const OWNER = "Owner";

/**
 * Starts a gateway in front of the servers. Who sends a request is read off its access key: the role's name and the container's number.
 *
 * @param input.fault - asked for every request that is allowed
 */
export async function startGateway(input: {
  servers: Record<Service, string>;
  grants: ReadonlyMap<string, Grant[]>;
  fault: (request: Request) => Fault | null;
}): Promise<Gateway> {
  const { servers, grants } = input;
  const used = new Set<Grant>();
  const refused: string[] = [];
  const costs = new Map<string, DynamoCosts>();
  const s3Requests = { reads: 0, writes: 0 };

  function note(principal: string, act: Act): boolean {
    if (principal === OWNER) return true;
    const found = (grants.get(principal) ?? []).filter((grant) => allows(grant, act));
    for (const grant of found) used.add(grant);
    if (found.length === 0) refused.push(`${principal} may not ${act.action} on ${act.resource}`);
    return found.length > 0;
  }

  async function front(service: Service): Promise<FaultProxy> {
    return startProxy({
      target: servers[service],
      fault(passing) {
        // A browser asks so before it sends what it was given a form for: that one is somebody's.
        if (passing.method === "OPTIONS") return null;
        const container = senderOf(passing);
        const principal = principalOf(container);
        const acts = actsOf(service, passing);
        if (!acts.map((act) => note(principal, act)).every(Boolean)) {
          return { kind: "answer", status: 403, body: JSON.stringify({ __type: "AccessDeniedException" }) };
        }
        const query = passing.url.split("?")[1] ?? "";
        for (const act of acts) {
          const fault = principal === OWNER ? null : input.fault({ principal, container, query, ...act });
          if (fault !== null) return fault;
        }
        if (service === "dynamodb") askForCosts(passing);
        return null;
      },
      heard(passing, { status, body }) {
        if (passing.method === "OPTIONS") return;
        const principal = principalOf(senderOf(passing));
        const [act] = actsOf(service, passing);
        if (service === "s3" && status === 404 && act?.action.startsWith("s3:Get")) {
          note(principal, listOf(act));
        }
        if (principal === OWNER) return;
        if (service === "s3") s3Requests[/^(GET|HEAD)$/.test(passing.method) ? "reads" : "writes"]++;
        if (service !== "dynamodb") return;
        const [request, output]: unknown[] = [passing.body, body].map((bytes) =>
          JSON.parse(bytes.toString()),
        );
        for (const cost of costsOf({ operation: passing.operation, request, output })) {
          addCosts(tableCosts(cost.table), cost);
        }
      },
    });
  }

  function tableCosts(table: string): DynamoCosts {
    const known = costs.get(table) ?? { ...NO_COSTS };
    costs.set(table, known);
    return known;
  }

  const [dynamodb, s3, sqs, states, cloudwatch] = await Promise.all([
    front("dynamodb"),
    front("s3"),
    front("sqs"),
    front("states"),
    front("cloudwatch"),
  ]);
  return {
    environment: {
      AWS_REGION: "us-east-1",
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
      AWS_ENDPOINT_URL_S3: s3.endpoint,
      AWS_ENDPOINT_URL_SQS: sqs.endpoint,
      AWS_ENDPOINT_URL_SFN: states.endpoint,
      AWS_ENDPOINT_URL_CLOUDWATCH: cloudwatch.endpoint,
    },
    used,
    refused,
    note,
    costsOf: tableCosts,
    s3: s3Requests,
    forgetCosts() {
      costs.clear();
      Object.assign(s3Requests, { reads: 0, writes: 0 });
    },
    async close() {
      await Promise.all([dynamodb, s3, sqs, states, cloudwatch].map((proxy) => proxy.close()));
    },
  };
}

/** Who signed a request: in its headers, or, where a client sends what it was given, in its address or its form. */
function senderOf({ headers, url, body }: Passing): string {
  const { authorization } = headers;
  if (authorization !== undefined) return /Credential=([^/]+)\//.exec(authorization)?.[1] ?? "";
  const signed = new URL(url, "http://s3").searchParams.get("X-Amz-Credential");
  const text = signed ?? /name="X-Amz-Credential"\r\n\r\n([^\r]*)/.exec(body.toString("latin1"))?.[1] ?? "";
  return text.split("/")[0] ?? "";
}

function principalOf(container: string): string {
  return container.replace(/\d+$/, "");
}

function askForCosts(passing: Passing): void {
  const request: unknown = JSON.parse(passing.body.toString());
  passing.body = Buffer.from(JSON.stringify(Object.assign({}, request, { ReturnConsumedCapacity: "TOTAL" })));
}
