#!/usr/bin/env node
// A worker command that starts the real one, or dies at once: while the file in NWS_TEST_DEADLY exists.
import { existsSync } from 'node:fs';

if (existsSync(process.env.NWS_TEST_DEADLY)) {
  console.error('out of coffee');
  process.exit(7);
}
process.argv.splice(1, 1, new URL('worker.mjs', import.meta.url).pathname);
await import('./worker.mjs');
