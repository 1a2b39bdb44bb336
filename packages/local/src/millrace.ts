#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
import { enableCompileCache } from "node:module";

// Compiling what every command loads takes most of its start otherwise.
enableCompileCache();
const { main } = await import("./command/program.ts");
await main(process.argv);
