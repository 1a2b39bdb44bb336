#!/usr/bin/env -S node --disable-warning=ExperimentalWarning --max-semi-space-size=16
import { enableCompileCache } from "node:module";

// Where memory is plenty V8 lets young objects grow to hundreds of MB before it collects them; 16 MB a half take an import 100 MB less,
// and no longer (measured).

// Compiling what every command loads takes most of its start otherwise.
enableCompileCache();
// `millrace leads | head`: whoever reads has enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});
const { main } = await import("./command/program.ts");
await main(process.argv);
