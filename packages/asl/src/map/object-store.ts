/** Where an ItemReader reads and a ResultWriter writes. */
export type ObjectStore = {
  /** The object's bytes. Throws, at once or while read, when there is no such object. */
  read: (object: { bucket: string; key: string; versionId?: string }) => AsyncIterable<Uint8Array>;
  /** Stores the bytes as they come; the object is there once the promise resolves. */
  write: (object: { bucket: string; key: string; body: AsyncIterable<Uint8Array> }) => Promise<void>;
  /** The objects whose keys start with a prefix, in the order of their keys. */
  list: (query: { bucket: string; prefix: string }) => AsyncIterable<ListedObject>;
};

export type ListedObject = {
  key: string;
  /** Bytes. */
  size: number;
  etag: string;
  /** Milliseconds since 1970-01-01 UTC. */
  lastModified: number;
};
