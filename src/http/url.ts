/**
 * The URL of an API path below a base: an origin, with or without a path prefix. Throws Error when the
 * URL parser would change the path (dot segments, another host, characters to encode). That is a bug,
 * since ids go through `segment()`.
 */
export const buildUrl = (base: string, path: string): string => {
  const isPrintable = /^\/(?!\/)[!-~]*$/.test(path);
  // The URL parser does not accept a logical origin such as sandbox:name, so the path is checked on another one.
  const checked = `${/^https?:/.test(base) ? base : 'https://logical.invalid'}${path}`;
  const parsed = isPrintable && URL.canParse(checked) ? new URL(checked) : undefined;
  if (parsed?.href !== checked || parsed.username !== '' || parsed.hash !== '') {
    throw new Error('The API path contains text that is not allowed in a path.');
  }
  return `${base}${path}`;
};

/** A URL for `--debug`, with `…` in place of each query value. */
export const withoutQueryValues = (url: string): string => {
  const [address, query] = url.split('?', 2);
  if (query === undefined) return url;
  const names = query.split('&').map((pair) => `${pair.split('=', 1).join('')}=…`);
  return `${address ?? ''}?${names.join('&')}`;
};
