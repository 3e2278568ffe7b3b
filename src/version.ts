declare const WEBHOOK_ADMIN_VERSION: string;

/** Written in at build time from package.json. */
export const version: string = WEBHOOK_ADMIN_VERSION;
