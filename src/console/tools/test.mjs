// The console's own tests: bundled, then run by node, without a browser.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const tests = join(here, '..', '..', '..', 'tests', 'console');
// Beside the packages, so that what is bundled still finds their data.
const out = mkdtempSync(join(here, '..', 'node_modules', '.tests-'));

try {
  await build({
    entryPoints: readdirSync(tests)
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => join(tests, name)),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node18',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    outdir: out,
    outExtension: { '.js': '.mjs' },
    nodePaths: [join(here, '..', 'node_modules')],
    logLevel: 'warning',
  });
  const files = readdirSync(out).map((name) => join(out, name));
  const run = spawnSync(process.execPath, ['--test', '--test-reporter=dot', ...files], { stdio: 'inherit', env: { ...process.env, ZASLIN_TESTS: join(tests, '..') } });
  process.exitCode = run.status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
