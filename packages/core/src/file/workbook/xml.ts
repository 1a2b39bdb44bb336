import { TextDecoder } from "node:util";
import { SaxesParser } from "saxes";
import { MillraceError } from "../../error.ts";
import { say } from "../../sentence/index.ts";
import type { Limits } from "../limits.ts";

/** What a reader of one XML part wants to hear. Names come without their namespace prefix. */
export interface XmlHandlers {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  /** May come in several pieces for one element. */
  text?(text: string): void;
}

/** Takes an XML part as bytes, piece by piece. */
export interface XmlScanner {
  write(piece: Uint8Array): void;
  /** @throws LeadFile.Malformed when the document is not complete */
  end(): void;
}

// UTF-8 takes at most 4 bytes a character.
const MAX_BYTES_PER_CHARACTER = 4;
// A workbook's XML nests about 12 deep.
const MAX_DEPTH = 256;

/**
 * Reads XML as a stream, holding no more than one element's text.
 *
 * @param file - its name, for messages
 * @param limits - `recordChars` bounds the text between two tags, before the parser gathers it
 * @throws LeadFile.Malformed (from `write` and `end`) on XML that is not well-formed or has a DOCTYPE, LeadFile.TooLarge
 */
export function xmlScanner({
  file,
  limits,
  handlers,
}: {
  file: string;
  limits: Limits;
  handlers: XmlHandlers;
}): XmlScanner {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let decoder: TextDecoder | undefined;
  let heard = false;
  let quietBytes = 0;
  let depth = 0;

  parser.on("opentag", (tag) => {
    heard = true;
    depth += 1;
    if (depth > MAX_DEPTH) throw malformed(say("file.xmlDepth", { file, most: MAX_DEPTH }));
    handlers.open(localName(tag.name), tag.attributes);
  });
  parser.on("closetag", (tag) => {
    heard = true;
    depth -= 1;
    handlers.close?.(localName(tag.name));
  });
  const onText = (text: string) => {
    heard = true;
    handlers.text?.(text);
  };
  parser.on("text", onText);
  parser.on("cdata", onText);
  parser.on("comment", () => {
    heard = true;
  });
  parser.on("doctype", () => {
    // Entities of its own are what an XML bomb is made of; no spreadsheet program writes one.
    throw malformed(say("file.doctype", { file }));
  });

  const guarded = (step: () => void) => {
    try {
      step();
    } catch (error) {
      // The parser's message quotes the document, so it stays out of ours.
      throw error instanceof MillraceError ? error : malformed(say("file.xmlBroken", { file }));
    }
  };

  return {
    write(piece) {
      heard = false;
      guarded(() => {
        decoder ??= new TextDecoder(encodingOf(piece), { fatal: true });
        parser.write(decoder.decode(piece, { stream: true }));
      });
      quietBytes = heard ? 0 : quietBytes + piece.byteLength;
      if (quietBytes > limits.recordChars * MAX_BYTES_PER_CHARACTER) {
        throw new MillraceError(
          "LeadFile.TooLarge",
          say("file.cellChars", { file, most: limits.recordChars }),
        );
      }
    },
    end() {
      guarded(() => {
        parser.write(decoder?.decode() ?? "");
        parser.close();
      });
    },
  };
}

/** Reads one part to its end. */
export async function scanXml({
  pieces,
  ...scan
}: {
  pieces: AsyncIterable<Uint8Array>;
  file: string;
  limits: Limits;
  handlers: XmlHandlers;
}): Promise<void> {
  const scanner = xmlScanner(scan);
  for await (const piece of pieces) scanner.write(piece);
  scanner.end();
}

function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon === -1 ? name : name.slice(colon + 1);
}

function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  if (start[0] === 0xfe && start[1] === 0xff) return "utf-16be";
  const declaration = Buffer.from(start.subarray(0, 200)).toString("latin1");
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']/.exec(declaration)?.[1];
  // A declaration that could be read byte by byte is no UTF-16, whatever it says.
  return declared === undefined || /^utf-?16/i.test(declared) ? "utf-8" : declared;
}

function malformed(message: string): MillraceError {
  return new MillraceError("LeadFile.Malformed", message);
}
