/** A process of its own, to be killed: starts the simulator on the folder it is given and prints its address. */
import { startSimulator } from './start-simulator.ts';

const { origin } = await startSimulator({ dataDir: process.argv[2] ?? null });
process.stdout.write(`${origin}\n`);
