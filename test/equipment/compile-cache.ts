const { NODE_COMPILE_CACHE: folder } = process.env;

/** For the environment of processes and threads that get one of their own: they find what Node compiled for those before them. */
export const COMPILE_CACHE: Record<string, string> =
  folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
