import { describe, expect, it } from 'vitest';
import { configKey, kebab, optionName, upperSnake, variableName } from '../../src/providers/names.js';

describe('the names of a setting', () => {
  it.each([
    ['baseUrl', 'base-url', 'BASE_URL'],
    ['token', 'token', 'TOKEN'],
    ['headerValue', 'header-value', 'HEADER_VALUE'],
    ['pdfRouteOfEntity', 'pdf-route-of-entity', 'PDF_ROUTE_OF_ENTITY'],
  ])('%s is %s on the command line and %s in a variable', (key, option, variable) => {
    expect(kebab(key)).toBe(option);
    expect(upperSnake(key)).toBe(variable);
    expect(optionName(key)).toBe(`--${option}`);
  });

  it('puts program and provider before a variable, and the provider before a key', () => {
    expect(variableName('amani', 'webhookSecret')).toBe('WEBHOOK_ADMIN_AMANI_WEBHOOK_SECRET');
    expect(configKey('amani', 'baseUrl')).toBe('amani.baseUrl');
  });
});
