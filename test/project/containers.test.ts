import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { environmentSchema } from '../../src/config.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(resolve(root, file), 'utf8');

const compose = read('docker-compose.yml');
/** The variables that the api and the workers are given: the keys under the anchor, and those beside it. */
const given = new Set(
  [...compose.matchAll(/^x-environment:.*\n((?: {2}.*\n)+)/gm)]
    .flatMap(([, block]) => [...block!.matchAll(/^ {2}([A-Z_]+):/gm)].map(match => match[1]!))
    .concat('ROLE'),
);
/** Variables that do nothing yet. */
const RESERVED = ['ALERT_WEBHOOK_URL', 'HEARTBEAT_URL'];
/** Variables of .env that only docker-compose.yml itself reads. */
const OF_COMPOSE_ALONE = ['MYSQL_ROOT_PASSWORD'];

describe('the containers', () => {
  const known = Object.keys(environmentSchema.shape);

  test('are given every variable that the program reads, or a line in .env would do nothing there', () => {
    expect([...given].sort()).toEqual(known.filter(name => !RESERVED.includes(name)).sort());
  });

  test('need nothing from .env that .env.example does not name', () => {
    const asked = new Set([...compose.matchAll(/\$\{([A-Z_]+)/g)].map(match => match[1]!));
    expect([...asked].filter(name => !known.includes(name))).toEqual(OF_COMPOSE_ALONE);
    for (const name of asked) expect(read('.env.example')).toContain(`# ${name}=`);
  });

  test('run the Node that package.json pins', () => {
    const { dependencies, version } = JSON.parse(read('package.json'));
    const images = [...read('Dockerfile').matchAll(/^FROM node:([\d.]+)-/gm)].map(match => match[1]);
    expect(images.length).toBeGreaterThan(0);
    expect(new Set(images)).toEqual(new Set([dependencies.node]));
    expect(compose).toContain(`image: agendador:${version}`);
  });
});
