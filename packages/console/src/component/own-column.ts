/** Whether a column is one that Millrace adds to what it exports, such as the reason of a rejected row: the uploader did not write it. */
export function isOwnColumn(name: string | undefined): boolean {
  return name !== undefined && /^millrace_/i.test(name);
}
