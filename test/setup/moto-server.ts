/** moto, an emulator of AWS by other people, as a witness: started on a free port of 127.0.0.1, stopped by its own process id. */
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';

/** Why there is no moto here; empty where there is one. */
export function motoMissing(): string {
  if (spawnSync('python3', ['--version']).status !== 0) return 'python3 is not on this machine';
  return spawnSync('python3', ['-c', 'import moto.server, flask']).status === 0 ? '' : 'python3 has no moto with its server';
}

/** @returns its address; `stop` ends it */
export async function startMoto(): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const moto = spawn('python3', ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
    env: { ...process.env, MOTO_ACM_VALIDATION_WAIT: '0' },
  });
  const gone = new Promise<void>(resolve => moto.once('exit', () => resolve()));
  const stop = async () => {
    moto.kill();
    await gone;
  };
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 100) {
    if (
      await fetch(`${url}/moto-api/data.json`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return { url, stop };
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error('moto did not start within a minute');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
