/**
 * The URL of a path behind a base: an origin, with or without a path of its own. A path that the
 * URL parser would change (dot segments, another host, characters to encode) is a mistake of ours,
 * since ids go through `segment()`: it throws.
 */
export const buildUrl = (address: string, path: string): string => {
  const url = `${address}${path}`;
  const printable = /^\/(?!\/)[!-~]*$/.test(path);
  // A logical origin has no scheme that the parser knows; stand in for it to check the path alike.
  const base = /^https?:/.test(address) ? address : 'https://logical.invalid';
  const parsed = printable && URL.canParse(`${base}${path}`) ? new URL(`${base}${path}`) : undefined;
  if (parsed?.href !== `${base}${path}` || parsed.username !== '' || parsed.hash !== '') {
    throw new Error('A path was built from text that does not belong into one.');
  }
  return url;
};

/** A URL for `--debug`: the values of its query are left out. */
export const withoutQueryValues = (url: string): string => {
  const [address, query] = url.split('?', 2);
  if (query === undefined) return url;
  const names = query.split('&').map((pair) => `${pair.split('=', 1).join('')}=…`);
  return `${address ?? ''}?${names.join('&')}`;
};
