/** A page to read the API by: made from the description, with nothing from elsewhere and no script. */

interface Operation {
  summary: string;
  tags: string[];
  parameters?: { name: string; in: string; required: boolean }[];
  requestBody?: object;
  'x-scope'?: string;
}
interface Document {
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1c1c;background:#fff}
h2{margin-top:2rem;border-bottom:1px solid #ddd}code{background:#f2f2f2;padding:.1rem .3rem;border-radius:4px}
pre{background:#f7f7f7;padding:1rem;overflow:auto;font-size:.85rem}summary{cursor:pointer;padding:.3rem 0}
b{display:inline-block;min-width:4.5rem}small{color:#555}
@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}code,pre{background:#262626}small{color:#aaa}}`;

/** Sent with the page: its own style and nothing else. */
export const DOCS_CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/** The reference as one HTML page. @param document what `openApiDocument` made */
export function docsPage(document: object): string {
  const { info, paths, components } = document as Document;
  const byTag = Map.groupBy(
    Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
    ),
    ({ operation }) => operation.tags[0]!,
  );
  const sections = [...byTag].map(([tag, entries]) => `<h2>${escaped(tag)}</h2>${entries.map(entry).join('')}`);
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => `<details><summary><code>${escaped(name)}</code></summary>${pretty(schema)}</details>`,
  );
  return `<!doctype html><html lang="pt-BR"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>API do ${escaped(info.title)}</title><style>${STYLE}</style></head><body>
<h1>API do ${escaped(info.title)} <small>${escaped(info.version)}</small></h1><p>${escaped(info.description)}</p>
<p>Peça um token em <code>POST /api-token-auth/</code> e mande-o como <code>Authorization: Token &lt;token&gt;</code>.
A descrição completa, para programas, está em <a href="/openapi.json">/openapi.json</a>.</p>
${sections.join('\n')}<h2>Formatos</h2>${schemas.join('\n')}</body></html>`;
}

function entry({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const scope = operation['x-scope'];
  return `<details><summary><b>${method.toUpperCase()}</b> <code>${escaped(path)}</code> ${escaped(operation.summary)}
${scope ? `<small>(${escaped(scope)})</small>` : ''}</summary>${pretty(operation)}</details>`;
}

const pretty = (value: object) => `<pre>${escaped(JSON.stringify(value, null, 2))}</pre>`;

function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replaceAll(/[&<>"']/g, mark => entities[mark]!);
}
