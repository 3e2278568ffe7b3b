// Stands in for node:child_process in the bundle: webhook-admin starts no other program.
const refuse = () => {
  throw new Error('webhook-admin starts no other program');
};

export const exec = refuse;
export const execFile = refuse;
export const fork = refuse;
export const spawn = refuse;
export const spawnSync = refuse;
export default { exec, execFile, fork, spawn, spawnSync };
