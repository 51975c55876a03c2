/** Kinds of inbox events that are not simply a gateway event's own. */

/** A message that is nothing but a word by which people stop, or return. */
export const OPT_WORD = 'opt_word';

/** A wish to read the groups anew: not from the gateway, but handled as surely, a crash in between included. */
export const GROUP_SYNC = 'sync_groups';
