/** Lets people's browsers fetch stored objects where the API cannot send them itself: an answer of AWS Lambda has 6 MB at most. */
export interface Downloads {
  /**
   * An address at which whoever knows it can fetch the object for 5 minutes, as a file. Nobody asks whether the object is there.
   *
   * @param input.fileName - as the browser is to call it; letters, digits, `.`, `_` and `-`
   */
  urlOf(input: { key: string; fileName: string }): Promise<string>;
}
