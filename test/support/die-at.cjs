'use strict';
// Preload (`node --require`) for tests of crashes and full disks. It counts the calls that leave a trace outside
// the process: on the disk and on the network. Reads are left out, since killing there differs in nothing.
//
//   DIE_AT    the number of the call, from 1; `count` lets everything happen
//   DIE_WHEN  `before` or `after`: SIGKILL there. A code such as ENOSPC: the call fails with it instead, and only
//             calls that can fail so are counted. `ENOSPC!`: so does every such call after it
//   DIE_LOG   with `count`, a file that gets the number of calls and then their names, one a line

const fs = require('node:fs');
const net = require('node:net');
const { syncBuiltinESMExports } = require('node:module');

const { DIE_AT, DIE_WHEN = 'before', DIE_LOG } = process.env;
const target = Number(DIE_AT);
const kills = DIE_WHEN === 'before' || DIE_WHEN === 'after';
const code = DIE_WHEN.replace('!', '');
const forEver = DIE_WHEN.endsWith('!');
const failing = /^(?:open|write|append|f?sync|fdatasync|datasync|rename|link|mkdir|copy)/i;

const names = [];
let nested = 0;

/** Nothing runs between the signal and the end: it is delivered before the call returns. */
const die = () => process.kill(process.pid, 'SIGKILL');

/** Does the call, or what is to happen instead. `failed` turns an error into the caller's kind of failure. */
const step = (name, act, failed) => {
  if (!kills && !failing.test(name)) return act();
  names.push(name);
  const here = names.length === target || (forEver && names.length > target);
  if (!here) return act();
  if (!kills) return failed(Object.assign(new Error(`${code}: made up, ${name}`), { code, syscall: name }));
  if (DIE_WHEN === 'before') die();
  const result = act();
  if (typeof result?.then !== 'function') die();
  return result.then((value) => (die(), value));
};

/** What the real function calls of its own is a part of this call, not one more. */
const quietly = (act) => {
  nested += 1;
  try {
    return act();
  } finally {
    nested -= 1;
  }
};

const patch = (owner, name, failed, counts = () => true) => {
  const real = owner[name];
  if (typeof real !== 'function') return;
  const replaced = function (...args) {
    if (nested > 0 || !counts.call(this, args)) return real.apply(this, args);
    return step(name, () => quietly(() => real.apply(this, args)), failed);
  };
  owner[name] = Object.defineProperties(replaced, Object.getOwnPropertyDescriptors(real));
};

const thrown = (error) => {
  throw error;
};
const rejected = (error) => Promise.reject(error);

const { O_WRONLY, O_RDWR, O_CREAT, O_TRUNC } = fs.constants;
const opensToWrite = ([, flags = 'r']) =>
  typeof flags === 'number' ? (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) !== 0 : flags !== 'r';
const notStandard = ([descriptor]) => typeof descriptor !== 'number' || descriptor > 2;

const pathCalls = [
  'writeFile',
  'appendFile',
  'copyFile',
  'rename',
  'link',
  'symlink',
  'unlink',
  'rm',
  'rmdir',
  'mkdir',
  'mkdtemp',
  'chmod',
  'truncate',
];
const descriptorCalls = ['write', 'writev', 'fsync', 'fdatasync', 'fchmod', 'ftruncate'];
patch(fs, 'openSync', thrown, opensToWrite);
for (const name of pathCalls) patch(fs, `${name}Sync`, thrown);
for (const name of descriptorCalls) patch(fs, `${name}Sync`, thrown, notStandard);
for (const name of pathCalls) patch(fs.promises, name, rejected);

/** Its prototype is nowhere to be had but from a handle. */
let handlesPatched = false;
const patchHandles = (handle) => {
  if (handlesPatched) return;
  handlesPatched = true;
  const prototype = Object.getPrototypeOf(handle);
  for (const name of [
    'write',
    'writev',
    'writeFile',
    'appendFile',
    'sync',
    'datasync',
    'chmod',
    'truncate',
  ]) {
    patch(prototype, name, rejected);
  }
};
const realOpen = fs.promises.open;
fs.promises.open = async (...args) => {
  const open = () => quietly(() => realOpen(...args));
  const handle = await (opensToWrite(args) ? step('open', open, rejected) : open());
  patchHandles(handle);
  return handle;
};

// The network: a connection begins, bytes of a request leave, the first byte of an answer is here.
const answered = new WeakSet();
const isRemote = function () {
  return this.remotePort !== undefined;
};
if (kills) {
  const { prototype } = net.Socket;
  patch(prototype, 'connect', thrown);
  // While it connects, the write is only put off, and comes again.
  patch(prototype, '_writeGeneric', thrown, function () {
    return isRemote.call(this) && !this.connecting;
  });
  prototype.push = function (chunk, encoding) {
    const real = Object.getPrototypeOf(prototype).push;
    if (chunk === null || answered.has(this) || !isRemote.call(this)) return real.call(this, chunk, encoding);
    answered.add(this);
    return step('answer', () => real.call(this, chunk, encoding), thrown);
  };
}
syncBuiltinESMExports();

if (DIE_AT === 'count') {
  const { writeFileSync } = fs;
  process.on('exit', () => quietly(() => writeFileSync(DIE_LOG, `${names.length}\n${names.join('\n')}\n`)));
}
