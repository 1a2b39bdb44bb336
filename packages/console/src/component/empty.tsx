import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";

/** In place of a list that is empty: what is not there, and what to do about it. */
export function Empty({ title, what, action }: { title: string; what: string; action?: ReactNode }) {
  return (
    <Box textAlign="center" color="inherit" margin={{ vertical: "s" }}>
      <SpaceBetween size="xs">
        <Box variant="strong" color="inherit">
          {title}
        </Box>
        <Box variant="p" color="inherit">
          {what}
        </Box>
        {action}
      </SpaceBetween>
    </Box>
  );
}
