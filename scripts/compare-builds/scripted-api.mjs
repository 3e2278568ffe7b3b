// A server on this machine that gives fixed answers in order, for what the sandbox does not do.
import { createServer } from 'node:http';

/** Answers each request with the next of `answers`, `[status, document]`, and with 503 when there is none left. */
export const startScriptedApi = async (answers) => {
  const left = [...answers];
  const requests = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    request.resume();
    request.on('end', () => {
      const [status, document] = left.shift() ?? [503, {}];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(document));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(resolve);
    });
  return { url: `http://127.0.0.1:${server.address().port}`, requests, stop };
};
