/**
 * A file's name as it is shown: without characters that are not seen, such as those that turn the direction of what follows, by which one
 * name can look like another.
 */
export function shownName(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, "");
}
