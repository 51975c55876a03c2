import { describe } from './describe.ts';
import { WEEKDAY_NAMES } from './describe-words.ts';
import { correctCommand } from './parse-command.ts';
import { parseWhen } from './parse-when.ts';
import { PLACEHOLDERS } from './placeholders.ts';
import { PHRASES } from './read-piece.ts';
import { REASONS, type Reading, type Reason } from './reading.ts';
import { CONTACT_WORDS, FILLERS, GROUP_WORDS, MESSAGE_WORDS, NUMBER_WORDS, TEMPLATE_WORDS } from './words/keywords.ts';
import { MONTH_NAMES } from './words/months.ts';
import { NAMED_DAYS } from './words/named-days.ts';
import { SHORTHANDS } from './words/spelling.ts';

/** The moment that the examples are read at: Tuesday, 24 November 2026, 10:00 in São Paulo. */
const CONTEXT = { now: Temporal.Instant.from('2026-11-24T13:00:00Z'), timezone: 'America/Sao_Paulo' };

/** How folded words are spelt. */
const SPELT: Readonly<Record<string, string>> = { amanha: 'amanhã', proximo: 'próximo', uteis: 'úteis', voce: 'você' };

/** An example of a faulty command for each reason that a text alone can lead to. */
const FAULTY: Readonly<Partial<Record<Reason, string>>> = {
  past_time: 'hoje 7h grupo loja modelo aviso',
  invalid_date: '31/04 9h grupo loja modelo aviso',
  invalid_time: 'amanhã 8h70 grupo loja modelo aviso',
  missing_time: 'sexta grupo loja modelo aviso',
  missing_recipient: 'amanhã 9h modelo aviso',
  missing_content: 'amanhã 9h grupo loja',
  missing_schedule: 'grupo loja modelo aviso',
  missing_ddd: 'amanhã 9h número 98888-7777 modelo aviso',
  unknown_weekday: 'toda terçona 9h grupo loja modelo aviso',
  weekday_date_conflict: 'terça 27/11 9h grupo loja modelo aviso',
  until_before_start: 'todo dia 9h até 01/11/2026 grupo loja modelo aviso',
  two_contents: 'amanhã 9h grupo loja modelo aviso mensagem oi',
  ambiguous_date: 'sexta que vem 9h grupo loja modelo aviso',
  ambiguous_recurrence: 'toda semana 9h grupo loja modelo aviso',
  unread_words: 'amanhã 9h se não chover grupo loja modelo aviso',
  ambiguous_time: 'amanhã às 8 e 20 grupo loja modelo aviso',
  invalid_number: 'amanhã 9h número 20 98888-7777 modelo aviso',
  interval_too_short: 'a cada 30 segundos grupo loja modelo aviso',
  never_happens: 'todo domingo 9h exceto domingo grupo loja modelo aviso',
  unsupported_rule: 'toda páscoa 9h grupo loja modelo aviso',
};

/** The text of `docs/linguagem.md`: what the recognisers, the word tables and the reader itself say of the language. */
export function languageDocs(): string {
  return `${[intro(), whenSection(), wordsSection(), whoSection(), whatSection(), faultsSection()].join('\n\n')}\n`;
}

function intro(): string {
  return `# A linguagem dos agendamentos

Um comando diz **quando**, **para quem** e **o quê**, em qualquer ordem, com ou sem acentos, em maiúsculas ou minúsculas:
\`/agendar todo dia 9h grupo vendas modelo bomdia\`. Nenhuma palavra é ignorada em silêncio: o que não é entendido é recusado pelo nome, e o que tem
dois sentidos é perguntado. Nenhuma hora é inventada.

Os exemplos abaixo foram lidos na terça-feira, 24 de novembro de 2026, às 10:00, em São Paulo. Este arquivo é escrito pelos testes a partir das
mesmas tabelas que o leitor usa.`;
}

function whenSection(): string {
  const tables = PHRASES.toReversed().map(
    ({ name, examples }) =>
      `### ${name}\n\n${table(['Escreva', 'É entendido como', 'Primeiro envio'], examples.map(exampleRow))}`,
  );
  return `## Quando\n\n${tables.join('\n\n')}`;
}

function exampleRow(example: string): string[] {
  const reading = parseWhen(example, CONTEXT);
  return [`\`${example.replaceAll('|', '\\|')}\``, understood(reading), (reading.next?.[0] ?? '').replace('T', ' ')];
}

