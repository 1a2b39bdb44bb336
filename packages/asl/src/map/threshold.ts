/** How many of a Map Run's items may fail. */
export type FailureThreshold = { count: number | undefined; percentage: number | undefined };

/**
 * Whether more items have failed than may.
 *
 * @param options.total - all items of the Map Run; undefined while they are still being read, when no share of them is
 *   known to be exceeded
 */
export function exceedsThreshold(options: {
  threshold: FailureThreshold;
  failed: number;
  total: number | undefined;
}): boolean {
  const { threshold, failed, total } = options;
  const { count, percentage } = threshold;
  if (failed === 0) return false;
  if (count === undefined && percentage === undefined) return true;
  if (count !== undefined && failed > count) return true;
  if (percentage === undefined || total === undefined) return false;
  return (failed / total) * 100 > percentage;
}
