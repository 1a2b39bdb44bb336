import type { TaskRunner } from "@millrace/asl";

/** Answers a request as `fetch` does: the API of this process, without a server and without a network. */
export type Api = (request: Request) => Promise<Response>;

/** The HTTP tasks of the flows, whose endpoints are all this machine's API. */
export function httpTasks(api: Api): NonNullable<TaskRunner["http"]> {
  return async ({ method, url, headers, body, signal }) => {
    const response = await api(new Request(url, { method, headers, body: body ?? null, signal }));
    return {
      statusCode: response.status,
      statusText: response.statusText,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  };
}
