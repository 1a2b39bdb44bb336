#!/usr/bin/env -S node --disable-warning=ExperimentalWarning --max-semi-space-size=16
import { enableCompileCache } from "node:module";

// Where memory is plenty V8 lets young objects grow to hundreds of MB before it collects them; 16 MB a half take an import 100 MB less,
// and no longer (measured).

// Compiling what every command loads takes most of its start otherwise.
enableCompileCache();
const { main } = await import("./command/program.ts");
await main(process.argv);
