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
  // What escapes everything else is a bug of ours, and no reason to show a stack.
  process.on('uncaughtException', (error) => {
    const name = error instanceof Error ? error.name : 'unknown error';
    end(
      `This is a bug in webhook-admin, not your mistake: ${name}. Please report it with the command you ran.`,
      1,
    );
  });
  let program;
  try {
    program = require('../dist/cli.cjs');
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    return end('webhook-admin is not built yet. Nothing was sent. Run: npm run build', 3);
  }
  // All output was awaited, so nothing is lost by leaving while, say, standard input is still open.
  return program.run().then(leave);
}

function end(message, code) {
  require('node:fs').writeSync(2, `error: ${message}\n`);
  leave(code);
}

function leave(code) {
  process.exit(code);
}
