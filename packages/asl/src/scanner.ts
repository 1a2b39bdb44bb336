/** Walks over a text from left to right; the ground of the JSONPath and intrinsic function parsers. */
export class Scanner {
  readonly text: string;
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  peek(token: string): boolean {
    return this.text.startsWith(token, this.position);
  }

  /** Steps over the token if it comes next. */
  take(token: string): boolean {
    if (!this.peek(token)) return false;
    this.position += token.length;
    return true;
  }

  /** Like {@link take}, with white space allowed on both sides. */
  takeToken(token: string): boolean {
    this.skipSpace();
    if (!this.take(token)) return false;
    this.skipSpace();
    return true;
  }

  expect(token: string): void {
    if (!this.take(token)) throw this.error(`'${token}' is missing`);
  }

  expectEnd(): void {
    if (!this.atEnd) throw this.error("more text than expected");
  }

  /** Steps over what a sticky pattern (flag y) matches here, and returns it with its groups. */
  matchGroups(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.position;
    const found = sticky.exec(this.text);
    this.position += found?.[0].length ?? 0;
    return found;
  }

  /** Steps over what a sticky pattern (flag y) matches here, and returns it. */
  match(sticky: RegExp): string | undefined {
    return this.matchGroups(sticky)?.[0];
  }

  skipSpace(): void {
    this.match(/\s*/y);
  }

  /** Reads a text in single or double quotes; a backslash keeps the quote and the backslash from ending it. */
  quoted(): string {
    const quote = this.text[this.position] ?? "";
    this.position += 1;
    let value = "";
    for (; !this.atEnd; this.position += 1) {
      const here = this.text[this.position] ?? "";
      const next = this.text[this.position + 1];
      if (here === quote) {
        this.position += 1;
        return value;
      }
      if (here === "\\" && (next === quote || next === "\\")) {
        value += next;
        this.position += 1;
      } else {
        value += here;
      }
    }
    throw this.error("the quote does not end");
  }

  error(problem: string): SyntaxError {
    return new SyntaxError(`${problem} at character ${this.position + 1} of: ${this.text}`);
  }
}
