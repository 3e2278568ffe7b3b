// A rolldown plugin: writes NOTICE, with the license of every package whose code is in the bundle.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const packageFolder = (moduleId) => {
  let folder = path.dirname(moduleId);
  while (folder !== path.dirname(folder)) {
    const manifest = path.join(folder, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name !== undefined) return folder;
    folder = path.dirname(folder);
  }
  return undefined;
};

const licenseOf = (folder) => {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/iu.test(entry));
  return {
    title: `${manifest.name} ${manifest.version} (${manifest.license})`,
    text:
      file === undefined
        ? 'The package carries no license file.'
        : readFileSync(path.join(folder, file), 'utf8').trim(),
  };
};

export const notice = (file) => ({
  name: 'notice',
  generateBundle(_, bundle) {
    const folders = new Set();
    for (const chunk of Object.values(bundle)) {
      for (const id of chunk.type === 'chunk' ? chunk.moduleIds : []) {
        const clean = id.replace(/^\0/u, '').split('?')[0];
        if (clean.includes('node_modules')) folders.add(packageFolder(clean));
      }
    }
    const parts = [...folders]
      .filter((folder) => folder !== undefined)
      .map(licenseOf)
      .sort((a, b) => (a.title < b.title ? -1 : 1))
      .map(({ title, text }) => `${title}\n${'-'.repeat(title.length)}\n\n${text}\n`);
    const head = 'webhook-admin contains these packages, or parts of them, each under its own license.';
    writeFileSync(file, `${head}\n\n${parts.join('\n\n')}`);
  },
});
