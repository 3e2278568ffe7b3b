#!/usr/bin/env node
'use strict';
// Plain CommonJS that any Node can read: it answers what needs no program, and starts the rest.
const argv = process.argv.slice(2);
const only = argv.length === 1 ? argv[0] : undefined;
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  require('node:fs').writeSync(
    2,
    `webhook-admin needs Node.js 20.19 or newer; this is ${process.versions.node}.\n`,
  );
  process.exitCode = 2;
} else if (only === '--version' || only === '-V') {
  answer(`${require('../package.json').version}\n`);
} else if (argv.length === 0 || only === '--help' || only === '-h') {
  answer(require('node:fs').readFileSync(require('node:path').join(__dirname, '../dist/help.txt'), 'utf8'));
} else {
  start();
}

function answer(text) {
  try {
    require('node:fs').writeSync(1, text);
  } catch (error) {
    process.exitCode = error.code === 'EPIPE' ? 141 : 3;
  }
}

function start() {
  const { run } = require('../dist/cli.cjs');
  // All output was awaited, so nothing is lost by leaving while, say, standard input is still open.
  run().then((code) => process.exit(code));
}