function understood({ rule, anchor, timezone, options }: Reading): string {
  if (!rule || !anchor) return '';
  const zone = timezone === CONTEXT.timezone ? [] : [`no fuso ${timezone}`];
  const mention = options.mention_all ? ['marcando todos'] : [];
  const late =
    options.catch_up === null ? [] : [options.catch_up === 'skip' ? 'pula se atrasar' : 'envia mesmo atrasado'];
  return [describe({ rule, anchor, timezone }), ...zone, ...mention, ...late].join(', ');
}

function wordsSection(): string {
  const weekdays = WEEKDAY_NAMES.map(
    ({ short, long }, index) =>
      `${long} (${[short, short.slice(0, 3), ...(index < 5 ? [`${index + 2}ª`] : [])].join(', ')})`,
  );
  const shorthands = [...SHORTHANDS].map(([short, word]) => `${short} = ${SPELT[word] ?? word}`);
  return `## Palavras

- **Dias da semana:** ${weekdays.join('; ')}. Letras trocadas de lugar ou dobradas são corrigidas ("setxa", "segundda").
- **Meses:** ${MONTH_NAMES.map(name => `${name} (${name.slice(0, 3)})`).join(', ')}.
- **Dias com nome:** ${NAMED_DAYS.map(day => day.name).join(', ')}.
- **Abreviações:** ${shorthands.join(', ')}.
- **Não mudam nada:** ${[...FILLERS].join(', ')}; sinais e emojis.`;
}

function whoSection(): string {
  const words = (set: ReadonlySet<string>) => [...set].join(', ');
  return `## Para quem

| Palavra | Exemplo |
| --- | --- |
| ${words(GROUP_WORDS)} | \`grupo vendas\`, \`grupos cozinha e salão\` |
| ${words(CONTACT_WORDS)} | \`contato Maria\`, \`contatos Ana, Bia e Caio\` |
| ${words(NUMBER_WORDS)} | \`número 11 98888-7777\`, \`números (11) 98888-7777 e (21) 97777-6666\` |
| aniversariantes | \`todo dia 9h aniversariantes modelo aniversario\` |
| aqui, neste grupo | \`amanhã 9h aqui mensagem Oi\` |

Um nome vai até a próxima palavra-chave, a próxima palavra de horário ou o fim da linha. Depois de um plural, "e" e vírgulas separam nomes.
Aspas mantêm um nome inteiro: \`grupo "Turma de Sexta"\`. Sem o DDD, o número é perguntado.`;
}

function whatSection(): string {
  return `## O quê

| Escreva | Envia |
| --- | --- |
| \`modelo boleto nome=Davi valor="R$ 89,90"\` | o modelo, com suas variáveis (${[...TEMPLATE_WORDS].join(', ')}) |
| \`mensagem Bom dia, turma!\` | tudo o que vem depois, até o fim (${[...MESSAGE_WORDS].join(', ')}, ou dois-pontos) |
| \`mensagem "Bom dia!" grupo vendas amanhã 9h\` | o que está entre aspas |

O texto nunca é lido como horário. Sem modelo e sem mensagem, vale a mensagem respondida ou a mídia que acompanha o comando.`;
}

function faultsSection(): string {
  const rows = REASONS.flatMap(reason => {
    const example = FAULTY[reason];
    if (!example) return [];
    const { kind, suggestion, lines } = correctCommand(`/agendar ${example}`, CONTEXT);
    return [
      [
        `\`${reason}\``,
        kind === 'ask' ? 'pergunta' : 'recusa',
        `\`${example}\``,
        (suggestion === null ? (lines?.texts ?? []) : [suggestion]).map(line => `\`${line}\``).join(' ou '),
      ],
    ];
  });
  return `## Recusas e perguntas

A linha sugerida é o próprio pedido, com o que estava errado corrigido. Onde só você sabe o que falta, ela tem um lugar para preencher
(${Object.values(PLACEHOLDERS).join(', ')}) e não agenda nada enquanto ele estiver lá. Onde não dá para saber o que você quis dizer, não há linha.

${table(['Código', 'Resposta', 'Exemplo', 'Linha sugerida'], rows)}`;
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map(row => `| ${row.join(' | ')} |`).join('\n');
}
