#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
import { main } from "./command/program.ts";

await main(process.argv);
