/**
 * Reads the streams of a compound file ([MS-CFB]), the container of .xls. SheetJS has a reader of its own, but a few changed bytes lead it round
 * in a chain of sectors until memory is gone; here every chain is followed no further than the file has sectors.
 */

/** The streams at the top of a compound file, by their names in lower case. */
export type CompoundStreams = ReadonlyMap<string, () => Buffer>;

const SIGNATURE = Buffer.from("d0cf11e0a1b11ae1", "hex");
const HEADER_FAT_ENTRIES = 109;
const HEADER_BYTES = 512;
const ENTRY_BYTES = 128;
const MINI_SECTOR_BYTES = 64;
const STREAM = 2;

/** Whether the file is one at all. */
export function isCompoundFile(bytes: Uint8Array): boolean {
  return SIGNATURE.equals(bytes.subarray(0, SIGNATURE.byteLength));
}

/**
 * Lists the streams at the top, where a workbook's are; those of objects embedded in it lie deeper.
 *
 * @throws RangeError when the file contradicts itself
 */
export function compoundStreams(bytes: Buffer): CompoundStreams {
  const sectorBytes = 1 << Math.min(bytes.readUInt16LE(0x1e), 16);
  if (sectorBytes < HEADER_BYTES) throw new RangeError("sectors are too small");
  const file = { bytes, sectorBytes, next: allocationTable({ bytes, sectorBytes }) };
  const directory = chain({ file, start: bytes.readUInt32LE(0x30) });
  const root = entryAt({ directory, id: 0 });
  const mini = miniStreams({ file, root: root.start });
  const cutoff = bytes.readUInt32LE(0x38);
  const streams = new Map<string, () => Buffer>();
  // The entries of a storage are a tree; each is looked at once, whatever a damaged file says.
  const seen = new Set<number>();
  const waiting = [root.child];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id) || (id + 1) * ENTRY_BYTES > directory.byteLength) continue;
    seen.add(id);
    const { name, type, left, right, start, size } = entryAt({ directory, id });
    waiting.push(left, right);
    if (type !== STREAM) continue;
    streams.set(name.toLowerCase(), () =>
      (size < cutoff ? mini(start) : chain({ file, start })).subarray(0, size),
    );
  }
  return streams;
}

interface Sectors {
  bytes: Buffer;
  sectorBytes: number;
  /** For every sector the one that follows it in its chain. */
  next: Buffer;
}

/** The sectors of a chain, joined. */
function chain({ file, start }: { file: Sectors; start: number }): Buffer {
  const { bytes, sectorBytes, next } = file;
  return follow({
    start,
    next,
    count: Math.ceil(bytes.byteLength / sectorBytes),
    // The header takes the place of the first sector.
    sector: (number) => bytes.subarray((number + 1) * sectorBytes, (number + 2) * sectorBytes),
  });
}

function follow({
  start,
  next,
  count,
  sector,
}: {
  start: number;
  next: Buffer;
  count: number;
  sector: (number: number) => Buffer;
}): Buffer {
  const found: Buffer[] = [];
  // What marks the end of a chain is a number no sector has.
  for (let number = start; number < count; number = nextOf({ next, number })) {
    if (found.length >= count) throw new RangeError("a chain of sectors runs in a circle");
    found.push(sector(number));
  }
  return Buffer.concat(found);
}

function nextOf({ next, number }: { next: Buffer; number: number }): number {
  return (number + 1) * 4 <= next.byteLength ? next.readUInt32LE(number * 4) : Number.POSITIVE_INFINITY;
}

/** The table of all chains, from the sectors the header lists and those listed in sectors of their own. */
function allocationTable({ bytes, sectorBytes }: { bytes: Buffer; sectorBytes: number }): Buffer {
  const count = Math.ceil(bytes.byteLength / sectorBytes);
  const sector = (number: number) => bytes.subarray((number + 1) * sectorBytes, (number + 2) * sectorBytes);
  const lists = [bytes.subarray(HEADER_BYTES - HEADER_FAT_ENTRIES * 4, HEADER_BYTES)];
  for (let more = bytes.readUInt32LE(0x44); more < count; ) {
    if (lists.length > count) throw new RangeError("the allocation table runs in a circle");
    const list = sector(more);
    lists.push(list.subarray(0, -4));
    more = list.byteLength === sectorBytes ? list.readUInt32LE(sectorBytes - 4) : count;
  }
  const table: Buffer[] = [];
  for (const list of lists) {
    for (let at = 0; at + 4 <= list.byteLength && table.length < count; at += 4) {
      const number = list.readUInt32LE(at);
      if (number < count) table.push(sector(number));
    }
  }
  return Buffer.concat(table);
}

/** Small streams share the root's stream, in sectors and a table of their own. */
function miniStreams({ file, root }: { file: Sectors; root: number }): (start: number) => Buffer {
  return (start) => {
    const shared = chain({ file, start: root });
    return follow({
      start,
      next: chain({ file, start: file.bytes.readUInt32LE(0x3c) }),
      count: Math.ceil(shared.byteLength / MINI_SECTOR_BYTES),
      sector: (number) => shared.subarray(number * MINI_SECTOR_BYTES, (number + 1) * MINI_SECTOR_BYTES),
    });
  };
}

function entryAt({ directory, id }: { directory: Buffer; id: number }) {
  const entry = directory.subarray(id * ENTRY_BYTES, (id + 1) * ENTRY_BYTES);
  const nameBytes = Math.min(Math.max(entry.readUInt16LE(0x40) - 2, 0), 62);
  return {
    name: entry.toString("utf16le", 0, nameBytes - (nameBytes % 2)),
    type: entry.readUInt8(0x42),
    left: entry.readUInt32LE(0x44),
    right: entry.readUInt32LE(0x48),
    child: entry.readUInt32LE(0x4c),
    start: entry.readUInt32LE(0x74),
    size: entry.readUInt32LE(0x78),
  };
}
