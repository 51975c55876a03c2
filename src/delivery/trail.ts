/** The verbs note things too, so the writer lives with them. */
export { type NoteCode, type NoteDetails, note, noteAll, noteWhere } from '../scheduling/trail.ts';
