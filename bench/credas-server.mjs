// A Credas of many complete processes with one entity each, on loopback; every answer takes DELAY_MS. Prints its
// port, and on a line of standard input the time that it held requests since the last one, as JSON.
import http from 'node:http';
import process from 'node:process';
import { createInterface } from 'node:readline';

const delayMs = Number(process.env.DELAY_MS ?? 50);
const pdf = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(8_000, 0x20), Buffer.from('\n%%EOF\n')]);
const details = JSON.stringify({
  title: 'Onboarding',
  forms: Array(40).fill({ question: 'Q', answer: 'A' }),
});
const checks = JSON.stringify([{ type: 11, status: 1, name: 'Right to Work' }]);
const answers = new Map([
  ['details', ['application/json', details]],
  ['active-checks', ['application/json', checks]],
  ['pdf-export', ['application/pdf', pdf]],
]);

let [requests, held, connections] = [0, 0, 0];

const answerTo = (url) => {
  const words = url.split('/');
  const known = answers.get(words.at(-1));
  if (known !== undefined) return known;
  const id = words.at(-1);
  const body = { id, clientId: id, status: 2, processActors: [{ id: 1, entityId: `b${id.slice(1)}` }] };
  return ['application/json', JSON.stringify(body)];
};

const server = http.createServer((request, response) => {
  const began = process.hrtime.bigint();
  requests += 1;
  request.resume();
  setTimeout(() => {
    const [type, body] = answerTo(request.url);
    response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
    response.end(body);
    held += Number(process.hrtime.bigint() - began) / 1e6;
  }, delayMs);
});
server.on('connection', () => (connections += 1));

createInterface({ input: process.stdin }).on('line', () => {
  process.stdout.write(`${JSON.stringify({ requests, heldMs: held, connections })}\n`);
  [requests, held, connections] = [0, 0, 0];
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
