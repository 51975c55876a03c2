/** Folded words that open a part of a command. */
export const GROUP_WORDS: ReadonlySet<string> = new Set(['grupo', 'grupos', 'grp', 'gp']);
/** A contact list is a group; inside a name the word is only a word: "grupo lista vip". */
export const LIST_WORDS: ReadonlySet<string> = new Set(['lista', 'listas']);
export const CONTACT_WORDS: ReadonlySet<string> = new Set(['contato', 'contatos', 'ctt', 'ctto']);
export const NUMBER_WORDS: ReadonlySet<string> = new Set([
  'numero',
  'numeros',
  'num',
  'nro',
  'tel',
  'telefone',
  'telefones',
  'fone',
  'cel',
  'celular',
  'celulares',
  'zap',
  'whatsapp',
  'whats',
]);
export const TEMPLATE_WORDS: ReadonlySet<string> = new Set(['modelo', 'modelos', 'template']);
export const MESSAGE_WORDS: ReadonlySet<string> = new Set([
  'mensagem',
  'mensagens',
  'msg',
  'msgs',
  'texto',
  'txt',
  'dizendo',
  'escrito',
]);

/** More than one recipient may follow, joined by "e". */
export const PLURAL_WORDS: ReadonlySet<string> = new Set([
  'grupos',
  'listas',
  'contatos',
  'numeros',
  'telefones',
  'celulares',
]);

/** What people add out of politeness. In a name they stay: "grupo Muito Obrigado". */
export const POLITE_WORDS: ReadonlySet<string> = new Set(
  'obrigado obrigada obg obgd brigado brigada valeu vlw grato grata agradeco gentileza blz beleza'.split(' '),
);

/** Words that carry no meaning of their own beside the parts of a command. Never "não", "ou" or a number. */
export const FILLERS: ReadonlySet<string> = new Set(
  'a o as os ao aos na no nas nos em de do da dos das para pra pro pras pros e com quando por favor pfv pf enviar envia envie mandar manda mande agendar agende la so somente apenas'.split(
    ' ',
  ),
);
