import type { Cursor } from '../cursor.ts';
import type { Piece } from '../pieces.ts';

/** A recogniser: what it reads, with examples that are tested and that `docs/linguagem.md` prints. */
export interface Phrase {
  /** Portuguese heading of its row in the documentation. */
  name: string;
  /** Whole whens, each read without a fault. */
  examples: readonly string[];
  /** The words that it may begin with, where they are few: others are not tried. Figures and marks are. */
  opens?: ReadonlySet<string>;
  /** Reads one piece from the cursor on; null (the cursor's place is then restored by the caller) when it begins otherwise. */
  read(cursor: Cursor): Piece | null;
}
