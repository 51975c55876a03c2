import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, environmentExample, readConfig } from '../../src/config.ts';

const root = resolve(import.meta.dirname, '../..');

test('.env.example is what the schema says (write it with: npm run cli -- env-example)', () => {
  expect(readFileSync(resolve(root, '.env.example'), 'utf8')).toBe(environmentExample());
});

describe('the environment', () => {
  const faultsOf = (env: Record<string, string>) => {
    try {
      readConfig(env);
      return [];
    } catch (error) {
      if (error instanceof ConfigError) return error.faults;
      throw error;
    }
  };

  test('is complete when it is empty: the embedded default with the simulator', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      publicUrl: 'http://127.0.0.1:8000',
      database: { kind: 'sqlite' },
      gateway: null,
      simulator: true,
      TIMEZONE: 'America/Sao_Paulo',
      SELF_CHAT: true,
      ADMIN_NUMBERS: [],
    });
  });

  test('reports all faults together, by name', () => {
    const faults = faultsOf({
      PORT: 'oito mil',
      TIMEZONE: 'Lua/Mar',
      DB_HOST: 'db',
      EVOLUTION_API_BASE_URL: 'http://evo',
    });
    for (const name of ['PORT', 'TIMEZONE', 'SECRET_KEY', 'EVOLUTION_API_KEY', 'EVOLUTION_INSTANCE_NAME']) {
      expect(faults.filter(fault => fault.startsWith(`${name}:`))).toHaveLength(1);
    }
  });

  test.for([
    ['PORT', '70000'],
    ['ROLE', 'chefe'],
    ['DEBUG', 'talvez'],
    ['CONFIRM', 'sim'],
    ['PUBLIC_URL', 'ftp://a'],
    ['EVOLUTION_API_BASE_URL', 'evo:8080'],
    ['LOG_LEVEL', 'alto'],
  ] as const)('refuses %s=%s', ([name, value]) => {
    expect(faultsOf({ [name]: value }).join()).toContain(name);
  });

  test('an empty variable counts as unset, except that an empty password is a password', () => {
    const config = readConfig({ DB_HOST: 'db', SECRET_KEY: 'x', DB_PASSWORD: '', PORT: ' ' });
    expect(config.database).toEqual({
      kind: 'mysql',
      host: 'db',
      port: 3306,
      name: 'whatsapp_scheduler',
      user: 'root',
      password: '',
    });
    expect(config.gateway).toBeNull();
  });

  test('takes the file of the system before this one: spellings of Python, and CELERY_* ignored by name', () => {
    const config = readConfig({
      DEBUG: 'True',
      CELERY_BROKER_URL: 'redis://x',
      MYSQL_ROOT_PASSWORD: 'r',
      ADMIN_NUMBERS: '+5511900000001, +5511900000002',
    });
    expect(config.DEBUG).toBe(true);
    expect(config.ignored).toEqual(['CELERY_BROKER_URL']);
    expect(config.ADMIN_NUMBERS).toEqual(['+5511900000001', '+5511900000002']);
  });

  test('the simulator is off with a gateway, unless it is asked for', () => {
    const gateway = {
      EVOLUTION_API_BASE_URL: 'http://evo:8080/',
      EVOLUTION_API_KEY: 'k',
      EVOLUTION_INSTANCE_NAME: 'loja',
    };
    expect(readConfig(gateway)).toMatchObject({
      simulator: false,
      gateway: { baseUrl: 'http://evo:8080', instanceName: 'loja' },
    });
    expect(readConfig({ ...gateway, SIMULATOR: 'True' }).simulator).toBe(true);
  });
});
