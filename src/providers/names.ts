/** `baseUrl` → `base-url`. */
export const kebab = (key: string): string => key.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);

/** `baseUrl` → `BASE_URL`. */
export const upperSnake = (key: string): string => kebab(key).replaceAll('-', '_').toUpperCase();

export const optionName = (key: string): string => `--${kebab(key)}`;

/** The environment variable of a provider's setting. */
export const variableName = (providerId: string, key: string): string =>
  `WEBHOOK_ADMIN_${providerId.toUpperCase()}_${upperSnake(key)}`;

/** The name of a setting in `webhook-admin config`. */
export const configKey = (providerId: string, key: string): string => `${providerId}.${key}`;
