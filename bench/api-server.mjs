// Amani's three webhook calls on loopback, as fast as Node answers; prints its port when it is ready.
import http from 'node:http';
import process from 'node:process';

const events = ['profile_create', 'profile_update', 'document_upload', 'document_delete', 'zip_file_create'];

const answerTo = (method, url, body) => {
  if (url === '/api/v2/webhook/events') return events;
  if (url === '/api/v2/webhook/token') return { token: 'whsec-of-the-benchmark-0123456789' };
  return { id: 'w1', ...(method === 'PUT' ? JSON.parse(body) : {}) };
};

const server = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const text = JSON.stringify(answerTo(request.method, request.url, Buffer.concat(chunks).toString()));
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    });
    response.end(text);
  });
});

server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
