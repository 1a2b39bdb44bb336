import type { input, output, ZodType } from "zod";

/** A route's definition, as `createRoute` of `@hono/zod-openapi` gives it. */
export interface RouteShape {
  method: string;
  path: string;
  request?: { params?: unknown; query?: unknown; body?: unknown };
  responses: object;
}

/** What a request is made of: the literal method and path, and whatever the definition asks for. */
export type RequestOf<Route extends RouteShape> = {
  method: Route["method"];
  path: Route["path"];
  /** Ends the request; a query's own comes from react-query. */
  signal?: AbortSignal;
} & Part<"params", Requested<Route, "params">> &
  Part<"query", Requested<Route, "query">> &
  Body<BodyOf<Requested<Route, "body">>>;

/** The JSON of the successful answer; `undefined` where it has none. */
export type AnswerOf<Route extends RouteShape> = SuccessOf<Declared<Route["responses"]>>;

type Requested<Route extends RouteShape, Name extends "params" | "query" | "body"> = Route extends {
  request: Record<Name, infer Asked>;
}
  ? Asked
  : undefined;

/** Required, but where all of it may be left out. */
type Part<Name extends string, Asked> = Asked extends ZodType
  ? object extends input<Asked>
    ? { [Each in Name]?: input<Asked> }
    : { [Each in Name]: input<Asked> }
  : object;

/** A body is sent even where it says nothing: the API wants one. */
type Body<Asked> = Asked extends ZodType ? { body: input<Asked> } : object;

type BodyOf<Asked> = Asked extends { content: { "application/json": { schema: infer Schema } } }
  ? Schema
  : undefined;

/** Responses that are spread from a list of problems have an index signature, which would hide the others. */
type Declared<Responses> = {
  [Status in keyof Responses as string extends Status
    ? never
    : number extends Status
      ? never
      : Status]: Responses[Status];
};

type SuccessOf<Responses> = {
  [Status in keyof Responses]: `${Status & (string | number)}` extends `2${string}`
    ? JsonOf<Responses[Status]>
    : never;
}[keyof Responses];

type JsonOf<Response> = Response extends { content: { "application/json": { schema: infer Schema } } }
  ? Schema extends ZodType
    ? output<Schema>
    : undefined
  : undefined;
