/** Kinds of inbox events that are not simply a gateway event's own. */

/** A message that is nothing but a word by which people stop, or return. */
export const OPT_WORD = 'opt_word';

/** A longer message by which somebody may want to stop: a person has to read it. */
export const OPT_HINT = 'opt_hint';

/** A wish to read the groups anew: not from the gateway, but handled as surely, a crash in between included. */
export const GROUP_SYNC = 'sync_groups';
