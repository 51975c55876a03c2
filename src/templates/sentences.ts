import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { sentenceHelpers } from './sentence-helpers.ts';

/** A folder of templates of ours, compiled. */
export interface TemplateFolder {
  names: ReadonlySet<string>;
  /** @throws Error for a name without a file, and (strict folders) for data that the template asks for and does not get */
  render(name: string, data: Readonly<Record<string, unknown>>): string;
}

/**
 * Loads every `.hbs` below a folder, named by its path: `agendar/criado`. Each is also a partial of that name. What can
 * be wrong with them is found now, not when somebody waits for the reply: syntax, unknown helpers, missing partials.
 *
 * @param options.strict a value that is missing from the data is an error, not a hole in the sentence
 * @param options.escape for HTML
 * @param options.skip names that are not ours to load
 * @throws Error naming the file
 */
export function loadTemplates(
  folder: string,
  options: { strict: boolean; escape: boolean; skip?: (name: string) => boolean },
): TemplateFolder {
  const environment = Handlebars.create();
  environment.registerHelper(sentenceHelpers);
  const knownHelpers = Object.fromEntries(Object.keys(environment.helpers).map(name => [name, true]));
  const compileOptions = { strict: options.strict, noEscape: !options.escape, knownHelpersOnly: true, knownHelpers };
  const bodies = readFolder(folder, options.skip ?? (() => false));
  const templates = new Map<string, Handlebars.TemplateDelegate>();
  for (const [name, body] of bodies) {
    try {
      environment.precompile(body, compileOptions);
      checkPartials(environment.parse(body), bodies);
    } catch (error) {
      throw new Error(`templates: ${join(folder, name)}.hbs: ${(error as Error).message}`, { cause: error });
    }
    const template = environment.compile(body, compileOptions);
    environment.registerPartial(name, template);
    templates.set(name, template);
  }
  return {
    names: new Set(templates.keys()),
    render(name, data) {
      const template = templates.get(name);
      if (!template) throw new Error(`templates: no file ${join(folder, name)}.hbs`);
      return template(data);
    },
  };
}

/** Names and bodies; the line break that ends a file is not part of its sentence. */
function readFolder(folder: string, skip: (name: string) => boolean): Map<string, string> {
  const bodies = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const name = entry.replaceAll('\\', '/').replace(/\.hbs$/, '');
    if (!entry.endsWith('.hbs') || skip(name)) continue;
    bodies.set(name, readFileSync(join(folder, entry), 'utf8').replace(/\n$/, ''));
  }
  return bodies;
}

function checkPartials(program: hbs.AST.Program, bodies: ReadonlyMap<string, string>): void {
  const visitor = new Handlebars.Visitor();
  visitor.PartialStatement = partial => {
    if (partial.name.type === 'SubExpression') return; // chosen by the data: `{{> (lookup . "template")}}`
    const name = (partial.name as hbs.AST.PathExpression).original;
    if (!bodies.has(name)) throw new Error(`no partial ${name}`);
  };
  visitor.accept(program);
}
