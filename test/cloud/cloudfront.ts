import { readFileSync } from "node:fs";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { runInNewContext } from "node:vm";
import * as z from "zod";
import { pageFiles } from "../../stacks/console-files.ts";
import { type Behaviour, edgeFunctionOf, headersOf, pageObjectsOf, siteOf } from "../equipment/site.ts";
import type { App } from "../equipment/stacks.ts";
import type { httpApi } from "./http-api.ts";
import { headersOf as headersOfRequest } from "./internet.ts";

/** What an edge function answers that lets the request go on. */
const EdgeRequest = z.object({ uri: z.string() });

/** Headers that are about a connection, or that CloudFront sets anew. */
const NOT_PASSED = ["connection", "host", "keep-alive", "transfer-encoding"];

/**
 * The console's distribution as CloudFront serves it with what is synthesised: behaviours by their paths, its function, its headers,
 * the page from the bucket, the API behind it. Nothing is cached.
 *
 * @param input.folder - the page as it is built
 */
export function cloudFront(input: { app: App; folder: string; api: ReturnType<typeof httpApi> }) {
  const { app, folder, api } = input;
  const site = siteOf(app);
  const edge = edgeFunctionOf(app);
  const page = pageOf(app, folder);
  const secured = securityHeaders(app);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = "/", method = "GET" } = request;
    const [path = "/"] = url.split("?");
    const behaviour = behaviourOf(site, path);
    const headers = behaviour.responseHeadersPolicyId === secured.name ? secured.headers : {};
    if (!behaviour.allowedMethods.includes(method)) return void response.writeHead(403, headers).end();
    if (behaviour.targetOriginId === "api") return passOn(request, response);
    const isChanged = behaviour.functionAssociations.some(({ functionArn }) => functionArn === edge.arn);
    const uri = isChanged ? uriBy(edge.code, path) : path;
    const file = page.get(uri.slice(1));
    // Who may not list a bucket is not told that something is not there.
    if (file === undefined) return void response.writeHead(403, headers).end("<Code>AccessDenied</Code>");
    response.writeHead(200, { ...file.headers, ...headers });
    response.end(method === "HEAD" ? undefined : file.body);
  }

  async function passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = "/", method = "GET" } = request;
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const body = Buffer.concat(pieces).toString();
    const sent = Object.entries(headersOfRequest(request.headers));
    const answered = await api.fetch({
      ...{ method, url: `${api.endpoint}${url}` },
      headers: Object.fromEntries(sent.filter(([name]) => !NOT_PASSED.includes(name))),
      ...(body === "" ? {} : { body }),
    });
    response.writeHead(answered.status, answered.headers).end(answered.body);
  }

  const listener: RequestListener = (request, response) => {
    answer(request, response).catch(() => response.destroy());
  };
  return { host: site.aliases[0] ?? site.domainName, listener };
}

function behaviourOf(site: ReturnType<typeof siteOf>, path: string): Behaviour {
  const isFor = ({ pathPattern = "*" }: Behaviour) => {
    const escaped = pathPattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s").test(path);
  };
  return site.orderedCacheBehaviors.find(isFor) ?? site.defaultCacheBehavior;
}

function uriBy(code: string, uri: string): string {
  const answer: unknown = runInNewContext(`${code}; handler({ request: ${JSON.stringify({ uri })} })`);
  return EdgeRequest.parse(answer).uri;
}

/** The built files by their keys, with the headers that they are put into the bucket with. */
function pageOf(app: App, folder: string) {
  const standIns = pageObjectsOf(app);
  return new Map(
    pageFiles({ folder }).map(({ key, path, type, isHashed }) => {
      const like = standIns.find((one) => one.key.startsWith("assets/") === isHashed);
      const headers = { "content-type": type, "cache-control": like?.cacheControl ?? "" };
      return [key, { headers, body: readFileSync(path) }];
    }),
  );
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html */
function securityHeaders(app: App): { name: string; headers: Record<string, string> } {
  const { name, securityHeadersConfig: config } = headersOf(app);
  return {
    name,
    headers: {
      "content-security-policy": config.contentSecurityPolicy.contentSecurityPolicy,
      "strict-transport-security": `max-age=${config.strictTransportSecurity.accessControlMaxAgeSec}; includeSubDomains`,
      "x-content-type-options": "nosniff",
      "x-frame-options": config.frameOptions.frameOption,
      "referrer-policy": config.referrerPolicy.referrerPolicy,
    },
  };
}
