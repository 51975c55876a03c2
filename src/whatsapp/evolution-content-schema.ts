/** The shapes that WhatsApp's protocol has for what people write. */
import { z } from 'zod';
import { anything, idSchema, optionalText } from './evolution-values.ts';

/** What a message refers to: the message it quotes, the people it mentions. */
export const contextSchema = z
  .object({
    stanzaId: idSchema.nullish().catch(null),
    mentionedJid: z.array(z.string()).nullish().catch(null),
    quotedMessage: anything,
  })
  .nullish()
  .catch(null);

const part = <T extends z.ZodRawShape>(shape: T) =>
  z
    .object({ ...shape, contextInfo: contextSchema })
    .nullish()
    .catch(null);
const card = z.object({ displayName: optionalText, vcard: optionalText });

/** The innermost `message`. A part of another type than expected counts as missing. */
export const contentSchema = z.object({
  conversation: optionalText,
  contextInfo: contextSchema,
  extendedTextMessage: part({ text: optionalText }),
  imageMessage: part({ caption: optionalText }),
  videoMessage: part({ caption: optionalText }),
  ptvMessage: part({}),
  documentMessage: part({ caption: optionalText }),
  audioMessage: part({ ptt: z.boolean().nullish().catch(null) }),
  stickerMessage: part({}),
  buttonsResponseMessage: part({ selectedDisplayText: optionalText, selectedButtonId: optionalText }),
  templateButtonReplyMessage: part({ selectedDisplayText: optionalText, selectedId: optionalText }),
  interactiveResponseMessage: part({ body: z.object({ text: optionalText }).nullish().catch(null) }),
  listResponseMessage: part({ title: optionalText }),
  contactMessage: part(card.shape),
  contactsArrayMessage: part({ contacts: z.array(card).nullish().catch(null) }),
  reactionMessage: z
    .object({ key: z.object({ id: idSchema }), text: optionalText })
    .nullish()
    .catch(null),
});
export type Content = z.output<typeof contentSchema>;
