import { registry } from '../../src/providers/registry.js';
import { describeProvider } from './describe-provider.js';

for (const entry of registry.filter(({ id }) => id === 'credas')) describeProvider(entry);
