import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { useText } from "../i18n/i18n.ts";
import { useDescribe } from "./use-describe.ts";

/** What happened and what to try, for any error of `ask`, `download` or `upload`. */
export function ProblemAlert({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const t = useText();
  const { title, what, fields, requestId } = useDescribe()(error);
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
