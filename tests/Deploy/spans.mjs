// A collector of spans: OTLP over HTTP, as far as telling spans apart goes. https://opentelemetry.io/docs/specs/otlp
import { createServer } from 'node:http';

/** The fields of a protobuf message: number and value, of those that are numbers or bytes. */
function* fieldsOf(bytes) {
  let at = 0;
  const varint = () => {
    for (let value = 0, shift = 1; ; shift *= 128) {
      const next = bytes[at++];
      value += (next & 127) * shift;
      if (next < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const [number, kind] = [Math.floor(tag / 8), tag % 8];
    if (kind === 0) yield [number, varint()];
    else if (kind === 2) {
      const length = varint();
      yield [number, bytes.subarray(at, (at += length))];
    } else at += kind === 1 ? 8 : 4;
  }
}

const all = (bytes, number) => [...fieldsOf(bytes)].filter(field => field[0] === number).map(field => field[1]);

/** Every span of an ExportTraceServiceRequest, with the name of the program that sent it. */
function spansOf(request) {
  return all(request, 1).flatMap(resource => {
    const program = /service\.name[^]*?(sessionshare-\w+)/.exec(all(resource, 1)[0].toString('latin1'))?.[1];
    return all(resource, 2).flatMap(scope => all(scope, 2)).map(span => ({ program, trace: all(span, 1)[0].toString('hex'), name: all(span, 5)[0].toString() }));
  });
}

/** Begins to collect. */
export async function collectSpans() {
  const spans = [];
  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', part => parts.push(part));
    request.on('end', () => {
      if (request.url === '/v1/traces') spans.push(...spansOf(Buffer.concat(parts)));
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    });
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    spans,
    settings: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${server.address().port}`, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf', OTEL_BSP_SCHEDULE_DELAY: '500' },
    close: () => server.close(),
  };
}
