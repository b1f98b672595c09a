// Build the console into the package's static folder: one page, hashed files, the map.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { basemap } from './basemap.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..');
const out = join(root, '..', 'zaslin', 'static');
const places = join(root, '..', '..', 'configs', 'places', 'places.toml');

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const result = await build({
  entryPoints: [join(root, 'main.tsx')],
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  sourcemap: false,
  legalComments: 'linked',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  outdir: out,
  metafile: true,
  logLevel: 'warning',
});

const map = JSON.stringify(basemap(readFileSync(places, 'utf8')));
const mapName = `basemap-${createHash('sha256').update(map).digest('hex').slice(0, 8)}.json`;
writeFileSync(join(out, mapName), map);

const files = Object.keys(result.metafile.outputs).map((path) => path.split('/').at(-1));
const named = (suffix) => files.find((name) => name.startsWith('main-') && name.endsWith(suffix));
const page = readFileSync(join(root, 'index.html'), 'utf8')
  .replace('%SCRIPT%', named('.js'))
  .replace('%STYLE%', named('.css'))
  .replace('%BASEMAP%', mapName);
writeFileSync(join(out, 'index.html'), page);

const bytes = (name) => readFileSync(join(out, name)).length;
for (const name of [named('.js'), named('.css'), mapName]) {
  process.stderr.write(`console: ${name} ${(bytes(name) / 1024).toFixed(0)} kB\n`);
}
