import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { useText } from "../i18n/i18n.ts";

/** Below a list that comes by pages: asks for the next. Takes what `useInfiniteQuery` gives. */
export function More(query: {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
}) {
  const t = useText();
  if (!query.hasNextPage) return null;
  return (
    <Box textAlign="center">
      <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {t("table.more")}
      </Button>
    </Box>
  );
}
