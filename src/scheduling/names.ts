export { foldName, nameKey } from '../schedule/name-key.ts';
