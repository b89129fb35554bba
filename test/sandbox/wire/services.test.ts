import { expect, test } from 'vitest';
import { modelOf } from '../../../src/sandbox/wire/schema.ts';
import { services } from '../../../src/sandbox/wire/services.ts';
import { newWire } from '../../../src/sandbox/wire/wire.ts';
import { sdk, testWorld } from './harness.ts';

test.each(services)('the row of $name says what the SDK client says', async service => {
  const { client } = await sdk(service, newWire(testWorld(), { handlers: {} }));
  const protocol = client.config['protocol'] as { getShapeId(): string };
  const settings = client.config['protocolSettings'] as Record<string, unknown>;
  const provider = client.config['defaultSigningName'] ?? client.config['signingName'];
  expect({
    protocol: protocol.getShapeId(),
    version: client.config['apiVersion'],
    signingName: provider,
    xmlns: settings['xmlNamespace'],
    queryErrors: settings['awsQueryCompatible'],
    target: service.target === undefined ? undefined : settings['serviceTarget'],
  }).toEqual({
    protocol: `aws.protocols#${service.protocol}`,
    version: service.version,
    signingName: service.signingName,
    xmlns: service.xmlns,
    queryErrors: service.queryErrors,
    target: service.target,
  });
});

test('no operation and no route has changed since they were last looked at', async () => {
  const lines: string[] = [];
  for (const service of services) {
    const { operations } = await modelOf(service);
    for (const { name, route } of [...operations.values()].sort((a, b) => (a.name < b.name ? -1 : 1)))
      lines.push(`${service.name} ${name}${route === undefined ? '' : ` ${route.method} ${route.template} ${route.status}`}`);
  }
  // When the SDK moves: look at the difference, add an alias in routes.ts where an older form is lost, then accept it with `vitest -u`.
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('routes.txt');
});

test('no route hides another: every template finds its own operation', async () => {
  for (const service of services) {
    const model = await modelOf(service);
    const routes = [...model.operations.values()].flatMap(one => (one.route === undefined ? [] : [{ name: one.name, route: one.route }]));
    const hidden = routes.filter(({ name, route }) => {
      const [path = '', search = ''] = route.template.split('?');
      const query = [...new URLSearchParams(search)];
      const best = routes
        .filter(other => other.route.match(route.method, path.replace(/\{[^}]+\}/g, 'x'), query) !== undefined)
        .sort((a, b) => b.route.fixedParts - a.route.fixedParts);
      return best[0]?.name !== name || best[0]?.route.fixedParts === best[1]?.route.fixedParts;
    });
    expect(hidden).toEqual([]);
  }
});
