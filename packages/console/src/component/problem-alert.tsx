import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { ApiProblem, NotReached, StoreRefused } from "../api/problem.ts";
import { type Say, useText } from "../i18n/i18n.ts";

/** What happened and what to try, for any error of `ask`, `download` or `upload`. */
export function ProblemAlert({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const t = useText();
  const { title, what, fields, requestId } = describeProblem(error, t);
  return (
    <Alert
      type="error"
      header={title}
      action={onRetry === undefined ? undefined : <Button onClick={onRetry}>{t("problem.retry")}</Button>}
    >
      {what}
      {fields.length > 0 && (
        <ul>
          {fields.map((field) => (
            <li key={field}>{field}</li>
          ))}
        </ul>
      )}
      {requestId !== undefined && (
        <Box variant="small" display="block">
          {t("problem.request", { id: requestId })}
        </Box>
      )}
    </Alert>
  );
}

/** The words for an error, for notifications and fields. What the API says of this very case comes first. */
export function describeProblem(
  error: Error,
  t: Say,
): { title: string; what: string; fields: string[]; requestId?: string } {
  if (error instanceof NotReached)
    return { title: t("problem.network"), what: t("problem.network.what"), fields: [] };
  if (error instanceof StoreRefused) return { ...wordsOfStore(error, t), fields: [] };
  if (!(error instanceof ApiProblem))
    return { title: t("problem.unknown"), what: t("problem.unknown.what"), fields: [] };
  const { title, what } = wordsOf(error, t);
  return {
    title: title ?? error.title,
    what: error.detail === undefined ? what : `${error.detail} — ${what}`,
    fields: error.errors.map(({ field, message }) =>
      field === "" ? message : t("problem.field", { field, message }),
    ),
    ...(error.requestId === undefined ? {} : { requestId: error.requestId }),
  };
}

/** What it refuses for size is too large; for anything else there is nothing but another try, or somebody who knows its codes. */
function wordsOfStore({ status, code }: StoreRefused, t: Say): { title: string; what: string } {
  if (code === "EntityTooLarge") return { title: t("problem.413"), what: t("problem.413.what") };
  if (status >= 500) return { title: t("problem.503"), what: t("problem.503.what") };
  return { title: t("problem.store"), what: t("problem.store.what", { code: code ?? String(status) }) };
}

function wordsOf(error: ApiProblem, t: Say): { title?: string; what: string } {
  switch (error.status) {
    case 401:
      return { title: t("problem.401"), what: t("problem.401.what") };
    case 403:
      return { title: t("problem.403"), what: t("problem.403.what") };
    case 404:
      return { title: t("problem.404"), what: t("problem.404.what") };
    case 409:
      return { title: t("problem.409"), what: t("problem.409.what") };
    case 413:
      return { title: t("problem.413"), what: t("problem.413.what") };
    case 422:
      return { title: t("problem.422"), what: t("problem.422.what") };
    case 429: {
      const seconds = Math.ceil((error.retryAfterMs ?? 60_000) / 1000);
      return { title: t("problem.429"), what: t("problem.429.what", { seconds }) };
    }
    case 502:
    case 503:
    case 504:
      return { title: t("problem.503"), what: t("problem.503.what") };
    default:
      return error.status >= 500
        ? { title: t("problem.500"), what: t("problem.500.what") }
        : { what: t("problem.400.what") };
  }
}
