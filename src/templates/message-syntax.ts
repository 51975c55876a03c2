import type Handlebars from 'handlebars';
import { UserError } from '../errors.ts';
import { ARGUMENTS, SELF_KNOWING } from './message-helpers.ts';

type Environment = typeof Handlebars;

/** What a body uses. */
export interface MessageSyntax {
  /** All of them, in the order of their first appearance. */
  variables: readonly string[];
  /**
   * Those that must be given. The others are only asked about (`{{#if desconto}}`), or written nowhere but where they
   * are known to be there.
   */
  required: readonly string[];
  /** Helpers that give way to a variable of their name, where one is given: `{{data}}`. */
  givingWay: readonly string[];
  /** By the variables that a helper reads: `moeda` for `{{moeda valor}}`. */
  readBy: ReadonlyMap<string, string>;
  /** For the compiler: only these names are helpers. */
  knownHelpers: Record<string, boolean>;
}

const BLOCKS: readonly string[] = ['if', 'unless'];
/** What Handlebars itself takes for helpers unless it is told otherwise. */
const BUILT_IN = ['helperMissing', 'blockHelperMissing', 'each', 'if', 'unless', 'with', 'log', 'lookup'];
const MAX_DEPTH = 10;
/** The parser's time grows with the square of brackets in brackets: a second for three thousand of them. */
const MAX_BRACKETS = 500;
/** Names of people's variables: a letter, then letters, digits, `_`, `-`. */
const NAME = /^\p{L}[\p{L}\p{N}_-]*$/u;

/**
 * Reads a body and refuses every construct that is not plainly needed in a message: it is a list of what is allowed,
 * so that nothing new in Handlebars opens a door.
 *
 * @throws UserError `template_syntax`
 */
export function readMessageSyntax(environment: Environment, body: string): MessageSyntax {
  const variables = new Set<string>();
  const required = new Set<string>();
  const helpers = new Set<string>();
  const givingWay = new Set<string>();
  const readBy = new Map<string, string>();

  /** @param present the variables that are there whenever this part is written: one for each block around it */
  function readProgram(program: hbs.AST.Program | undefined, present: readonly (string | null)[]): void {
    if (!program) return;
    if (present.length > MAX_DEPTH) throw new UserError('template_syntax', { problem: 'too_deep' });
    for (const statement of program.body) readStatement(statement, present);
  }

  function readStatement(statement: hbs.AST.Statement, present: readonly (string | null)[]): void {
    switch (statement.type) {
      case 'ContentStatement':
      case 'CommentStatement':
        return;
      case 'MustacheStatement':
        readMustache(statement as hbs.AST.MustacheStatement, present);
        return;
      case 'BlockStatement':
        readBlock(statement as hbs.AST.BlockStatement, present);
        return;
      default:
        refuse(statement, tagOf(body, statement));
    }
  }

  function readMustache(mustache: hbs.AST.MustacheStatement, present: readonly (string | null)[]): void {
    const name = nameOf(mustache.path);
    if (mustache.hash) refuse(mustache, name);
    if (mustache.params.length === 0 && !SELF_KNOWING.has(name)) {
      write(variableOf(mustache.path), present);
      return;
    }
    const wanted = ARGUMENTS[name];
    if (wanted === undefined) {
      throw new UserError('template_syntax', { problem: 'unknown_helper', words: name, line: lineOf(mustache) });
    }
    if (mustache.params.length > wanted) refuse(mustache, name);
    helpers.add(name);
    if (mustache.params.length === 0) givingWay.add(name);
    for (const argument of mustache.params) {
      if (argument.type === 'StringLiteral' || argument.type === 'NumberLiteral') continue;
      write(variableOf(argument), present);
      readBy.set(variableOf(argument), name);
    }
  }

  function readBlock(block: hbs.AST.BlockStatement, present: readonly (string | null)[]): void {
    const name = nameOf(block.path);
    if (!BLOCKS.includes(name) || block.hash || block.params.length !== 1) refuse(block, `#${name}`);
    if (block.program?.blockParams || block.inverse?.blockParams) refuse(block, 'as |…|');
    const asked = variableOf(block.params[0]!);
    variables.add(asked);
    helpers.add(name);
    readProgram(block.program, [...present, name === 'if' ? asked : null]);
    readProgram(block.inverse, [...present, name === 'unless' ? asked : null]);
  }

  function write(variable: string, present: readonly (string | null)[]): void {
    variables.add(variable);
    if (!present.includes(variable)) required.add(variable);
  }

  readProgram(parse(environment, body), []);
  return {
    variables: [...variables],
    required: [...required],
    givingWay: [...givingWay],
    readBy,
    knownHelpers: Object.fromEntries([...BUILT_IN, ...helpers].map(name => [name, helpers.has(name)])),
  };
}

function parse(environment: Environment, body: string): hbs.AST.Program {
  if (body.split('(').length > MAX_BRACKETS) throw new UserError('template_syntax', { problem: 'too_deep' });
  try {
    return environment.parse(body);
  } catch (error) {
    // Handlebars speaks to programmers; people get the line.
    const line = /line (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    throw new UserError('template_syntax', { problem: 'syntax', line: line === undefined ? null : Number(line) });
  }
}

/** A plain name. Paths (`a.b`, `../a`, `this`, `@root`) and computed names are refused. */
function nameOf(expression: hbs.AST.Expression): string {
  const path = expression as hbs.AST.PathExpression;
  const isPlain = path.type === 'PathExpression' && !path.data && path.depth === 0 && path.parts.length === 1;
  const name = isPlain ? path.parts[0] : undefined;
  if (typeof name !== 'string' || name !== path.original || !NAME.test(name)) {
    refuse(expression, expression.type === 'SubExpression' ? '(…)' : path.original);
  }
  return name;
}

/** The name of a variable; `if` and `unless` cannot be one. */
function variableOf(expression: hbs.AST.Expression): string {
  const name = nameOf(expression);
  if (BLOCKS.includes(name)) refuse(expression, name);
  return name;
}

function refuse(node: hbs.AST.Node, words: unknown): never {
  throw new UserError('template_syntax', { problem: 'not_allowed', words: String(words), line: lineOf(node) });
}

/** The tag that a construct begins with, as it was typed: `{{> parte}}`. */
function tagOf(body: string, { loc: { start } }: hbs.AST.Node): string {
  const fromStart = body.split(/\r\n?|\n/)[start.line - 1]!.slice(start.column);
  return fromStart.replace(/(\}\}).*$/, '$1');
}

function lineOf(node: hbs.AST.Node): number {
  return node.loc.start.line;
}
