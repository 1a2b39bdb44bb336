import Box from "@cloudscape-design/components/box";
import type { RunView } from "../../../api/views.ts";
import { useTell, useText } from "../../../i18n/i18n.ts";
import { wordsOf } from "./failures.ts";

export type Failure = NonNullable<RunView["error"]>;

/** An error in plain words: what happened, what to do, and what was recorded. */
export function FailureText({ failure }: { failure: Failure }) {
  const t = useText();
  const { what, todo } = wordsOf(failure.name);
  return (
    <div>
      <Box fontWeight="bold" display="inline">
        {t(what)}
      </Box>{" "}
      {t(todo)}
      <Recorded failure={failure} />
    </div>
  );
}

/** What was recorded of an error: for whoever is asked for help. */
export function Recorded({ failure }: { failure: Failure }) {
  const tell = useTell();
  return (
    <Box variant="small" display="block" color="text-body-secondary">
      {failure.name}: {tell(failure)}
    </Box>
  );
}
