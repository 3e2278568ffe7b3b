import type { ProviderEntry } from './contract.js';

/** One line a provider; the order is the order in help. */
export const registry: readonly ProviderEntry[] = [
  {
    id: 'amani',
    name: 'Amani',
    about: 'Profile and document events; signed deliveries',
    load: () => import('./amani/index.js').then((module) => module.amani),
  },
  {
    id: 'credas',
    name: 'Credas',
    about: 'Process results: checks, details, PDF',
    load: () => import('./credas/index.js').then((module) => module.credas),
  },
  {
    id: 'emptor',
    name: 'Emptor',
    about: 'Organization mapping and per-person webhooks',
    load: () => import('./emptor/index.js').then((module) => module.emptor),
  },
  {
    id: 'keyclic',
    name: 'Keyclic',
    about: 'Reports and operations; set up by Keyclic on request',
    load: () => import('./keyclic/index.js').then((module) => module.keyclic),
  },
];
