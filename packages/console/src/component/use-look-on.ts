import { useEffect } from "react";

/**
 * A page of a filtered list may hold nothing, and another still something: where the first ones are empty, looks on by itself.
 *
 * @param input.query - what `useInfiniteQuery` gives
 * @param input.found - how many entries there are so far
 * @returns whether it is still looking for the first one
 */
export function useLookOn(input: {
  query: {
    hasNextPage: boolean;
    isFetching: boolean;
    isError: boolean;
    fetchNextPage: () => Promise<unknown>;
  };
  found: number;
}): boolean {
  const { query, found } = input;
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  const isLooking = found === 0 && hasNextPage && !isError;
  useEffect(() => {
    if (isLooking && !isFetching) void fetchNextPage();
  }, [isLooking, isFetching, fetchNextPage]);
  return isLooking;
}
